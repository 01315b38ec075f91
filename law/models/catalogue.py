"""What is forbidden, since when, by which source, and what may follow. All of it data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


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


class RespondentKind(models.TextChoices):
    PNS = "PNS", "PNS"
    CPNS = "CPNS", "CPNS"
    PPPK = "PPPK", "PPPK"
    NOT_ASN = "NOT_ASN", _("bukan ASN")


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
    turns_into = models.JSONField(
        _("menjadi"),
        default=list,
        blank=True,
        help_text=_("kode baris yang berlaku pada masa yang lain, bila bukan satu kembaran; yang pertama diusulkan"),
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
    respondent_kinds = models.JSONField(
        _("jenis pegawai"), default=list, blank=True, help_text=_("PNS, CPNS, PPPK; kosong: semua")
    )
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
