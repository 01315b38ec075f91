"""The ladder: what the authority does about an appointing authority that does not answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanctions.models.recommendation import Recommendation


class Escalation(models.Model):
    """A step of the ladder, dated: reminder, warning, list to the minister, data block, recommendation to the President."""

    class Step(models.TextChoices):
        REMINDER = "REMINDER", _("pengingat")
        WARNING = "WARNING", _("peringatan")
        HOME_AFFAIRS = "HOME_AFFAIRS", _("daftar ke Menteri Dalam Negeri")
        DATA_BLOCK = "DATA_BLOCK", _("blokir data kepegawaian")
        PRESIDENT = "PRESIDENT", _("rekomendasi kepada Presiden")

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="escalations")
    step = models.CharField(max_length=12, choices=Step.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
