"""What is concluded after the hearing: nothing proven is told to the person; a lie is told by two people, or not at all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from complaints.models import Complaint
from investigations.models import Respondent
from letters.models import Letter


class Acquittal(models.Model):
    """The letter by which a respondent learns that nothing was proven; one for each round of the plenary."""

    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="acquittals")
    round = models.PositiveSmallIntegerField()
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["respondent", "round"], name="one_acquittal_per_plenary")]


class FalseReport(models.Model):
    """A report was knowingly false: proposed by one person, confirmed by another. Of the report, never of its reporter."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="found_false")
    sealed = models.BinaryField(help_text="the reasons")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="a_lie_needs_two",
            )
        ]
