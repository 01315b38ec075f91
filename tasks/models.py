"""Tasks with owner and date, on a complaint or a case. Whoever sees the subject inside the authority sees its tasks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workflow.access import NOBODY, within
from workflow.models import Access

RIGHTS = {"case": "case.view", "complaint": "complaint.view"}


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The authority's staff who see the subject; never an agency, a partner or a reporter."""
        scope = NOBODY
        for kind, right in RIGHTS.items():
            if user.may(right):
                scope |= Q(subject_kind=kind)
        return self.filter(scope & within(user))

    def open(self):
        return self.filter(done_at__isnull=True)


class Task(models.Model):
    """One thing to do until a day; done once. `access` is the row that protects its complaint or case."""

    access = models.ForeignKey(Access, models.CASCADE, related_name="tasks")
    subject_kind = models.CharField(max_length=16)
    subject_reference = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tasks")
    due_date = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, help_text="when it was said to be overdue")
    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["owner", "due_date"], condition=Q(done_at__isnull=True), name="open_tasks")]

    def __str__(self):
        return self.title
