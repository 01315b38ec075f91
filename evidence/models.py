"""Files and links that back a report: sealed originals, their stage, and their text page by page."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
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
        """Staff within their authority and regions; commissioners from the plenary on; an agency what was issued to it."""
        scope = NOBODY
        if user.may("evidence.view"):
            scope |= within(user)
        if user.may("case.view_plenary"):
            scope |= within(user) & Q(access__at_plenary=True)
        if user.may("recommendation.view_agency"):
            scope |= issued_to(user)
        if user.may("complaint.view_referred"):
            scope |= referred_by(user)
        return self.filter(scope)


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
        indexes = [models.Index(fields=["access", "added_at"])]

    def __str__(self):
        return self.name

    @property
    def reference(self) -> str:
        return str(self.id)

    @property
    def kind(self) -> FileKind | None:
        return BY_CONTENT_TYPE.get(self.content_type)

    @property
    def reason_text(self) -> str:
        """The reason in the language of who reads it."""
        return gettext(self.reason) if self.reason else ""

    @transition(stage, source=Stage.QUARANTINED, target=Stage.CLEAN, permission=holds("evidence.pass"))
    def clear(self, content_type):
        self.content_type, self.reason = content_type, ""

    @transition(
        stage, source=[Stage.QUARANTINED, Stage.CLEAN], target=Stage.REJECTED, permission=holds("evidence.pass")
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


class Page(models.Model):
    """The text of one page of a file, as an extractor read it."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()
    extractor = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="one_row_per_page")]


class Link(models.Model):
    """An address given as evidence. It is shown as text and never fetched by the server: it may be a trap."""

    access = models.ForeignKey(Access, models.PROTECT, related_name="links")
    url = models.CharField(max_length=2000)
    note = models.CharField(max_length=400, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.url
