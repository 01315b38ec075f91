"""What each recipient is told: one row per event and recipient, numbered per recipient in commit order."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflow.access import excluded_from
from workflow.models import Event


class Mailbox(models.Model):
    """The running number of one recipient; its lock keeps the numbers in commit order and without a gap."""

    recipient = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mailbox")
    last_number = models.PositiveBigIntegerField(default=0)
    crowd_since = models.DateTimeField(null=True, blank=True, help_text="when the ten minutes being counted began")
    crowd_count = models.PositiveIntegerField(default=0, help_text="new reports told of in them")
    digest = models.ForeignKey(
        "Notification", models.SET_NULL, null=True, blank=True, related_name="+", help_text="takes up the crowd"
    )


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A recipient's own, nobody else's."""
        return self.filter(recipient_id=user.pk)

    def readable_by(self, user):
        """Of these the ones whose subject the recipient was not kept out of since."""
        return self.visible_to(user).exclude(event__access__in=excluded_from(user))


class Notification(models.Model):
    """Codes only; the words are made when it is shown, in the reader's language."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    number = models.PositiveBigIntegerField()
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(help_text="the event's time: of an anonymous reporter the day alone")
    seen_at = models.DateTimeField(null=True, blank=True)
    folded = models.PositiveIntegerField(
        null=True, blank=True, help_text="a digest: so many events of this kind, its own the first of them"
    )
    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "number"], name="one_number_per_notification"),
            models.UniqueConstraint(fields=["recipient", "event"], name="one_notification_per_event"),
        ]
        indexes = [models.Index(fields=["recipient"], condition=Q(seen_at__isnull=True), name="unseen_notifications")]
