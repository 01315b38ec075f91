"""Whom the authority asked to speak, about what and until when, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from evidence.models import Redaction
from investigations.models import Case, Respondent
from letters.models import Letter


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the case."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class Invitation(models.Model):
    """A respondent, witness or superior is asked to explain, in writing or in person.

    `number` 2 is the second summons, `previous` the first. The code that opens it is kept as a keyed digest alone; without
    one nobody can answer through the site. What was asked is never changed: who wants to ask more invites again.
    """

    KIND = "invitation"

    class Role(models.TextChoices):
        RESPONDENT = "RESPONDENT", _("terlapor")
        WITNESS = "WITNESS", _("saksi")
        SUPERIOR = "SUPERIOR", _("atasan")

    class Way(models.TextChoices):
        WRITTEN = "WRITTEN", _("tertulis")
        IN_PERSON = "IN_PERSON", _("datang langsung")

    class State(models.TextChoices):
        ANSWERED = "ANSWERED", _("sudah menjawab")
        HEARD = "HEARD", _("sudah didengar")
        ABSENT = "ABSENT", _("tidak hadir")
        LATE = "LATE", _("lewat batas")
        WAITING = "WAITING", _("menunggu jawaban")

    reference = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="invitations")
    respondent = models.ForeignKey(
        Respondent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        help_text="who is invited, or whose superior; None for a witness",
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.RESPONDENT)
    name = models.CharField(max_length=160, blank=True, help_text="to whom it is addressed")
    position = models.CharField(max_length=160, blank=True)
    agency_text = models.CharField(max_length=160, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")
    way = models.CharField(max_length=9, choices=Way.choices, default=Way.WRITTEN)
    place = models.CharField(max_length=200, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    questions = models.JSONField(default=list, help_text="what is asked, in order; the invited read exactly this")
    due_date = models.DateField(null=True, blank=True, help_text="last day of an answer; None: not set yet")
    code_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    code_at = models.DateTimeField(null=True, blank=True, help_text="since when the present code is out")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    automatic = models.BooleanField(default=False, help_text="made when the clarification began, not by hand")
    absent_on = models.DateField(null=True, blank=True)
    absence = models.CharField(
        max_length=400, blank=True, help_text="the reason that was given, or that there was none"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    history = HistoricalRecords(excluded_fields=["code_digest"])
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="first_or_second_summons"),
            models.CheckConstraint(
                condition=Q(number=1, previous__isnull=True) | Q(number=2, previous__isnull=False),
                name="the_second_follows_the_first",
            ),
            models.CheckConstraint(
                condition=~Q(role="RESPONDENT") | Q(respondent__isnull=False), name="an_invited_respondent_is_one"
            ),
        ]
        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self):
        return self.reference

    @property
    def access_id(self) -> int:
        return self.case.access_id

    @property
    def addressee(self) -> str:
        """Whom the letter is addressed to, as far as it is known."""
        return self.name or self.position or gettext("Tanpa nama")


class Extension(models.Model):
    """More time was asked for; an officer grants it with a date, or refuses with a reason. One open at a time."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="extensions")
    until = models.DateField(help_text="asked for")
    sealed = models.BinaryField(help_text="why, in the words of who asked")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the officer who noted it; None: by code",
    )
    granted = models.BooleanField(null=True, blank=True)
    granted_until = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True, help_text="what the officer answered; the invited read it")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(granted__isnull=True), name="one_open_wish_for_time"
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="decided_by_whom_and_when",
            ),
        ]


class Representation(models.Model):
    """Somebody speaks for the invited: an advocate, a colleague of the legal aid, the superior. Who it is, is sealed."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="representations")
    sealed = models.BinaryField(help_text='{"name", "relation", "contact"}')
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the officer who noted it; None: named by code",
    )


class Enclosure(models.Model):
    """A redacted copy that the invited may read, so that they know what they are asked about; under a neutral name."""

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="enclosures")
    redaction = models.ForeignKey(Redaction, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40, help_text="what they see; never the sender's own file name")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "redaction"], name="enclosed_once")]
