"""Copies with something burnt out, and to whom they were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models.files import Evidence
from workflow.models import Access


class Redaction(models.Model):
    """A copy of a file with the marked places burnt out, made by the worker. A later one supersedes it; none is changed."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("sedang dibuat")
        DONE = "DONE", _("siap")
        FAILED = "FAILED", _("gagal")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="redactions")
    marks = models.JSONField(help_text="[{page, left, top, right, bottom}]: fractions of the page's width and height")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True, help_text="msgid: why it failed")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="bytes")
    content_type = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Release(models.Model):
    """A redacted copy given to those whom another Access row lets through: the annex of a recommendation."""

    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="releases")
    access = models.ForeignKey(Access, models.PROTECT, related_name="releases")
    name = models.CharField(max_length=200, help_text="what the receiver sees; never the sender's own file name")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="from then on nobody takes it by this row")
    withdrawal = models.CharField(
        max_length=400, blank=True, help_text="the officer's reason; the receiver does not see it"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redaction", "access"], name="released_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_by_whom_and_when",
            ),
        ]
