"""Where an agency's notices go by mail, and every mail that was sent: to whom, when, and whether it came back."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user):
        """An agency's own, to its heads; all of them to an administrator of the authority."""
        if not user.may("officer.invite"):
            return self.none()
        return self.filter(agency=user.agency_id) if user.agency_id else self

    def living(self):
        """Those whose mail has not come back, in the order in which they are tried."""
        return self.filter(bounced_at__isnull=True).order_by("order", "pk")


class Contact(models.Model):
    """A mail address of an agency for notices: number and link only. It needs no account."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="contacts")
    name = models.CharField(_("nama atau jabatan"), max_length=120)
    email = models.EmailField(_("surel"))
    order = models.PositiveSmallIntegerField(_("urutan"), default=1)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("kontak instansi")
        constraints = [models.UniqueConstraint(fields=["agency", "email"], name="one_contact_per_address")]

    def __str__(self):
        return self.name


def new_token() -> str:
    """What a mail is recognised by when it comes back: 100 random bits, in letters that every mail server keeps."""
    return secrets.token_hex(13)


class DeliveryQuerySet(models.QuerySet):
    def about(self, references):
        return self.filter(reference__in=references)

    def bounced(self):
        return self.filter(bounced_at__isnull=False)


class Delivery(models.Model):
    """One mail to one address. `purpose` says who writes its words, `reference` what it is about."""

    token = models.CharField(max_length=26, unique=True, default=new_token)
    purpose = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, blank=True, help_text="kind of what it is about")
    reference = models.CharField(max_length=40)
    event = models.BigIntegerField(null=True, blank=True, help_text="number of the event that it tells of")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=12, blank=True, help_text="why it came back, as RFC 3463 counts: 5.1.1")
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("surat elektronik")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "contact"], condition=Q(contact__isnull=False), name="one_mail_per_event_and_contact"
            )
        ]
        indexes = [models.Index(fields=["reference"])]

    def __str__(self):
        return f"{self.purpose} {self.reference}"
