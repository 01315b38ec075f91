"""Figures are reckoned from the cases and can be thrown away: one row per person reported, one per stage gone through."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from law.models import Election, Violation
from workflow.access import NOBODY, within
from workflow.models import Access


class ScopedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the viewer's own authority and regions, for who may see figures; what is sealed counts for nobody."""
        return self.filter(within(user) if user.may("figures.view") else NOBODY)


class FigureRow(models.Model):
    """How far one person's matter has come, with the day of each step; `key` names the person it was reckoned from."""

    class Standing(models.TextChoices):
        INTAKE = "INTAKE", _("menunggu verifikasi")
        WITH_AUTHORITY = "WITH_AUTHORITY", _("menunggu otoritas pengawas")
        WITH_AGENCY = "WITH_AGENCY", _("menunggu instansi")
        SANCTIONED = "SANCTIONED", _("sanksi dijatuhkan")
        NOT_PROVEN = "NOT_PROVEN", _("tidak terbukti")
        REJECTED = "REJECTED", _("tidak dilanjutkan")
        CANCELLED = "CANCELLED", _("batal atau gugur")
        LEFT = "LEFT", _("pensiun, meninggal, atau berhenti")
        ELSEWHERE = "ELSEWHERE", _("dialihkan ke otoritas lain")

    key = models.CharField(max_length=32, unique=True)
    reference = models.CharField(max_length=20, db_index=True, help_text="the case, or the report that became none")
    access = models.ForeignKey(Access, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    election = models.ForeignKey(Election, models.SET_NULL, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="+")
    violation = models.ForeignKey(Violation, models.SET_NULL, null=True, related_name="+")
    position_class = models.CharField(max_length=16, blank=True)
    standing = models.CharField(max_length=14, choices=Standing.choices)
    step = models.CharField(max_length=14, blank=True, help_text="the last step of escalation")
    reported_on = models.DateField()
    proven_on = models.DateField(null=True)
    recommended_on = models.DateField(null=True)
    sanctioned_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["access", "year"]), models.Index(fields=["standing", "agency"])]

    def __str__(self):
        return f"{self.key} {self.standing}"


class StageSpan(models.Model):
    """How long a report, case or recommendation stood in a stage that it has left."""

    reference = models.CharField(max_length=20, db_index=True)
    root = models.CharField(max_length=20, db_index=True, help_text="the case, or the report, it was reckoned with")
    access = models.ForeignKey(Access, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    stage = models.CharField(max_length=14)
    left_on = models.DateField()
    days = models.PositiveIntegerField()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "stage", "left_on"])]

    def __str__(self):
        return f"{self.reference} {self.stage} {self.days}"


class Reckoned(models.Model):
    """Up to which event a case or report was reckoned: many events at once are one reckoning."""

    reference = models.CharField(max_length=20, primary_key=True)
    number = models.BigIntegerField()

    def __str__(self):
        return f"{self.reference} {self.number}"
