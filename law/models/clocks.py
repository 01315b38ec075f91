"""How long a stage may take, and whose turn it is."""

from django.db import models
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
