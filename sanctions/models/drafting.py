"""How a recommendation is written: what speaks against and for the person, and every version that was saved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from law.models import Sanction
from sanctions.models.recommendation import Recommendation


class Circumstance(models.Model):
    """One fact that makes it heavier or lighter."""

    class Kind(models.TextChoices):
        AGGRAVATING = "AGGRAVATING", _("memberatkan")
        MITIGATING = "MITIGATING", _("meringankan")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="circumstances")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=400)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return self.text


class Version(models.Model):
    """The draft as it was saved once: kept, so that what a reviewer reads can be compared with what they read before."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sanction = models.ForeignKey(Sanction, models.PROTECT, null=True, blank=True, related_name="+")
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    considerations = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    departure = models.TextField(blank=True)
    aggravating = models.JSONField(default=list)
    mitigating = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "number"], name="one_version_per_number"),
        ]

    def __str__(self):
        return f"{self.recommendation_id} v{self.number}"
