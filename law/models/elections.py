"""When a region votes, who stands, and which days are no working days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Territory
from law.models.catalogue import Certainty


class Election(models.Model):
    """A regional election (Pilkada) over a set of territories, with the dates of its stages; versions are rows."""

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    stages_from = models.DateField(_("tahapan mulai"))
    designation_date = models.DateField(_("penetapan calon"))
    campaign_from = models.DateField(_("kampanye mulai"))
    campaign_to = models.DateField(_("kampanye selesai"))
    vote_date = models.DateField(_("pemungutan suara"))
    inauguration_date = models.DateField(_("pelantikan"), null=True, blank=True)
    territories = models.ManyToManyField(
        Territory, verbose_name=_("wilayah"), blank=True, help_text=_("kosong: seluruh Indonesia")
    )
    series = models.CharField(
        _("rangkaian"),
        max_length=24,
        blank=True,
        help_text=_("kode pemilihan asal: versi, atau pemungutan suara ulang"),
    )
    in_force = models.BooleanField(_("berlaku"), default=True)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("pemilihan")

    def __str__(self):
        return self.name


class Candidate(models.Model):
    """Somebody who stands, or means to stand, in an election: from the list of the election commission."""

    class Post(models.TextChoices):
        HEAD = "HEAD", _("kepala daerah")
        DEPUTY = "DEPUTY", _("wakil kepala daerah")

    election = models.ForeignKey(Election, models.PROTECT, verbose_name=_("pemilihan"), related_name="candidates")
    territory = models.ForeignKey(Territory, models.PROTECT, verbose_name=_("wilayah"), related_name="+")
    name = models.CharField(_("nama"), max_length=160)
    post = models.CharField(_("calon"), max_length=6, choices=Post.choices)
    number = models.PositiveSmallIntegerField(
        _("nomor pasangan"), null=True, blank=True, help_text=_("kosong: bakal calon")
    )
    mate = models.CharField(_("pasangannya"), max_length=160, blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    example = models.BooleanField(_("contoh"), default=False, help_text=_("rekaan untuk peragaan, bukan orang nyata"))
    changed_at = models.DateTimeField(_("diubah"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("calon")
        constraints = [
            models.UniqueConstraint(fields=["election", "territory", "name"], name="one_row_per_candidate"),
        ]

    def __str__(self):
        return self.name


class Holiday(models.Model):
    """A day that is no working day: national holiday, joint leave (cuti bersama) or voting day."""

    class Kind(models.TextChoices):
        NATIONAL = "NATIONAL", _("libur nasional")
        JOINT_LEAVE = "JOINT_LEAVE", _("cuti bersama")
        VOTING = "VOTING", _("hari pemungutan suara")

    day = models.DateField(_("hari"), primary_key=True)
    announced_on = models.DateField(
        _("diumumkan"), null=True, blank=True, help_text=_("kosong: sejak daftar pertama tahun itu")
    )
    withdrawn_on = models.DateField(_("ditarik"), null=True, blank=True, help_text=_("sejak hari itu bukan libur lagi"))
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("sumber"), max_length=160)

    class Meta:
        verbose_name = verbose_name_plural = _("hari libur")

    def __str__(self):
        return f"{self.day} {self.kind}"
