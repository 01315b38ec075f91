"""How long a stage may take, and whose turn it is."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.models.catalogue import Certainty


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


class ClockRule(models.Model):
    """A limit that some instrument or custom sets, from one event to another; it pauses in between. All of it data.

    Events are named "kind.verb". `starts_if` are facts of the event's payload that must agree. A rule no event starts
    is a limit that officers reckon with by hand.
    """

    class Unit(models.TextChoices):
        WORKING = "WORKING", _("hari kerja")
        CALENDAR = "CALENDAR", _("hari kalender")
        HOURS = "HOURS", _("jam")

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    name_en = models.CharField(_("nama bahasa Inggris"), max_length=160)
    kind = models.CharField(_("jenis berkas"), max_length=16, blank=True)
    amount = models.PositiveSmallIntegerField(_("lama"))
    unit = models.CharField(_("satuan"), max_length=8, choices=Unit.choices)
    starts_on = models.JSONField(_("mulai pada"), default=list, blank=True)
    starts_if = models.JSONField(_("bila"), default=dict, blank=True)
    stops_on = models.JSONField(_("selesai pada"), default=list, blank=True)
    pauses_on = models.JSONField(_("berhenti sementara pada"), default=list, blank=True)
    resumes_on = models.JSONField(_("berjalan lagi pada"), default=list, blank=True)
    authority = models.CharField(_("kode otoritas"), max_length=16, blank=True, help_text=_("kosong: semua"))
    basis = models.CharField(_("dasar"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("aturan tenggat")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of who reads it."""
        return self.name_en if get_language() == "en" else self.name
