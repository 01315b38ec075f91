"""What the authority asks of the respondent's agency, from the draft to the sanction verified."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition
from simple_history.models import HistoricalRecords

from investigations.models import Case, Respondent
from law.models import Sanction
from letters.models import Letter
from sanctions.permissions import countersigns
from workflow.access import NOBODY, copied_to, issued_to, within
from workflow.models import Staged
from workflow.permissions import holds


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authority's staff within their regions; an agency its own from ISSUED on; nobody else."""
        scope = NOBODY
        if user.may("recommendation.view"):
            scope |= within(user)
        if user.may("recommendation.view_agency"):
            scope |= issued_to(user) | copied_to(user)
        return self.filter(scope)

    def with_follow_up(self):
        """With what its verbs ask about it, so that a list of them asks once."""
        return self.prefetch_related("objections", "blocks")


def under_objection(recommendation) -> bool:
    """An objection or an appeal waits for its decision."""
    return any(not each.outcome for each in recommendation.objections.all())


def under_no_objection(recommendation) -> bool:
    """Nothing that the person filed waits for its decision."""
    return not under_objection(recommendation)


def blocked(recommendation) -> bool:
    """The person's data are blocked."""
    return any(each.lifted_at is None for each in recommendation.blocks.all())


def withheld(recommendation) -> bool:
    """The agency's personnel body is kept out."""
    return recommendation.access.withheld


def not_withheld(recommendation) -> bool:
    """The agency's personnel body takes part as usual."""
    return not recommendation.access.withheld


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
    months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how long, where it has a duration")
    starts_on = models.DateField(null=True, blank=True, help_text="empty: with the decree")
    considerations = models.TextField(help_text="allegations proven and articles, as the agency reads them")
    reasons = models.TextField(blank=True, help_text="why this sanction, as the agency reads it")
    departure = models.TextField(
        blank=True, help_text="why a sanction outside the permitted range; the authority's own"
    )
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="recommendations")
    note = models.TextField(blank=True, help_text="the last note of a step, as the next actor reads it")
    decree_number = models.CharField(max_length=80, blank=True)
    decree_date = models.DateField(null=True, blank=True)
    decree_sanction = models.ForeignKey(Sanction, models.PROTECT, null=True, blank=True, related_name="+")
    decree_official = models.CharField(max_length=160, blank=True, help_text="who signed")
    decree_received = models.DateField(null=True, blank=True, help_text="handed over to the person")
    decree_effective = models.DateField(null=True, blank=True, help_text="from when it holds")
    decree_noted_on = models.DateField(null=True, blank=True, help_text="when the agency recorded it")
    decree_months = models.PositiveSmallIntegerField(null=True, blank=True)
    unsanctioned = models.BooleanField(default=False, help_text="the agency answered that it imposes nothing")
    explanation = models.TextField(blank=True, help_text="the agency's, where it did otherwise than recommended")
    served_at = models.DateTimeField(null=True, blank=True, help_text="when it was said that the sanction has ended")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="the last writer"
    )
    withheld_because = models.TextField(blank=True, help_text="why the personnel body is kept out; the authority's own")
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

    @transition(
        stage,
        source=Stage.DRAFT,
        target=RETURN_VALUE(Stage.ISSUED, Stage.IMPLEMENTED, Stage.VERIFIED, Stage.MOOT),
        permission=holds("recommendation.import"),
    )
    def import_(self, to, decree_number, decree_date, sanction):
        """With its case, from the spreadsheet both were kept in until now; its letter went out on paper."""
        self.decree_number, self.decree_date, self.decree_sanction = decree_number, decree_date, sanction
        self.decree_months = sanction.months if sanction else None
        return to

    @transition(stage, source=Stage.DRAFT, target=Stage.REVIEW, permission=holds("recommendation.submit"))
    def submit(self, writer=None):
        self.written_by = writer or self.written_by

    @transition(stage, source=Stage.REVIEW, target=Stage.DRAFT, permission=holds("recommendation.send_back"))
    def send_back(self, note):
        self.note = note

    @transition(stage, source=Stage.REVIEW, target=Stage.APPROVED, permission=countersigns("recommendation.approve"))
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
    def implement(self, decree_number, decree_date, sanction, **more):
        self.decree_number, self.decree_date, self.decree_sanction = decree_number, decree_date, sanction
        self.unsanctioned, self.served_at = sanction is None, None
        self.decree_official, self.explanation = more.get("official", ""), more.get("explanation", "")
        self.decree_received, self.decree_effective = more.get("received"), more.get("effective")
        self.decree_noted_on = more.get("noted_on")
        self.decree_months = more.get("months") or (sanction.months if sanction else None)

    @transition(
        stage,
        source=Stage.IMPLEMENTED,
        target=Stage.VERIFIED,
        conditions=[under_no_objection],
        permission=holds("recommendation.verify"),
    )
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

    @transition(
        stage,
        source=[Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED],
        target=None,
        permission=holds("recommendation.convene"),
    )
    def convene(self):
        pass

    @transition(
        stage,
        source=[Stage.IMPLEMENTED, Stage.VERIFIED],
        target=None,
        conditions=[under_no_objection],
        permission=holds("recommendation.appeal"),
    )
    def appeal(self):
        pass

    @transition(
        stage,
        source=[Stage.IMPLEMENTED, Stage.VERIFIED],
        target=RETURN_VALUE(Stage.IMPLEMENTED, Stage.VERIFIED, Stage.ACKNOWLEDGED),
        conditions=[under_objection],
        permission=holds("recommendation.settle"),
    )
    def settle(self, outcome):
        """Confirmed, it stays where it is; changed, it is verified again; annulled, the agency has to act again."""
        self.served_at = None
        moves = {"CHANGED": self.Stage.IMPLEMENTED, "ANNULLED": self.Stage.ACKNOWLEDGED}
        return moves.get(outcome, self.stage)

    @transition(
        stage,
        source=[
            Stage.ACKNOWLEDGED, Stage.REBUTTED, Stage.IMPLEMENTED, Stage.VERIFIED, Stage.ESCALATED, Stage.SUPERSEDED,
            Stage.MOOT,
        ],
        target=None,
        conditions=[blocked],
        permission=holds("recommendation.unblock"),
    )  # fmt: skip
    def unblock(self):
        pass

    @transition(
        stage,
        source=[Stage.DRAFT, Stage.REVIEW, Stage.APPROVED],
        target=None,
        conditions=[not_withheld],
        permission=holds("recommendation.withhold"),
    )
    def withhold(self, reason):
        self.withheld_because = reason

    @transition(
        stage,
        source=[*UNENDED, Stage.VERIFIED],
        target=None,
        conditions=[withheld],
        permission=holds("recommendation.disclose"),
    )
    def disclose(self):
        pass
