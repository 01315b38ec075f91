"""What the authority asks of the respondent's agency, from the draft to the sanction verified."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from investigations.models import Case, Respondent
from law.models import Sanction
from sanctions.models.letter import Letter
from workflow.access import NOBODY, issued_to, within
from workflow.models import Staged
from workflow.permissions import holds


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authority's staff within their regions; an agency its own from ISSUED on; nobody else."""
        scope = NOBODY
        if user.may("recommendation.view"):
            scope |= within(user)
        if user.may("recommendation.view_agency"):
            scope |= issued_to(user)
        return self.filter(scope)


class Recommendation(Staged):
    """What the authority asks the respondent's agency to do, drafted from the catalogue."""

    KIND = "recommendation"

    class Stage(models.TextChoices):
        DRAFT = "DRAFT", _("Konsep")
        REVIEW = "REVIEW", _("Telaah")
        APPROVED = "APPROVED", _("Disetujui")
        ISSUED = "ISSUED", _("Terbit")
        ACKNOWLEDGED = "ACKNOWLEDGED", _("Dibaca")
        REBUTTED = "REBUTTED", _("Disanggah")
        IMPLEMENTED = "IMPLEMENTED", _("Dilaksanakan")
        VERIFIED = "VERIFIED", _("Terverifikasi")
        ESCALATED = "ESCALATED", _("Naik jenjang")
        SUPERSEDED = "SUPERSEDED", _("Diganti")
        MOOT = "MOOT", _("Gugur")

    ENDED = [Stage.VERIFIED, Stage.SUPERSEDED, Stage.MOOT]
    UNENDED = [
        Stage.DRAFT, Stage.REVIEW, Stage.APPROVED, Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.REBUTTED, Stage.IMPLEMENTED,
        Stage.ESCALATED,
    ]  # fmt: skip

    stage = FSMField(default=Stage.DRAFT, choices=Stage.choices, protected=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="recommendations")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="recommendations")
    sanction = models.ForeignKey(Sanction, models.PROTECT, null=True, blank=True, related_name="+")
    considerations = models.TextField(help_text="allegations proven, articles and reasons, as the agency reads them")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="recommendations")
    note = models.TextField(blank=True, help_text="the last note of a step, as the next actor reads it")
    decree_number = models.CharField(max_length=80, blank=True)
    decree_date = models.DateField(null=True, blank=True)
    decree_sanction = models.ForeignKey(Sanction, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        "DRAFT", "REVIEW", "APPROVED", "ISSUED", "ACKNOWLEDGED", "REBUTTED", "IMPLEMENTED", "VERIFIED",
                        "ESCALATED", "SUPERSEDED", "MOOT",
                    ]
                ),
                name="recommendation_stage",
            ),
            models.UniqueConstraint(
                fields=["respondent"], condition=~Q(stage__in=["SUPERSEDED", "MOOT"]), name="one_live_recommendation"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["stage", "stage_since"]),
            models.Index(fields=["stage", "due_date", "id"]),
            models.Index(fields=["created_at", "id"]),
        ]

    @transition(stage, source=Stage.DRAFT, target=Stage.REVIEW, permission=holds("recommendation.submit"))
    def submit(self):
        pass

    @transition(stage, source=Stage.REVIEW, target=Stage.DRAFT, permission=holds("recommendation.send_back"))
    def send_back(self, note):
        self.note = note

    @transition(stage, source=Stage.REVIEW, target=Stage.APPROVED, permission=holds("recommendation.approve"))
    def approve(self):
        pass

    @transition(stage, source=Stage.APPROVED, target=Stage.ISSUED, permission=holds("recommendation.issue"))
    def issue(self, letter):
        self.letter = letter

    @transition(stage, source=Stage.ISSUED, target=Stage.ACKNOWLEDGED, permission=holds("recommendation.acknowledge"))
    def acknowledge(self):
        pass

    @transition(
        stage,
        source=[Stage.ISSUED, Stage.ACKNOWLEDGED],
        target=Stage.REBUTTED,
        permission=holds("recommendation.rebut"),
    )
    def rebut(self, note):
        self.note = note

    @transition(stage, source=Stage.REBUTTED, target=Stage.ACKNOWLEDGED, permission=holds("recommendation.uphold"))
    def uphold(self, note):
        self.note = note

    @transition(stage, source=Stage.REBUTTED, target=Stage.SUPERSEDED, permission=holds("recommendation.supersede"))
    def supersede(self, note):
        self.note = note

    @transition(
        stage,
        source=[Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED],
        target=Stage.IMPLEMENTED,
        permission=holds("recommendation.implement"),
    )
    def implement(self, decree_number, decree_date, sanction):
        self.decree_number, self.decree_date, self.decree_sanction = decree_number, decree_date, sanction

    @transition(stage, source=Stage.IMPLEMENTED, target=Stage.VERIFIED, permission=holds("recommendation.verify"))
    def verify(self, note):
        self.note = note

    @transition(stage, source=Stage.IMPLEMENTED, target=Stage.ACKNOWLEDGED, permission=holds("recommendation.contest"))
    def contest(self, note):
        self.note = note

    @transition(
        stage,
        source=[Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED],
        target=Stage.ESCALATED,
        permission=holds("recommendation.escalate"),
    )
    def escalate(self):
        pass

    @transition(stage, source=UNENDED, target=Stage.MOOT, permission=holds("recommendation.moot"))
    def moot(self, reason):
        self.note = reason
