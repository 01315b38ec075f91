"""Files that are still arriving."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from evidence.models.files import Evidence
from workflow.models import Access


class Upload(models.Model):
    """A file that arrives piece by piece over a line that breaks (tus 1.0); gone after 24 hours, its bytes too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    access = models.ForeignKey(Access, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(help_text="bytes announced")
    offset = models.PositiveBigIntegerField(default=0, help_text="bytes that are on disk, synced")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
