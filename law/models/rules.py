"""What the law engine goes by besides the catalogue: instruments, rules, conflicts, and who imposes what. Dated rows."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.models.catalogue import Certainty, Level


class Follows(models.TextChoices):
    """By which day a row is chosen (PP 94/2021 art. 40: discipline goes by the decree, the catalogue by the incident)."""

    INCIDENT = "INCIDENT", _("hari kejadian")
    DECREE = "DECREE", _("hari keputusan")


class Instrument(models.Model):
    """A joint decree with its catalogue, or a set of discipline rules for one kind of civil servant."""

    class Kind(models.TextChoices):
        JOINT_DECREE = "JOINT_DECREE", _("keputusan bersama")
        DISCIPLINE = "DISCIPLINE", _("peraturan disiplin")

    code = models.CharField(_("kode"), max_length=16, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("judul"), max_length=240)
    title_en = models.CharField(_("judul bahasa Inggris"), max_length=240, default="")
    respondent_kinds = models.JSONField(_("jenis pegawai"), default=list, blank=True, help_text=_("kosong: semua"))
    follows = models.CharField(_("mengikuti"), max_length=8, choices=Follows.choices)
    note = models.TextField(_("catatan"), blank=True)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("dasar hukum")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The title in the language of who reads it."""
        return self.title_en if get_language() == "en" and self.title_en else self.title


class Rule(models.Model):
    """A rule of reckoning whose value is data, e.g. to which phase the day of designation itself belongs."""

    code = models.CharField(_("kode"), max_length=32)
    value = models.JSONField(_("isi"), default=dict)
    title = models.CharField(_("judul"), max_length=240)
    title_en = models.CharField(_("judul bahasa Inggris"), max_length=240)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("aturan hitung")
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="one_rule_per_code_and_day")]

    def __str__(self):
        return self.code

    @property
    def label(self) -> str:
        """The title in the language of who reads it."""
        return self.title_en if get_language() == "en" else self.title


class LegalNote(models.Model):
    """Two sources that disagree, or something no source tells: shown whenever its conditions hold, never decided here.

    Empty conditions hold always; `violations` are codes or their beginnings.
    """

    class Kind(models.TextChoices):
        CONFLICT = "CONFLICT", _("sumber berselisih")
        UNKNOWN = "UNKNOWN", _("belum diketahui")

    code = models.CharField(_("kode"), max_length=32, primary_key=True)
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("teks"))
    text_en = models.TextField(_("teks bahasa Inggris"))
    violations = models.JSONField(_("pelanggaran"), default=list, blank=True)
    regimes = models.JSONField(_("rezim"), default=list, blank=True)
    levels = models.JSONField(_("tingkat"), default=list, blank=True)
    respondent_kinds = models.JSONField(_("jenis pegawai"), default=list, blank=True)
    on_designation_day = models.BooleanField(_("hanya pada hari penetapan calon"), default=False)
    follows = models.CharField(_("mengikuti"), max_length=8, choices=Follows.choices)
    source = models.CharField(_("sumber"), max_length=240)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("catatan hukum")

    def __str__(self):
        return self.code

    @property
    def label(self) -> str:
        """The text in the language of who reads it."""
        return self.text_en if get_language() == "en" else self.text


class PositionClass(models.TextChoices):
    """The classes every published statistic uses; the head of a territory (camat, lurah) is a class of its own."""

    JPT_UTAMA = "JPT_UTAMA", _("JPT utama")
    JPT_MADYA = "JPT_MADYA", _("JPT madya")
    JPT_PRATAMA = "JPT_PRATAMA", _("JPT pratama")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")
    SUPERVISOR = "SUPERVISOR", _("pengawas")
    STAFF = "STAFF", _("pelaksana")
    FUNCTIONAL = "FUNCTIONAL", _("fungsional")
    FUNCTIONAL_MAIN = "FUNCTIONAL_MAIN", _("fungsional ahli utama")
    TERRITORY_HEAD = "TERRITORY_HEAD", _("kepala wilayah (camat, lurah)")


class SanctioningOfficial(models.Model):
    """Who imposes a sanction (pejabat yang berwenang menghukum), by position class and level. The most special row wins."""

    position_class = models.CharField(_("kelompok jabatan"), max_length=16, choices=PositionClass.choices, blank=True)
    heads_agency = models.BooleanField(_("juga pejabat pembina kepegawaian"), default=False)
    level = models.CharField(_("tingkat"), max_length=10, choices=Level.choices, blank=True)
    dismissal = models.BooleanField(_("hanya pemberhentian"), default=False)
    official = models.CharField(_("pejabat"), max_length=160)
    official_en = models.CharField(_("pejabat, bahasa Inggris"), max_length=160)
    source = models.CharField(_("sumber"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("pejabat yang berwenang menghukum")
        constraints = [
            models.UniqueConstraint(
                fields=["position_class", "heads_agency", "level", "dismissal", "valid_from"],
                name="one_official_per_case",
            )
        ]

    def __str__(self):
        return self.official

    @property
    def label(self) -> str:
        """Who it is, in the language of who reads it."""
        return self.official_en if get_language() == "en" else self.official
