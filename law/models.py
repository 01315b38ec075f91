"""What is forbidden, since when, by which source; sanctions, elections, holidays and stage clocks. All of it data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.models import Territory


class Certainty(models.TextChoices):
    SOLID = "SOLID", _("sumber kuat")
    SINGLE = "SINGLE", _("satu sumber")
    UNVERIFIED = "UNVERIFIED", _("belum diperiksa")


class Regime(models.TextChoices):
    ETHICS = "ETHICS", _("kode etik")
    DISCIPLINE = "DISCIPLINE", _("disiplin")
    DISMISSAL = "DISMISSAL", _("pemberhentian")
    CORRECTION = "CORRECTION", _("pembetulan keputusan")


class Level(models.TextChoices):
    MORAL = "MORAL", _("moral")
    LIGHT = "LIGHT", _("ringan")
    MEDIUM = "MEDIUM", _("sedang")
    HEAVY = "HEAVY", _("berat")
    DISMISSAL = "DISMISSAL", _("pemberhentian")
    CORRECTION = "CORRECTION", _("pembetulan")


class Violation(models.Model):
    """A row of the catalogue: what a civil servant must not do, in which phase, by which articles."""

    class Kind(models.TextChoices):
        NEUTRALITY = "NEUTRALITY", _("Netralitas")
        ETHICS = "ETHICS", _("Kode etik")
        MERIT = "MERIT", _("Sistem merit")

    class Phase(models.TextChoices):
        BEFORE = "BEFORE_DESIGNATION", _("sebelum penetapan calon")
        AFTER = "AFTER_DESIGNATION", _("sesudah penetapan calon")
        ANY = "ANY", _("kapan saja")

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("judul"), max_length=240)
    title_en = models.CharField(_("judul bahasa Inggris"), max_length=240)
    phase = models.CharField(_("masa"), max_length=20, choices=Phase.choices)
    regime = models.CharField(_("rezim"), max_length=10, choices=Regime.choices)
    default_level = models.CharField(_("tingkat"), max_length=10, choices=Level.choices, blank=True)
    default_sanction = models.ForeignKey(
        "Sanction", models.PROTECT, verbose_name=_("sanksi baku"), null=True, blank=True
    )
    articles = models.JSONField(_("pasal"), default=list)
    twin = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("kembaran"), null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("catatan"), blank=True)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("pelanggaran")

    def __str__(self):
        return f"{self.code} {self.label}"

    @property
    def label(self) -> str:
        """The title in the language of who reads it."""
        return self.title_en if get_language() == "en" and self.title_en else self.title


class Sanction(models.Model):
    """A sanction; its code starts with its level (HEAVY-DEMOTION-12M). Without valid_from it is not yet in force."""

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    level = models.CharField(_("tingkat"), max_length=10, choices=Level.choices)
    title = models.CharField(_("judul"), max_length=240)
    title_en = models.CharField(_("judul bahasa Inggris"), max_length=240)
    months = models.PositiveSmallIntegerField(_("lama (bulan)"), null=True, blank=True)
    articles = models.JSONField(_("pasal"), default=list)
    note = models.TextField(_("catatan"), blank=True)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("sanksi")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The title in the language of who reads it."""
        return self.title_en if get_language() == "en" and self.title_en else self.title


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
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("sumber"), max_length=160)

    class Meta:
        verbose_name = verbose_name_plural = _("hari libur")

    def __str__(self):
        return f"{self.day} {self.kind}"


class StageClock(models.Model):
    """Whose turn a stage is and within how many days: data, because most of these limits are customs, not law."""

    class Unit(models.TextChoices):
        WORKING = "WORKING", _("hari kerja")
        CALENDAR = "CALENDAR", _("hari kalender")

    kind = models.CharField(_("jenis berkas"), max_length=16)
    stage = models.CharField(_("tahap"), max_length=16)
    turn = models.CharField(
        _("giliran"), max_length=24, blank=True, help_text=_("kode peran; kosong: tidak menunggu siapa pun")
    )
    days = models.PositiveSmallIntegerField(_("jumlah hari"), null=True, blank=True)
    unit = models.CharField(_("satuan"), max_length=8, choices=Unit.choices, default=Unit.WORKING)
    basis = models.CharField(_("dasar"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("tenggat tahap")
        constraints = [models.UniqueConstraint(fields=["kind", "stage"], name="one_clock_per_stage")]

    def __str__(self):
        return f"{self.kind} {self.stage}"
