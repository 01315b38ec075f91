"""What came in as files: each upload, which columns meant what, and what became of every row."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.access import NOBODY
from workflow.models import Access

RIGHTS = {"CASES": "case.import", "REFERRALS": "referral.import"}


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user):
        """One's own uploads; and for who may import them, those of the same authority."""
        scope = NOBODY
        for kind, right in RIGHTS.items():
            if user.may(right):
                scope |= Q(kind=kind, uploaded_by=user)
                if user.authority_id is not None:
                    scope |= Q(kind=kind, access__authority=user.authority_id)
        return self.filter(scope)


class Batch(models.Model):
    """One file. Its content is sealed, and forgotten when the import is done."""

    KIND = "import"

    class Kind(models.TextChoices):
        CASES = "CASES", _("perkara dari lembar kerja")
        REFERRALS = "REFERRALS", _("rujukan")

    class State(models.TextChoices):
        UPLOADED = "UPLOADED", _("diunggah")
        CHECKED = "CHECKED", _("diperiksa")
        QUEUED = "QUEUED", _("sedang diimpor")
        DONE = "DONE", _("selesai")
        UNDONE = "UNDONE", _("dibatalkan")

    reference = models.CharField(max_length=20, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="batch")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=40, help_text="with their number it says which rows are the same")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    content = models.BinaryField(default=b"")
    columns = models.JSONField(default=dict, help_text="field → number of the column")
    notes = models.JSONField(default=list)
    errors = models.JSONField(default=list, help_text="[row, message]")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(default=list, help_text="[reference, why it was not undone]")
    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "-uploaded_at"])]

    def __str__(self):
        return self.reference

    @property
    def seal_purpose(self) -> str:
        return f"import:{self.reference}"


class Imported(models.Model):
    """What became of one of their numbers; it makes the same file a second time change nothing."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="imported")
    kind = models.CharField(max_length=9, choices=Batch.Kind.choices)
    source = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="of what was taken over, to tell a changed row")
    reference = models.CharField(max_length=20, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source", "number"], name="one_import_per_number")]

    def __str__(self):
        return f"{self.source} {self.number}"


class Mapping(models.Model):
    """Which column meant what, by the heading's fingerprint: the next file of that shape needs no hand."""

    kind = models.CharField(max_length=9, choices=Batch.Kind.choices)
    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fingerprint"], name="one_mapping_per_heading")]

    def __str__(self):
        return f"{self.kind} {self.fingerprint[:8]}"
