"""An agency's own system that is told over HTTPS: where, by whose word, and what was sent when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from workflow.models import Event
from workflow.sealing import open_sealed, seal


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, user):
        """An agency's own, to its heads; all of them to the authority's heads and administrators."""
        if not (user.may("officer.invite") or user.may("officer.approve")):
            return self.none()
        return self.filter(agency=user.agency_id) if user.agency_id else self

    def in_use(self):
        return self.filter(approved_at__isnull=False, ended_at__isnull=True)


class Endpoint(models.Model):
    """Where an agency's system listens. One person enters it, another approves it; only then anything is sent."""

    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("instansi"), related_name="endpoints")
    url = models.URLField(_("alamat"), max_length=300)
    sealed_secret = models.BinaryField(editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveBigIntegerField(default=0, help_text="its running number, as a recipient has one")
    objects = EndpointQuerySet.as_manager()

    KIND = "endpoint"
    access_id = authority_id = None  # belongs to no file, and to no authority

    class Meta:
        verbose_name = verbose_name_plural = _("sambungan sistem instansi")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "url"], condition=Q(ended_at__isnull=True), name="one_open_endpoint_per_address"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="endpoint_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="endpoint_approved_by_another",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def secret(self) -> str:
        """The key of its signatures, opened with FIELD_KEYS. Raises InvalidToken when no key fits."""
        return open_sealed(self.sealed_secret, purpose=purpose_of(self))

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = seal(value, purpose=purpose_of(self))


def purpose_of(endpoint: Endpoint) -> str:
    """What a secret is bound to: its own row."""
    return f"endpoint {endpoint.reference}"


class Posting(models.Model):
    """One event for one endpoint; sent at least once, `key` tells the receiver which one it has had."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="postings")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=24, blank=True, help_text="the last answer: 200, 503, Timeout, RefusedAddress")
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="given up; waits for an administrator")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_posting_per_event"),
            models.UniqueConstraint(fields=["endpoint", "number"], name="one_number_per_posting"),
        ]
        indexes = [models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="failed_postings")]

    def __str__(self):
        return self.key

    @property
    def key(self) -> str:
        return f"{self.endpoint_id}-{self.number}"
