"""When somebody saw what they should not have: the breach, and the notice that each affected report gets of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from complaints.models import Complaint, Message


class BreachQuerySet(models.QuerySet):
    def late(self, at):
        """Past their time, with a notice that could be posted and is not."""
        waiting = BreachNotice.objects.filter(posted_at__isnull=True, unreachable=False).values("breach_id")
        return self.filter(due_at__lt=at, pk__in=waiting)


class Breach(models.Model):
    """A failure to protect personal data (UU 27/2022 pasal 46): what one account, or all, saw in a period. UTC times.

    `due_at` is when the notices have to be out; the texts are what an officer says of it, without names.
    """

    KIND = "breach"
    access_id = None  # of no report alone: an event about it is read by auditors

    reference = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    discovered_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    what = models.TextField()
    how = models.TextField()
    handling = models.TextField()
    noted_at = models.DateTimeField()
    objects = BreachQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="breach_period"),
            models.UniqueConstraint(
                fields=["since", "until", "actor", "discovered_at"],
                condition=Q(actor__isnull=False),
                name="one_breach_per_account",
            ),
            models.UniqueConstraint(
                fields=["since", "until", "discovered_at"], condition=Q(actor__isnull=True), name="one_breach_of_all"
            ),
        ]

    def __str__(self):
        return self.reference


class BreachNotice(models.Model):
    """What one affected report is told, in its mailbox: `kinds` are codes of what was seen of it."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="notices")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    identity_opened = models.BooleanField(default=False)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    unreachable = models.BooleanField(default=False, help_text="the report's key is gone, and its mailbox with it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["breach", "complaint"], name="one_notice_per_report")]

    def __str__(self):
        return f"{self.breach_id} {self.complaint_id}"
