"""How a recipient wants to be told: which way per event, when not, who stands in while they are away."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mail(models.TextChoices):
    """When news goes out by mail."""

    NEVER = "NEVER", _("Tidak")
    EACH = "EACH", _("Segera")
    DAILY = "DAILY", _("Ringkasan harian")
    WEEKLY = "WEEKLY", _("Ringkasan mingguan")


class Preferences(models.Model):
    """One row per recipient who changed anything. The row in the list and the count of the bell are no matter of choice."""

    recipient = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preferences"
    )
    desktop = models.BooleanField(_("pemberitahuan desktop"), default=False)
    sound = models.BooleanField(_("bunyi lembut"), default=False)
    quiet_from = models.TimeField(_("tenang mulai"), null=True, blank=True)
    quiet_to = models.TimeField(_("tenang sampai"), null=True, blank=True)
    mail = models.CharField(_("surel"), max_length=6, choices=Mail.choices, default=Mail.NEVER)
    events = models.JSONField(
        default=dict, blank=True, help_text="what differs per event: {verb: {notice: false, mail: DAILY}}"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("pengaturan pemberitahuan")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_two_ends",
            )
        ]

    def mail_of(self, verb: str) -> str:
        """When an event of this name goes out by mail."""
        return self.events.get(verb, {}).get("mail") or self.mail

    @property
    def muted(self) -> list[str]:
        """Names of events that show no notice: they stand in the list and are counted, nothing pops up."""
        return sorted(verb for verb, wish in self.events.items() if wish.get("notice") is False)

    @property
    def periods(self) -> set[str]:
        """Which digests are in use."""
        chosen = {self.mail, *(wish.get("mail") for wish in self.events.values())}
        return chosen & {Mail.DAILY.value, Mail.WEEKLY.value}


class Digest(models.Model):
    """A recipient's daily or weekly digest: when the next one is due, and up to which number the last one went."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    period = models.CharField(max_length=6, choices=Mail.choices)
    due_at = models.DateTimeField(db_index=True)
    last_number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "period"], name="one_digest_per_period")]


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user):
        """One's own, and those one stands in for."""
        return self.filter(Q(officer=user.pk) | Q(delegate=user.pk))

    def on(self, day: date):
        """Those that hold on a day."""
        return self.filter(begins__lte=day, ends__gte=day, ended_at__isnull=True)


class Delegation(models.Model):
    """While one officer is away, another hears what they would have heard: as far as that other may see it."""

    reference = models.CharField(max_length=20, unique=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations")
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("pengganti"), related_name="stands_in"
    )
    begins = models.DateField(_("mulai"))
    ends = models.DateField(_("sampai"))
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = DelegationQuerySet.as_manager()

    KIND = "delegation"
    access_id = None

    class Meta:
        verbose_name = verbose_name_plural = _("pengganti selama cuti")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(officer=F("delegate")), name="nobody_stands_in_for_themselves"),
        ]

    def __str__(self):
        return self.reference

    def clean(self):
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _("Hari terakhir sebelum hari pertama.")})
