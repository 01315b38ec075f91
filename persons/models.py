"""One person across cases and years, who said so, conflicts of interest, what was merged, and what is done in bulk."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agencies.models import SupervisingAuthority
from complaints.models import Complaint
from investigations.models import Case, Respondent
from workflow.models import Access

OFFICER = settings.AUTH_USER_MODEL


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People reported in a case that the reader sees; whoever is kept out of all their cases does not know of them."""
        seen = Case.objects.visible_to(user).filter(respondents__link__person=OuterRef("pk"))
        return self.filter(Exists(seen))


class Person(models.Model):
    """Somebody who was reported. Names stand with the respondents; the number is the one thing that joins by itself."""

    nip = models.CharField(max_length=18, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = PersonQuerySet.as_manager()

    def __str__(self):
        return f"{self.pk}"


class PersonLink(models.Model):
    """That a respondent is this person: since when, by whom and why; the history keeps every earlier word."""

    class How(models.TextChoices):
        ALONE = "ALONE", _("belum dikaitkan dengan catatan lain")
        NIP = "NIP", _("NIP sama")
        OFFICER = "OFFICER", _("dikaitkan petugas")

    respondent = models.OneToOneField(Respondent, models.CASCADE, related_name="link")
    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    how = models.CharField(max_length=7, choices=How.choices, default=How.ALONE)
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=160, blank=True, help_text="the respondent's, in one spelling")
    history = HistoricalRecords()

    def __str__(self):
        return f"{self.respondent_id} is {self.person_id}"


class NameKey(models.Model):
    """Under what a respondent's name is looked up."""

    link = models.ForeignKey(PersonLink, models.CASCADE, related_name="keys")
    value = models.CharField(max_length=64, db_index=True)

    def __str__(self):
        return self.value


class Verdict(models.Model):
    """An officer's word on two people: they are one, or they are not. The last one holds; `moved` undoes it."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    same = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(OFFICER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=list, help_text="links that came from `other`")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["one", "other"])]

    def __str__(self):
        return f"{self.one_id} {'=' if self.same else '≠'} {self.other_id}"


class Tie(models.Model):
    """Whom an officer must not examine besides themselves: a superior, a subordinate, a relative, by number."""

    class Kind(models.TextChoices):
        SUPERIOR = "SUPERIOR", _("atasan saya")
        SUBORDINATE = "SUBORDINATE", _("bawahan saya")
        FAMILY = "FAMILY", _("keluarga")

    officer = models.ForeignKey(OFFICER, models.CASCADE, related_name="ties")
    nip = models.CharField(max_length=18, db_index=True)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "nip"], name="one_tie_per_number")]

    def __str__(self):
        return f"{self.officer_id} {self.kind}"


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who decide on conflicts, within their authority; never one that is about the reader or kept from them."""
        if not (user.may("conflict.lift") and user.is_active and user.authority_id):
            return self.none()
        kept_out = Access.excluded.through.objects.filter(officer_id=user.pk).values("access_id")
        return self.filter(access__authority=user.authority_id).exclude(officer=user.pk).exclude(access__in=kept_out)


class Conflict(models.Model):
    """Why an officer sees a report or case no more. It is lifted by two people, none of them the officer."""

    class Why(models.TextChoices):
        SELF = "SELF", _("petugas adalah orang yang dilaporkan")
        SUPERIOR = "SUPERIOR", _("yang dilaporkan atasannya")
        SUBORDINATE = "SUBORDINATE", _("yang dilaporkan bawahannya")
        FAMILY = "FAMILY", _("yang dilaporkan keluarganya")
        DECLARED = "DECLARED", _("dinyatakan sendiri")
        STATED = "STATED", _("dinyatakan penyelia")

    access = models.ForeignKey(Access, models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=16, help_text="complaint or case")
    reference = models.CharField(max_length=20)
    officer = models.ForeignKey(OFFICER, models.PROTECT, related_name="conflicts")
    why = models.CharField(max_length=11, choices=Why.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    lift_reason = models.CharField(max_length=300, blank=True)
    lift_asked_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["access", "officer"], condition=Q(lifted_at__isnull=True), name="one_living_conflict"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=models.F("lift_asked_by")), name="lifted_by_two"
            ),
        ]

    def __str__(self):
        return f"{self.officer_id} {self.reference}"


class Merge(models.Model):
    """What a merge moved, so that it can be taken apart again with nothing lost."""

    class Kind(models.TextChoices):
        CASE = "CASE", _("perkara")
        COMPLAINT = "COMPLAINT", _("laporan")
        RESPONDENT = "RESPONDENT", _("terlapor")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="merges", help_text="merged away"
    )
    into_case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="+")
    respondent = models.ForeignKey(Respondent, models.PROTECT, null=True, blank=True, related_name="+")
    into_respondent = models.ForeignKey(Respondent, models.PROTECT, null=True, blank=True, related_name="+")
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(OFFICER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="CASE", undone_at__isnull=True), name="one_living_case_merge"
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(kind="COMPLAINT", undone_at__isnull=True),
                name="one_living_complaint_merge",
            ),
            models.UniqueConstraint(
                fields=["respondent"],
                condition=Q(kind="RESPONDENT", undone_at__isnull=True),
                name="one_living_respondent_merge",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of one's authority for who may do the same."""
        if not user.is_active or not user.authority_id:
            return self.none()
        kinds = [kind for kind, right in BATCH_RIGHTS.items() if user.may(right)]
        return self.filter(authority=user.authority_id, kind__in=kinds)


class Batch(models.Model):
    """Many of a kind done at once by the worker, each with its own result."""

    class Kind(models.TextChoices):
        TRANSFER = "TRANSFER", _("pengalihan perkara")
        CROWD = "CROWD", _("penggabungan gerombol")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict, help_text="codes and references: the target, the filter")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(OFFICER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    objects = BatchQuerySet.as_manager()

    def __str__(self):
        return f"{self.kind} {self.pk}"


BATCH_RIGHTS = {Batch.Kind.TRANSFER: "case.transfer", Batch.Kind.CROWD: "complaint.merge"}


class BatchItem(models.Model):
    """One subject of it: waits, done, or left as it was and why."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        DONE = "DONE", _("selesai")
        SKIPPED = "SKIPPED", _("dilewati")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    reference = models.CharField(max_length=20)
    target = models.CharField(max_length=20, help_text="code of an authority, or reference of a report")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True, help_text="msgid: why it was left as it was")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "reference"], name="once_per_batch")]

    def __str__(self):
        return f"{self.batch_id} {self.reference}"
