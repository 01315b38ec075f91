"""Who had a file in hands, when and what for."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models.files import Evidence
from workflow.ledger import is_day_alone


class Custody(models.Model):
    """One access to a file. Rows are only ever added; whoever may see the file may see them, and so may an auditor."""

    class What(models.TextChoices):
        RECEIVED = "RECEIVED", _("diterima")
        GIVEN = "GIVEN", _("diserahkan oleh yang diundang")
        SEEN = "SEEN", _("dilihat")
        COPY = "COPY", _("salinan aman diunduh")
        ORIGINAL = "ORIGINAL", _("berkas asli diunduh")
        REDACTED = "REDACTED", _("salinan tersamar diunduh")
        CHECKED = "CHECKED", _("keutuhan diperiksa")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="custody")
    what = models.CharField(max_length=8, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["evidence", "at"])]

    @property
    def timed(self) -> bool:
        """Is more than the day known? What an anonymous reporter did is told by the day."""
        return not is_day_alone(self.at)
