"""Questions about candidates: who asked about whom, when and why; the answer is sealed and forgotten after thirty days."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from workflow.access import NOBODY
from workflow.models import Access
from workflow.sealing import digest

PURPOSE = "clearance"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, user):
        """Who asked, and nobody else: the answers are not passed around inside the house."""
        if not user.may("clearance.ask"):
            return self.filter(NOBODY)
        return self.filter(asked_by=user)


class Inquiry(models.Model):
    """One request about one candidate or a whole shortlist. `sealed` holds the NIPs with what was answered."""

    KIND = "clearance"

    class Channel(models.TextChoices):
        PAGE = "PAGE", _("halaman")
        API = "API", _("sistem lain")

    reference = models.CharField(max_length=20, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="clearance")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = models.CharField(max_length=400)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    count = models.PositiveIntegerField()
    expires_on = models.DateField()
    sealed = models.BinaryField(default=b"")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    objects = InquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-asked_at"]), models.Index(fields=["expires_on"])]

    def __str__(self):
        return self.reference

    @property
    def seal_purpose(self) -> str:
        return f"{PURPOSE}:{self.reference}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user):
        """Of the user's own authority, for who may tell the person concerned."""
        if user.authority_id is None or not user.may("clearance.tell"):
            return self.filter(NOBODY)
        return self.filter(inquiry__access__authority=user.authority_id)

    def about(self, nip: str):
        """The questions about one person, newest first; the number itself is kept nowhere in clear."""
        found = self.filter(digest=nip_digest(nip)).select_related("inquiry__asked_by")
        return found.order_by("-inquiry__asked_at", "-pk")


class Question(models.Model):
    """That somebody was asked about: found by a keyed digest of the NIP, kept longer than the answer."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="questions")
    digest = models.CharField(max_length=64, db_index=True)
    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "digest"], name="one_question_per_person")]

    def __str__(self):
        return f"{self.inquiry_id} {self.digest[:8]}"


def nip_digest(nip: str) -> str:
    return digest(nip, purpose=PURPOSE)
