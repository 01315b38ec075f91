"""What belongs to a recommendation once it is out: who examined, what was rebutted, objected to and blocked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from law.models import Sanction
from letters.models import Letter
from sanctions.models.recommendation import Recommendation


class Examination(models.Model):
    """The agency has set up a team of examiners, or an ethics panel, for this person."""

    class Kind(models.TextChoices):
        TEAM = "TEAM", _("tim pemeriksa")
        PANEL = "PANEL", _("majelis kode etik")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="examinations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    formed_on = models.DateField()
    decree_number = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.recommendation_id} {self.kind}"


class Rebuttal(models.Model):
    """What the appointing authority holds against the recommendation, and the authority's answer."""

    class Answer(models.TextChoices):
        UPHELD = "UPHELD", _("rekomendasi tetap")
        SUPERSEDED = "SUPERSEDED", _("rekomendasi diganti")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="rebuttals")
    letter_number = models.CharField(max_length=80, blank=True)
    letter_date = models.DateField(null=True, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_has_its_time",
            )
        ]

    def __str__(self):
        return f"{self.recommendation_id} {self.answer or 'open'}"


class Objection(models.Model):
    """The person's own objection (keberatan) or appeal to the advisory board (BPASN) against the decree."""

    class Kind(models.TextChoices):
        OBJECTION = "OBJECTION", _("keberatan")
        APPEAL = "APPEAL", _("banding ke BPASN")

    class Result(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("keputusan dikuatkan")
        CHANGED = "CHANGED", _("sanksi diubah")
        ANNULLED = "ANNULLED", _("keputusan dibatalkan")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    filed_on = models.DateField()
    body = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Result.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    sanction = models.ForeignKey(Sanction, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation"], condition=Q(outcome=""), name="one_pending_objection"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | ~Q(outcome="") & Q(decided_on__isnull=False, decided_on__gte=F("filed_on")),
                name="an_outcome_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation_id} {self.kind} {self.outcome or 'pending'}"


class DataBlock(models.Model):
    """A respondent's personnel data are blocked: no promotion, transfer or pension until the block is lifted."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="blocks")
    blocked_at = models.DateTimeField()
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="why it was lifted")
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="+", help_text="by which it was lifted"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation"], condition=Q(lifted_at__isnull=True), name="one_standing_block"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("blocked_at")), name="lifted_after_blocked"
            ),
        ]

    def __str__(self):
        return f"{self.recommendation_id} {'lifted' if self.lifted_at else 'standing'}"
