"""Records of hearings (berita acara): each version is kept, none is changed once it is written."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models import Evidence
from hearings.models.invitations import Invitation
from investigations.models import Case
from letters.models import Letter


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the case."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class HearingRecord(models.Model):
    """What was said at a hearing, as it was read to the person. A correction is a further version that keeps the first.

    The sealed value: {"present": [lines], "items": [[question, answer]], "note": text}.
    """

    KIND = "hearing_record"

    class Signed(models.TextChoices):
        NOT_YET = "", _("belum ditandatangani")
        CODE = "CODE", _("dibenarkan lewat halaman tanggapan")
        PAPER = "PAPER", _("ditandatangani di kertas")
        REFUSED = "REFUSED", _("menolak menandatangani")

    reference = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearing_records")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="records")
    heard = models.CharField(max_length=160, help_text="who was heard")
    held_on = models.DateField()
    begun = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200)
    sealed = models.BinaryField()
    signed = models.CharField(max_length=7, choices=Signed.choices, blank=True, default=Signed.NOT_YET)
    signed_at = models.DateTimeField(null=True, blank=True)
    scan = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=400, blank=True, help_text="why it was not signed, as far as it was said")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True, help_text="why there is a further version")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "version"], name="a_version_once"),
            models.CheckConstraint(
                condition=Q(signed="", signed_at__isnull=True) | (~Q(signed="") & Q(signed_at__isnull=False)),
                name="signed_how_and_when",
            ),
        ]
        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self):
        return f"{self.reference}/{self.version}"

    @property
    def access_id(self) -> int:
        return self.case.access_id
