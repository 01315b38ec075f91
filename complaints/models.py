"""The public report: draft, complaint, people reported, the reporter's sealed identity, messages both ways."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from agencies.models import Agency, Territory
from law.models import Election, Violation
from workflow.access import NOBODY, referred_by, within
from workflow.models import Access, Staged
from workflow.permissions import holds


class Mode(models.TextChoices):
    CONFIDENTIAL = "CONFIDENTIAL", _("rahasia: hanya otoritas pengawas yang tahu")
    ANONYMOUS = "ANONYMOUS", _("tanpa nama")
    NAMED = "NAMED", _("dengan nama")


class Source(models.TextChoices):
    WEB = "WEB", _("situs")
    API = "API", _("sistem lain")
    LETTER = "LETTER", _("surat")
    PHONE = "PHONE", _("telepon")
    WALK_IN = "WALK_IN", _("datang langsung")
    REFERRAL = "REFERRAL", _("penerusan")
    OWN = "OWN", _("prakarsa sendiri")


class Draft(models.Model):
    """A report being written. Everything in it is sealed with a key that only the writer's cookie can derive.

    `digest` finds it, `access` carries its files, `complaint` is what it became: sending twice answers the same receipt.
    """

    digest = models.CharField(max_length=64, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="draft")
    sealed = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    complaint = models.OneToOneField("Complaint", models.CASCADE, null=True, blank=True, related_name="draft")


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff of the authority within their regions; a partner what it referred or was asked about; nobody else."""
        scope = NOBODY
        if user.may("complaint.view"):
            scope |= within(user)
        if user.may("complaint.view_referred"):
            scope |= referred_by(user)
        return self.filter(scope)


class Complaint(Staged):
    """What a citizen, partner or officer reported, about one or more people."""

    KIND = "complaint"

    class Stage(models.TextChoices):
        RECEIVED = "RECEIVED", _("Diterima")
        VERIFYING = "VERIFYING", pgettext_lazy("tahap", "Diverifikasi")
        INCOMPLETE = "INCOMPLETE", _("Perlu dilengkapi")
        ACCEPTED = "ACCEPTED", _("Dilanjutkan")
        REJECTED = "REJECTED", _("Tidak dilanjutkan")
        FORWARDED = "FORWARDED", _("Diteruskan")
        MERGED = "MERGED", _("Digabung")
        WITHDRAWN = "WITHDRAWN", _("Ditarik")

    OPEN = [Stage.RECEIVED, Stage.VERIFYING, Stage.INCOMPLETE]

    stage = FSMField(default=Stage.RECEIVED, choices=Stage.choices, protected=True)
    kind = models.CharField(max_length=10, choices=Violation.Kind.choices)
    narrative = models.TextField()
    incident_date = models.DateField(null=True, blank=True)
    incident_place = models.CharField(max_length=200, blank=True)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True)
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True)
    violations = models.ManyToManyField(Violation, blank=True)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.CONFIDENTIAL)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WEB)
    receipt_digest = models.CharField(max_length=64, unique=True)
    reason = models.TextField(
        blank=True, help_text="why it was rejected, forwarded or withdrawn, as the reporter reads it"
    )
    forwarded_to = models.CharField(max_length=160, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    history = HistoricalRecords(excluded_fields=["receipt_digest"])
    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    stage__in=[
                        "RECEIVED", "VERIFYING", "INCOMPLETE", "ACCEPTED", "REJECTED", "FORWARDED", "MERGED", "WITHDRAWN"
                    ]
                ),
                name="complaint_stage",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(stage="MERGED"), name="complaint_merged_into"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["stage", "stage_since"]),
            models.Index(fields=["stage", "due_date", "id"]),
            models.Index(
                fields=["due_date", "id"],
                condition=Q(stage__in=["RECEIVED", "VERIFYING", "INCOMPLETE"]),
                name="open_reports_by_day",
            ),
            models.Index(fields=["created_at", "id"]),
        ]

    @transition(stage, source=Stage.RECEIVED, target=Stage.VERIFYING, permission=holds("complaint.verify"))
    def verify(self):
        pass

    @transition(
        stage, source=Stage.VERIFYING, target=Stage.INCOMPLETE, permission=holds("complaint.request_completion")
    )
    def request_completion(self):
        pass

    @transition(stage, source=Stage.INCOMPLETE, target=Stage.VERIFYING, permission=holds("complaint.resubmit"))
    def resubmit(self):
        pass

    @transition(stage, source=Stage.VERIFYING, target=Stage.ACCEPTED, permission=holds("complaint.accept"))
    def accept(self):
        pass

    @transition(stage, source=Stage.VERIFYING, target=Stage.REJECTED, permission=holds("complaint.reject"))
    def reject(self, reason):
        self.reason = reason

    @transition(stage, source=Stage.VERIFYING, target=Stage.FORWARDED, permission=holds("complaint.forward"))
    def forward(self, to, reason):
        self.forwarded_to, self.reason = to, reason

    @transition(
        stage, source=[Stage.RECEIVED, Stage.VERIFYING], target=Stage.MERGED, permission=holds("complaint.merge")
    )
    def merge(self, into):
        self.merged_into = into

    @transition(stage, source=Stage.MERGED, target=Stage.VERIFYING, permission=holds("complaint.unmerge"))
    def unmerge(self):
        self.merged_into = None

    @transition(stage, source=OPEN, target=Stage.WITHDRAWN, permission=holds("complaint.withdraw"))
    def withdraw(self, reason=""):
        self.reason = reason


class ReportedPerson(models.Model):
    """Somebody a complaint names, as far as the reporter knows: every field but one may be unknown."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="people")
    name = models.CharField(max_length=160, blank=True)
    nip = models.CharField(max_length=40, blank=True)
    position = models.CharField(max_length=160, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    agency_text = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    def __str__(self):
        return self.name or self.position


class ReporterIdentity(models.Model):
    """Who reported, as it was sealed under FIELD_KEYS before there were custodians; `resealing` empties this table.

    The sealed value: {"name", "email", "phone", "notify"}.
    """

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="identity")
    sealed = models.BinaryField()


class Message(models.Model):
    """A message between reporter and officer; the officer is always "Petugas", the text is sealed."""

    class Sender(models.TextChoices):
        REPORTER = "REPORTER", _("pelapor")
        OFFICER = "OFFICER", _("petugas")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="messages")
    sender = models.CharField(max_length=8, choices=Sender.choices)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    question = models.BooleanField(default=False, help_text="asks for completion")


class IdempotentAnswer(models.Model):
    """What a retry with the same Idempotency-Key gets for 24 hours; opened only by the key itself."""

    digest = models.CharField(max_length=64, unique=True)
    body_digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)


class Wording(models.Model):
    """The fingerprint of a narrative (evidence.minhash), by which the same story told again is found; empty for a short one."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="wording")
    signature = models.JSONField(default=list)


class WordingBand(models.Model):
    """A part of it: two narratives that share one are compared in full."""

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="bands")
    value = models.CharField(max_length=32, db_index=True)
