"""The people behind the accounts: invitations, changes of roles, lost devices, departures, the quarterly look."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Role, SupervisingAuthority, Territory

OFFICER = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """Where something that takes a second person stands."""

    PROPOSED = "PROPOSED", _("menunggu persetujuan")
    APPROVED = "APPROVED", _("disetujui")
    DONE = "DONE", _("selesai")
    REFUSED = "REFUSED", _("ditolak")
    WITHDRAWN = "WITHDRAWN", _("ditarik")


class PlacedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What concerns the reader's own body; heads of the authority see the agencies' too."""
        return self.filter(governed_by(user))


def governed_by(user, *, prefix: str = "") -> Q:
    """Rows with `authority` and `agency` that this person answers for; nothing for whoever is no head."""
    head = user.may("officer.invite") or user.may("officer.approve") or user.may("officer.review")
    if not head:
        return Q(pk__in=[])
    if user.authority_id:
        return Q(**{f"{prefix}authority": user.authority_id}) | Q(**{f"{prefix}agency__isnull": False})
    return Q(**{f"{prefix}agency": user.agency_id}) if user.agency_id else Q(pk__in=[])


def where(subject) -> dict:
    """The codes that say in an event whose heads it concerns."""
    return {"authority": subject.authority_id} if subject.authority_id else {"agency": subject.agency_id}


class Placed(models.Model):
    """Something about an account of one body."""

    reference = models.CharField(max_length=20, unique=True)
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    objects = PlacedQuerySet.as_manager()

    access_id = None  # an event about it belongs to no file

    class Meta:
        abstract = True

    def __str__(self):
        return self.reference

    @property
    def place(self) -> Agency | SupervisingAuthority:
        return self.agency or self.authority


class ByLink(models.Model):
    """What one secret link opens, once: only its digest is kept."""

    digest = models.CharField(max_length=64, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def digest_of(secret: str) -> str:
        """256 random bits need no slow hash."""
        return hashlib.sha256(secret.encode()).hexdigest()

    def open_at(self, at: datetime) -> bool:
        return bool(self.digest) and self.expires_at > at


class Invitation(Placed, ByLink):
    """Somebody is asked to make an account: by a head, where needed with a second person's approval."""

    KIND = "invitation"

    username = models.CharField(_("nama akun"), max_length=40)
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    email = models.EmailField(_("surel"))
    roles = models.ManyToManyField(Role, verbose_name=_("peran"), related_name="+")
    regions = models.ManyToManyField(Territory, verbose_name=_("wilayah"), blank=True, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PROPOSED)
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    officer = models.OneToOneField(OFFICER, models.PROTECT, null=True, blank=True, related_name="invitation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="nobody_approves_an_own_invitation"
            ),
            models.UniqueConstraint(
                fields=["username"],
                condition=Q(stage__in=["PROPOSED", "APPROVED"]),
                name="one_open_invitation_per_account",
            ),
        ]


class RoleChange(Placed):
    """Other roles, regions or another mail address for somebody: proposed by one head, approved by another person."""

    KIND = "role_change"

    officer = models.ForeignKey(OFFICER, models.PROTECT, related_name="role_changes")
    roles = models.ManyToManyField(Role, verbose_name=_("peran"), related_name="+")
    regions = models.ManyToManyField(Territory, verbose_name=_("wilayah"), blank=True, related_name="+")
    email = models.EmailField(_("surel"), blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PROPOSED)
    by = models.ForeignKey(OFFICER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("by")) & ~Q(decided_by=F("officer"))),
                name="nobody_approves_an_own_change",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(stage="PROPOSED"), name="one_open_change_per_account"
            ),
        ]


class Recovery(Placed, ByLink):
    """A lost second factor: taken away, and a new one begun, once two others have said who is asking."""

    KIND = "recovery"

    officer = models.ForeignKey(OFFICER, models.PROTECT, related_name="recoveries")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PROPOSED)
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(stage="PROPOSED"), name="one_open_recovery_per_account"
            )
        ]


class RecoveryApproval(models.Model):
    """One of the two who vouch for whoever lost their device."""

    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="approvals")
    by = models.ForeignKey(OFFICER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recovery", "by"], name="one_voice_per_recovery")]


class Departure(Placed):
    """Somebody leaves: what they were working on goes to others first, then the account is closed."""

    KIND = "departure"

    officer = models.ForeignKey(OFFICER, models.PROTECT, related_name="departures")
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(closed_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_departure_per_account",
            )
        ]


class Review(Placed):
    """Every quarter each head says of everybody on the list whether they still belong there."""

    KIND = "account_review"

    quarter = models.CharField(max_length=7, help_text="2026-Q4")
    opened_at = models.DateTimeField(default=timezone.now)
    due_date = models.DateField()
    by = models.ForeignKey(OFFICER, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    kept = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "quarter"], name="one_review_per_authority"),
            models.UniqueConstraint(fields=["agency", "quarter"], name="one_review_per_agency"),
        ]
