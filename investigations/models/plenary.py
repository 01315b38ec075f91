"""The plenary: sessions with their agenda and who was there, votes, and the opinion of who disagreed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import SupervisingAuthority
from investigations.models.cases import Allegation, Case, Conclusion, Respondent
from letters.models import Letter


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sessions of one's own authority, for those who prepare them or vote in them."""
        may = user.may("case.deliberate") or user.may("case.vote")
        if not (may and user.is_active and user.authority_id):
            return self.none()
        return self.filter(authority=user.authority_id)


class Session(models.Model):
    """A meeting of the plenary: when, where, who is called; its agenda are cases."""

    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "-held_at"])]

    def __str__(self):
        return f"{self.held_at:%Y-%m-%d} {self.place}"


class Attendance(models.Model):
    """Whether a commissioner who was called is there; nobody is until it is said."""

    class State(models.TextChoices):
        CALLED = "CALLED", _("belum dicatat")
        PRESENT = "PRESENT", _("hadir")
        ABSENT = "ABSENT", _("tidak hadir")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.CALLED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "officer"], name="one_attendance_per_session")]


class AgendaItem(models.Model):
    """A case before a session, in one plenary round; its minutes are a letter."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items")
    round = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    minutes = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_session_per_plenary")]


class Vote(models.Model):
    """A commissioner's vote on one respondent in one plenary; cast once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="votes")
    round = models.PositiveSmallIntegerField()
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="votes")
    commissioner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=10, choices=Conclusion.choices)
    reasons = models.TextField(blank=True)
    at = models.DateTimeField()
    proven = models.ManyToManyField(
        Allegation, blank=True, related_name="+", help_text="those that this vote holds proven"
    )
    dissent = models.TextField(blank=True, help_text="the opinion of who voted otherwise than was decided")
    dissent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "respondent", "commissioner"], name="one_vote_per_commissioner")
        ]
