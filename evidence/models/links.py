"""Addresses given as evidence, and what officers saw there: the server itself never fetches one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models.files import Evidence
from workflow.access import NOBODY, within
from workflow.models import Access


class LinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who read evidence inside the authority, commissioners from the plenary on; never agency or partner."""
        scope = NOBODY
        if user.may("evidence.view"):
            scope |= within(user)
        if user.may("case.view_plenary"):
            scope |= within(user) & Q(access__at_plenary=True)
        return self.filter(scope)


class Link(models.Model):
    """An address given as evidence. It is shown as text and never fetched by the server: it may be a trap."""

    KIND = "link"

    access = models.ForeignKey(Access, models.PROTECT, related_name="links")
    url = models.CharField(max_length=2000)
    note = models.CharField(max_length=400, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    objects = LinkQuerySet.as_manager()

    def __str__(self):
        return self.url

    @property
    def reference(self) -> str:
        return f"TAUTAN-{self.pk}"


class Sighting(models.Model):
    """What an officer found at an address, with a second officer as witness: the account, the time, screenshots, or nothing."""

    class State(models.TextChoices):
        SEEN = "SEEN", _("terlihat")
        GONE = "GONE", _("sudah hilang")

    link = models.ForeignKey(Link, models.PROTECT, related_name="sightings")
    state = models.CharField(max_length=4, choices=State.choices)
    account = models.CharField(max_length=120, blank=True, help_text="as the page named it")
    seen_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    screenshots = models.ManyToManyField(Evidence, blank=True, related_name="sightings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    witnessed_at = models.DateTimeField(
        null=True, blank=True, help_text="when the witness confirmed it; None: asked, not yet"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    @property
    def stage(self) -> str:
        return "WITNESSED" if self.witnessed_at else "ASKED"
