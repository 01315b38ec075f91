"""The case: one case, many respondents, many complaints; statements, findings, votes and decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, FSMField, transition
from simple_history.models import HistoricalRecords

from agencies.models import Agency, Territory
from complaints.models import Complaint
from evidence.models import Evidence
from investigations.guards import (
    every_allegation_has_a_finding,
    nothing_proven,
    nothing_recommended,
    plenary_can_decide,
    something_proven,
)
from law.models import PositionClass, RespondentKind, Violation
from workflow.access import NOBODY, within
from workflow.models import Staged
from workflow.permissions import holds
from workflow.verbs import guards_hold


class Conclusion(models.TextChoices):
    PROVEN = "PROVEN", _("Terbukti")
    NOT_PROVEN = "NOT_PROVEN", _("Tidak terbukti")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff of the authority within their regions; commissioners from the plenary on; leadership reads."""
        scope = NOBODY
        if user.may("case.view"):
            scope |= within(user)
        if user.may("case.view_plenary"):
            scope |= within(user) & Q(access__at_plenary=True)
        return self.filter(scope)


class Case(Staged):
    """Opened from the first accepted complaint; others join it."""

    KIND = "case"

    class Stage(models.TextChoices):
        OPEN = "OPEN", _("Dibuka")
        CLARIFICATION = "CLARIFICATION", _("Klarifikasi")
        EXAMINATION = "EXAMINATION", _("Pemeriksaan")
        DELIBERATION = "DELIBERATION", _("Pleno")
        DECIDED = "DECIDED", _("Diputus")
        FOLLOW_UP = "FOLLOW_UP", _("Tindak lanjut")
        CLOSED = "CLOSED", _("Selesai")
        MOOT = "MOOT", _("Gugur")
        TRANSFERRED = "TRANSFERRED", _("Dialihkan")
        MERGED = "MERGED", _("Digabung")

    WORKING = [Stage.OPEN, Stage.CLARIFICATION, Stage.EXAMINATION]
    UNDECIDED = [*WORKING, Stage.DELIBERATION]
    UNENDED = [*WORKING, Stage.DELIBERATION, Stage.DECIDED, Stage.FOLLOW_UP]

    stage = FSMField(default=Stage.OPEN, choices=Stage.choices, protected=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Violation.Kind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    incident_date = models.DateField(null=True, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cases")
    round = models.PositiveSmallIntegerField(default=0, help_text="which plenary; votes belong to one")
    reason = models.TextField(blank=True, help_text="why it was closed, moot, transferred or reopened")
    transferred_to = models.CharField(max_length=16, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    history = HistoricalRecords()
    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        "OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP", "CLOSED", "MOOT",
                        "TRANSFERRED", "MERGED",
                    ]
                ),
                name="case_stage",
            ),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | Q(stage="MERGED"), name="case_merged_into"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["stage", "stage_since"]),
            models.Index(fields=["stage", "due_date", "id"]),
            models.Index(
                fields=["due_date", "id"],
                condition=Q(stage__in=["OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP"]),
                name="open_cases_by_day",
            ),
            models.Index(fields=["created_at", "id"]),
        ]

    @transition(
        stage,
        source=Stage.OPEN,
        target=RETURN_VALUE(
            Stage.OPEN, Stage.CLARIFICATION, Stage.EXAMINATION, Stage.DELIBERATION, Stage.DECIDED, Stage.FOLLOW_UP,
            Stage.CLOSED, Stage.MOOT,
        ),
        permission=holds("case.import"),
    )  # fmt: skip
    def import_(self, to):
        """From the spreadsheet it was kept in until now: the stage in which it stood there."""
        return to

    @transition(stage, source=UNENDED, target=None, permission=holds("case.assign"))
    def assign(self, to):
        self.assignee = to

    @transition(stage, source=Stage.OPEN, target=Stage.CLARIFICATION, permission=holds("case.clarify"))
    def clarify(self):
        pass

    @transition(
        stage, source=[Stage.OPEN, Stage.CLARIFICATION], target=Stage.EXAMINATION, permission=holds("case.examine")
    )
    def examine(self):
        pass

    @transition(
        stage,
        source=Stage.EXAMINATION,
        target=Stage.DELIBERATION,
        conditions=[every_allegation_has_a_finding, guards_hold("case.deliberate")],
        permission=holds("case.deliberate"),
    )
    def deliberate(self):
        self.round += 1

    @transition(stage, source=Stage.DELIBERATION, target=Stage.EXAMINATION, permission=holds("case.send_back"))
    def send_back(self):
        pass

    @transition(stage, source=Stage.DELIBERATION, target=None, permission=holds("case.vote"))
    def vote(self):
        pass

    @transition(
        stage,
        source=Stage.DELIBERATION,
        target=Stage.DECIDED,
        conditions=[plenary_can_decide],
        permission=holds("case.decide"),
    )
    def decide(self):
        pass

    @transition(
        stage,
        source=Stage.DECIDED,
        target=Stage.FOLLOW_UP,
        conditions=[something_proven],
        permission=holds("case.follow_up"),
    )
    def follow_up(self):
        pass

    @transition(
        stage,
        source=Stage.DECIDED,
        target=Stage.CLOSED,
        conditions=[nothing_proven],
        permission=holds("case.close"),
    )
    @transition(
        stage,
        source=Stage.FOLLOW_UP,
        target=Stage.CLOSED,
        conditions=[guards_hold("case.close")],
        permission=holds("case.close"),
    )
    def close(self, reason):
        self.reason = reason

    @transition(stage, source=UNENDED, target=Stage.MOOT, permission=holds("case.moot"))
    def moot(self, reason):
        self.reason = reason

    @transition(
        stage,
        source=UNENDED,
        target=RETURN_VALUE(
            Stage.OPEN, Stage.CLARIFICATION, Stage.EXAMINATION, Stage.DELIBERATION, Stage.DECIDED, Stage.FOLLOW_UP,
            Stage.TRANSFERRED,
        ),
        permission=holds("case.transfer"),
    )  # fmt: skip
    def transfer(self, to, reason):
        """Inside this Netral the authority changes and the stage stays; outside it, the case ends here."""
        self.reason, self.transferred_to = reason, to.code
        return self.stage if to.internal else self.Stage.TRANSFERRED

    @transition(
        stage,
        source=WORKING,
        target=Stage.MERGED,
        conditions=[nothing_recommended],
        permission=holds("case.merge"),
    )
    def merge(self, into):
        self.merged_into = into

    @transition(
        stage,
        source=Stage.MERGED,
        target=RETURN_VALUE(Stage.OPEN, Stage.CLARIFICATION, Stage.EXAMINATION),
        permission=holds("case.unmerge"),
    )
    def unmerge(self, to):
        """Back to the stage in which it was merged."""
        self.merged_into = None
        return to

    @transition(stage, source=[Stage.CLOSED, Stage.MOOT], target=Stage.EXAMINATION, permission=holds("case.reopen"))
    def reopen(self, reason):
        self.reason = reason


class CaseComplaint(models.Model):
    """A complaint belongs to one case at most; a case has many."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="case_complaints")
    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="case_complaint")


class Respondent(models.Model):
    """A person the case is about (terlapor)."""

    Kind = RespondentKind

    class SetAside(models.TextChoices):
        RETIRED = "RETIRED", _("pensiun")
        DIED = "DIED", _("meninggal")
        LEFT = "LEFT", pgettext_lazy("alasan", "berhenti")
        NOT_ASN = "NOT_ASN", _("bukan ASN")
        OTHER = "OTHER", _("lainnya")
        MERGED = "MERGED", _("digabung dengan terlapor lain")

    case = models.ForeignKey(Case, models.PROTECT, related_name="respondents")
    name = models.CharField(max_length=160, blank=True)
    nip = models.CharField(max_length=40, blank=True)
    position = models.CharField(max_length=160, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    agency_text = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, blank=True)
    position_class = models.CharField(
        max_length=16, choices=PositionClass.choices, blank=True, help_text="who imposes the sanction follows from it"
    )
    heads_agency = models.BooleanField(default=False, help_text="is the appointing authority of an agency")
    set_aside = models.CharField(max_length=8, choices=SetAside.choices, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=10, choices=Conclusion.choices, blank=True, help_text="what the plenary decided"
    )
    history = HistoricalRecords()

    def __str__(self):
        return self.name or self.position or gettext("Tanpa nama")


class Mention(models.Model):
    """An officer's word on a number or name in a file: that it is this respondent, or that it is not."""

    class What(models.TextChoices):
        NIP = "NIP", "NIP"
        NAME = "NAME", _("nama")

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="mentions")
    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="mentions")
    page = models.PositiveIntegerField()
    what = models.CharField(max_length=4, choices=What.choices)
    linked = models.BooleanField(help_text="False: offered and refused")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["respondent", "evidence"], name="one_mention_per_file")]


class Allegation(models.Model):
    """A violation of the catalogue that a respondent is said to have committed."""

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="allegations")
    violation = models.ForeignKey(Violation, models.PROTECT)
    departure_reason = models.TextField(blank=True, help_text="why another code than the one in force that day")
    outcome = models.CharField(
        max_length=10, choices=Conclusion.choices, blank=True, help_text="what the plenary decided on it"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["respondent", "violation"], name="one_allegation_per_violation")]


class Finding(models.Model):
    """The investigator's conclusion on one allegation, with reasons."""

    allegation = models.OneToOneField(Allegation, models.CASCADE, related_name="finding")
    conclusion = models.CharField(max_length=10, choices=Conclusion.choices)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = HistoricalRecords()


class Statement(models.Model):
    """What was said or noted in a case: an internal note, a clarification, a witness's or respondent's statement."""

    class Kind(models.TextChoices):
        NOTE = "NOTE", _("catatan internal")
        CLARIFICATION = "CLARIFICATION", _("klarifikasi")
        WITNESS = "WITNESS", _("keterangan saksi")
        RESPONDENT = "RESPONDENT", _("keterangan terlapor")
        TRANSITION = "TRANSITION", _("catatan tahap")

    case = models.ForeignKey(Case, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=13, choices=Kind.choices, default=Kind.NOTE)
    respondent = models.ForeignKey(Respondent, models.PROTECT, null=True, blank=True, related_name="statements")
    given_by = models.CharField(max_length=160, blank=True, help_text="the person who said it, when not the writer")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
