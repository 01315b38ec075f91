"""Who reported: sealed to custodians. Nothing that the application holds by itself opens it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from workflow.access import NOBODY, within
from workflow.ledger import day_of
from workflow.models import Access
from workflow.permissions import holds


class CustodianKey(models.Model):
    """A public key to which identities are sealed. Its private half: under a custodian's passphrase, or on paper."""

    class Kind(models.TextChoices):
        CUSTODIAN = "CUSTODIAN", _("kustodian")
        RECOVERY = "RECOVERY", _("kunci pemulihan di atas kertas")
        EMBEDDED = "EMBEDDED", _("kunci yang dibuat sendiri oleh pemasangan kecil")

    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.CUSTODIAN)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    public = models.BinaryField()
    locked = models.BinaryField(default=b"", help_text="the private half under the custodian's passphrase")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(retired_at__isnull=True), name="one_living_key_per_custodian"
            ),
            models.CheckConstraint(condition=Q(kind="CUSTODIAN") | Q(officer__isnull=True), name="keys_of_people"),
        ]


class Envelope(models.Model):
    """The identity of whoever reported what `access` protects: {"name", "email", "phone"} under a key of its own."""

    access = models.OneToOneField(Access, models.CASCADE, related_name="envelope")
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)


class Lid(models.Model):
    """The envelope's key in a box for one custodian: any of them opens it, and the loss of one loses nothing."""

    envelope = models.ForeignKey(Envelope, models.CASCADE, related_name="lids")
    key = models.ForeignKey(CustodianKey, models.PROTECT, related_name="lids")
    box = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "key"], name="one_lid_per_key")]


class NoticeAddress(models.Model):
    """A mail address for notices alone, sealed under FIELD_KEYS: for the worker, shown to nobody."""

    access = models.OneToOneField(Access, models.CASCADE, related_name="notice_address")
    sealed = models.BinaryField()


def _today():
    return day_of(timezone.now())


class ReportKey(models.Model):
    """The key of one report, wrapped under FIELD_KEYS: messages, draft and originals of files are under it.

    `made_at` is the day alone: the minute of an anonymous report must not stand here. A destroyed one is empty.
    """

    access = models.OneToOneField(Access, models.CASCADE, related_name="report_key")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=_today)
    destroyed_at = models.DateTimeField(null=True, blank=True)


class UnsealingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who asked see their own; custodians those of their authority; nobody else."""
        scope = NOBODY
        if user.may("unsealing.ask"):
            scope |= Q(by=user.pk) & within(user)
        if user.may("unsealing.grant"):
            scope |= within(user)
        return self.filter(scope)


class Unsealing(ConcurrentTransitionMixin, models.Model):
    """A request to learn who reported. A custodian other than the asker decides; what is granted ends by itself."""

    KIND = "unsealing"

    class Stage(models.TextChoices):
        ASKED = "ASKED", _("menunggu kustodian")
        GRANTED = "GRANTED", _("dibuka sementara")
        REFUSED = "REFUSED", _("ditolak")
        ENDED = "ENDED", _("berakhir")

    access = models.ForeignKey(Access, models.PROTECT, related_name="unsealings")
    reference = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=20, help_text="reference of the report")
    stage = FSMField(default=Stage.ASKED, choices=Stage.choices, protected=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    hours = models.PositiveSmallIntegerField(help_text="for how long, 24 at most")
    asked_at = models.DateTimeField(default=timezone.now)
    public = models.BinaryField(help_text="to which the identity is sealed when it is granted")
    locked = models.BinaryField(help_text="the private half under the asker's own phrase; empty once it ended")
    sealed = models.BinaryField(default=b"", help_text="the identity for the asker alone; empty once it ended")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    until = models.DateTimeField(null=True, blank=True)
    objects = UnsealingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["ASKED", "GRANTED", "REFUSED", "ENDED"]), name="unsealing_stage"
            ),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="unsealing_hours"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("by")), name="nobody_grants_to_themselves"
            ),
        ]
        indexes = [models.Index(fields=["stage", "until"])]

    def __str__(self):
        return self.reference

    @transition(stage, source=Stage.ASKED, target=Stage.GRANTED, permission=holds("unsealing.grant"))
    def grant(self, sealed, by_whom, when, until):
        self.sealed, self.decided_by, self.decided_at, self.until = sealed, by_whom, when, until

    @transition(stage, source=Stage.ASKED, target=Stage.REFUSED, permission=holds("unsealing.grant"))
    def refuse(self, answer, by_whom, when):
        self.answer, self.decided_by, self.decided_at, self.locked = answer, by_whom, when, b""

    @transition(stage, source=[Stage.ASKED, Stage.GRANTED], target=Stage.ENDED, permission=holds("unsealing.end"))
    def end(self):
        self.sealed = self.locked = b""
