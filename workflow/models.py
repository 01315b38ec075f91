"""How a case moves: Access (who may see, as data), Event (timeline, outbox, hash chain), Job (what the worker has to do)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_fsm import ConcurrentTransitionMixin

from agencies.models import Agency, SupervisingAuthority, Territory


class Access(models.Model):
    """Who may see a complaint, case, recommendation and the evidence that belongs to it. Search indexes it as tokens."""

    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    region = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", help_text="whose BKD sees it once it is issued"
    )
    partners = models.ManyToManyField(
        Agency, blank=True, related_name="+", help_text="bodies that referred it or were asked about it"
    )
    sealed = models.BooleanField(default=False, help_text="nobody sees it: a draft, or a file under seal")
    at_plenary = models.BooleanField(default=False, help_text="commissioners see it")
    issued = models.BooleanField(default=False, help_text="the agency sees it")
    withheld = models.BooleanField(
        default=False, help_text="only the appointing authority's own account sees it, the agency's BKD does not"
    )
    above = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", help_text="the level above, which reads along"
    )
    excluded = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")


class Staged(ConcurrentTransitionMixin, models.Model):
    """What moves through stages: has a reference, an Access row, and knows since when and until when it stands where it is.

    `stage_since` is a UTC time; `due_date` a day in the territory, None when nothing waits.
    """

    reference = models.CharField(max_length=20, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="%(class)s")
    created_at = models.DateTimeField(default=timezone.now)
    stage_since = models.DateTimeField(default=timezone.now)
    due_date = models.DateField(null=True, blank=True)

    KIND: str = ""

    class Meta:
        abstract = True

    def __str__(self):
        return self.reference


class ChainHead(models.Model):
    """The one row that holds the end of the event chain; its lock gives events their number in commit order."""

    name = models.CharField(max_length=16, primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    seal = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One thing that happened, with ids and codes only: safe to read, never changed, never deleted."""

    number = models.BigIntegerField(unique=True)
    occurred_at = models.DateTimeField()
    verb = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=16)
    subject_reference = models.CharField(max_length=40)
    access = models.ForeignKey(Access, models.PROTECT, null=True, related_name="events")
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    payload = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject_reference", "number"])]

    def __str__(self):
        return f"{self.number} {self.verb} {self.subject_reference}"


class Job(models.Model):
    """Work that is due. The row is the queue: claimed by a lease that runs out when a worker dies, deleted when done."""

    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=64, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="given up; waits for an administrator")
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_job_per_key")]
        indexes = [models.Index(fields=["failed_at", "due_at"])]

    def __str__(self):
        return f"{self.kind} {self.key}"


class AccessRecord(models.Model):
    """Somebody read, looked, searched or took away: ids and codes only, written before they get it, never changed.

    Free of the event chain; the worker seals the rows into it (AccessSeal). Its keys to people and files are not checked
    by the database: a page view must lock no officer's row, and the record outlasts what it tells of.
    """

    at = models.DateTimeField()
    what = models.CharField(max_length=40)
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    access = models.ForeignKey(
        Access, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    reference = models.CharField(max_length=40, blank=True)
    codes = models.JSONField(default=dict)
    mark = models.CharField(max_length=64, help_text="HMAC under the log's key: a row that others put here has none")

    class Meta:
        indexes = [
            models.Index(fields=["reference", "id"]),
            models.Index(fields=["access", "id"]),
            models.Index(fields=["actor", "id"]),
        ]

    def __str__(self):
        return f"{self.pk} {self.what} {self.reference}"


class AccessSeal(models.Model):
    """The batch in which an access record was sealed: event `access.seal` holds the digest over the rows of its batch."""

    record = models.OneToOneField(
        AccessRecord, models.DO_NOTHING, primary_key=True, related_name="seal", db_constraint=False
    )
    batch = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["batch", "record"])]

    def __str__(self):
        return f"{self.record_id} in {self.batch}"


class SealCursor(models.Model):
    """The one row that whoever seals holds; below its floor nothing is looked for that commits late."""

    name = models.CharField(max_length=16, primary_key=True)
    floor = models.BigIntegerField(default=0)
    recent = models.BigIntegerField(default=0, help_text="becomes the floor when it is old enough")
    recent_at = models.DateTimeField(default=timezone.now)


class Anchor(models.Model):
    """The head of the chain as it was told outside: where, and whether that succeeded."""

    at = models.DateTimeField()
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    place = models.CharField(max_length=80, help_text="scheme and host or file name, no secret")
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"])]

    def __str__(self):
        return f"{self.number} {self.place}"


class Verification(models.Model):
    """A round of reading the whole log again, done in parts: how far it is, and what it found."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    place = models.JSONField(default=dict, help_text="where the next part goes on")
    events = models.BigIntegerField(default=0)
    records = models.BigIntegerField(default=0)
    broken = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d} {self.broken or 'holds'}"
