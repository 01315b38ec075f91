"""Sealed originals, their stage, the steps the worker takes with them, and their text page by page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from evidence.kinds import BY_CONTENT_TYPE, FileKind
from workflow.access import NOBODY, issued_to, referred_by, within
from workflow.models import Access
from workflow.permissions import holds


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff within their authority and regions; commissioners from the plenary on; an agency its own.

        What the authority added to a recommendation reaches the agency only as a redacted copy, by a Release.
        """
        scope = NOBODY
        if user.may("evidence.view"):
            scope |= within(user)
        if user.may("case.view_plenary"):
            scope |= within(user) & Q(access__at_plenary=True)
        if user.may("recommendation.view_agency"):
            scope |= issued_to(user) & Q(added_by__agency=user.agency_id)
        if user.may("complaint.view_referred"):
            scope |= referred_by(user)
        return self.filter(scope)

    def listed(self):
        """Oldest first, with what a list shows beside the name: pages, the step at work, whether there is a redacted copy."""
        at_work = Step.objects.filter(evidence=OuterRef("pk"), state=Step.State.RUNNING).order_by("pk")
        pages = Page.objects.filter(evidence=OuterRef("pk")).order_by().values("evidence")
        return self.annotate(
            page_count=Coalesce(Subquery(pages.annotate(n=Count("pk")).values("n")), 0),
            step_done=Subquery(at_work.values("done")[:1]),
            step_total=Subquery(at_work.values("total")[:1]),
            redacted=Exists(Evidence.objects.filter(pk=OuterRef("pk"), redactions__state="DONE")),
        ).order_by("added_at", "pk")


class Evidence(ConcurrentTransitionMixin, models.Model):
    """One file. It belongs to whatever its Access row protects: a draft, a complaint, a case or a recommendation."""

    KIND = "evidence"

    class Stage(models.TextChoices):
        QUARANTINED = "QUARANTINED", _("menunggu pemeriksaan")
        CLEAN = "CLEAN", _("aman, sedang dibaca")
        READY = "READY", _("siap")
        REJECTED = "REJECTED", _("ditolak")
        FAILED = "FAILED", _("gagal dibaca")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    access = models.ForeignKey(Access, models.PROTECT, related_name="evidence")
    stage = FSMField(default=Stage.QUARANTINED, choices=Stage.choices, protected=True)
    name = models.CharField(max_length=200, help_text="as the sender called it; never part of a path")
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100, blank=True, help_text="by content, never by name")
    reason = models.CharField(max_length=200, blank=True, help_text="msgid: why it was rejected or not read")
    note = models.TextField(blank=True, help_text="an officer's words on it: how sound and video are found")
    metadata = models.JSONField(
        default=dict,
        blank=True,
        help_text="EXIF: taken_at, latitude, longitude, device, software; for those with the right",
    )
    scanned_with = models.CharField(
        max_length=80, blank=True, help_text="virus scanner and its signatures; empty: none asked"
    )
    safe_type = models.CharField(
        max_length=100, blank=True, help_text="content type of the safe copy; empty: there is none"
    )
    safe_sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["QUARANTINED", "CLEAN", "READY", "REJECTED", "FAILED"]), name="evidence_stage"
            ),
            models.UniqueConstraint(fields=["access", "sha256"], name="same_bytes_once"),
        ]
        indexes = [models.Index(fields=["access", "added_at"]), models.Index(fields=["sha256"])]

    def __str__(self):
        return self.name

    @property
    def reference(self) -> str:
        return str(self.id)

    @property
    def kind(self) -> FileKind | None:
        return BY_CONTENT_TYPE.get(self.content_type)

    @property
    def pictured(self) -> bool:
        """Are there pictures of its pages?"""
        return self.safe_type.startswith("image/") or self.safe_type == "application/pdf"

    def note_down(self, **facts) -> None:
        """Keep what a step found out. Raises ConcurrentTransition when the file moved on meanwhile: the job comes back."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=list(facts))

    @property
    def reason_text(self) -> str:
        """The reason in the language of who reads it."""
        return gettext(self.reason) if self.reason else ""

    @transition(stage, source=Stage.QUARANTINED, target=Stage.CLEAN, permission=holds("evidence.pass"))
    def clear(self, content_type, scanned_with=""):
        self.content_type, self.scanned_with, self.reason = content_type, scanned_with, ""

    @transition(
        stage,
        source=[Stage.QUARANTINED, Stage.CLEAN, Stage.READY],  # the last: later signatures found something
        target=Stage.REJECTED,
        permission=holds("evidence.pass"),
    )
    def refuse(self, reason):
        self.reason = reason

    @transition(stage, source=Stage.CLEAN, target=Stage.READY, permission=holds("evidence.pass"))
    def finish(self, note=""):
        self.reason = note

    @transition(stage, source=[Stage.QUARANTINED, Stage.CLEAN], target=Stage.FAILED, permission=holds("evidence.pass"))
    def fail(self, reason):
        self.reason = reason

    @transition(stage, source=Stage.FAILED, target=Stage.QUARANTINED, permission=holds("evidence.retry"))
    def retry(self):
        self.reason = ""


class Step(models.Model):
    """One step of the worker with one file. It goes on where it stopped; `done` of `total` is what the page shows."""

    class Name(models.TextChoices):
        SCAN = "SCAN", _("memeriksa virus")
        READ = "READ", _("membaca isi")
        COPY = "COPY", _("membuat salinan aman")
        FACTS = "FACTS", _("mencari nomor dan nama")
        TWINS = "TWINS", _("mencari berkas serupa")
        PLACES = "PLACES", _("mencari letak kata")

    class State(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        RUNNING = "RUNNING", _("berjalan")
        DONE = "DONE", _("selesai")
        FAILED = "FAILED", _("gagal")
        SKIPPED = "SKIPPED", _("tidak perlu")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=8, choices=Name.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="pages, or parts, of this step that are kept")
    total = models.PositiveIntegerField(default=0)
    tool = models.CharField(max_length=80, blank=True, help_text="name and version of what did it")
    reason = models.CharField(max_length=200, blank=True, help_text="msgid: why it failed or waits")
    avoid = models.JSONField(
        default=list, blank=True, help_text="members of an archive at which a child died, by their place in it"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "name"], name="one_row_per_step")]

    @property
    def reason_text(self) -> str:
        """The reason in the language of who reads it."""
        return gettext(self.reason) if self.reason else ""


class Page(models.Model):
    """The text of one page of a file, as an extractor read it. Places on the page are fractions of its width and height."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    label = models.CharField(
        max_length=200, blank=True, help_text="of formats without page numbers: a sheet, a file in a ZIP"
    )
    text = models.TextField(blank=True)
    extractor = models.CharField(max_length=60, help_text="name and version")
    confidence = models.FloatField(null=True, blank=True, help_text="of OCR, 0 to 1; None: read, not recognised")
    words = models.JSONField(
        null=True, blank=True, help_text="[[left, top, right, bottom, start, end]]: fractions; place in the text"
    )
    messages = models.JSONField(
        null=True,
        blank=True,
        help_text="of a chat: [{sender, at, start, end}], places in the text, `at` as written, ISO",
    )
    reason = models.CharField(max_length=200, blank=True, help_text="msgid: why it, or a part of it, was not read")
    picture = models.BooleanField(default=False, help_text="a picture of the page lies beside the safe copy")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="pixels of that picture")
    height = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="one_row_per_page")]

    @property
    def reason_text(self) -> str:
        """The reason in the language of who reads it."""
        return gettext(self.reason) if self.reason else ""
