"""How people come in: their open sessions, and the agencies that vouch for their own officers (single sign-on)."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, SupervisingAuthority
from workflow.sealing import open_sealed, seal


class SessionRecord(models.Model):
    """An open session as its owner sees it: since when, on what kind of device. It ends with the session's own row."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="record", primary_key=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="session_records")
    begun_at = models.DateTimeField(_("dimulai"), default=timezone.now)
    device = models.CharField(
        _("perangkat"), max_length=24, blank=True, help_text="browser and system in one word each"
    )
    factor = models.CharField(_("faktor kedua"), max_length=10, blank=True, help_text="empty: none was shown yet")

    class Meta:
        verbose_name = verbose_name_plural = _("sesi")


class ProviderQuerySet(models.QuerySet):
    def in_use(self):
        """Switched on, and as it stands now approved by a second administrator."""
        return self.filter(active=True, approved_by__isnull=False)


class Provider(models.Model):
    """A single sign-on service (OpenID Connect) that vouches for the officers of one agency or authority.

    Whoever runs such a service could vouch for anybody of that body: one administrator enters it, another approves it.
    """

    KIND = "provider"
    access_id = None

    code = models.SlugField(_("kode"), max_length=40, unique=True, help_text=_("bagian dari alamat balik"))
    name = models.CharField(_("nama"), max_length=40)
    issuer = models.URLField(_("penerbit"), max_length=200)
    client_id = models.CharField(_("ID klien"), max_length=191)
    sealed_secret = models.BinaryField(default=b"", editable=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, verbose_name=_("instansi"), null=True, blank=True, related_name="+"
    )
    authority = models.ForeignKey(
        SupervisingAuthority,
        models.PROTECT,
        verbose_name=_("otoritas pengawas"),
        null=True,
        blank=True,
        related_name="+",
    )
    second_factor = models.BooleanField(
        _("meminta faktor kedua"), default=False, help_text=_("hanya dihitung bila tanda masuknya juga menyebutkannya")
    )
    active = models.BooleanField(_("dipakai"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("diubah oleh"),
        null=True,
        editable=False,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("disetujui oleh"),
        null=True,
        editable=False,
        related_name="+",
    )
    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("layanan masuk tunggal")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("changed_by")),
                name="provider_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, authority__isnull=True)
                | Q(agency__isnull=True, authority__isnull=False),
                name="provider_vouches_for_one_body",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def reference(self) -> str:
        return self.code

    def clean(self):
        if bool(self.agency_id) == bool(self.authority_id):
            raise ValidationError(_("Pilih satu instansi atau satu otoritas."))

    @property
    def secret(self) -> str:
        """The client's secret, opened with FIELD_KEYS. Raises InvalidToken when no key fits."""
        return open_sealed(self.sealed_secret, purpose=f"provider {self.code}") if self.sealed_secret else ""

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = seal(value, purpose=f"provider {self.code}")


class ProviderLink(models.Model):
    """Which officer a provider means by a subject: written down the first time, from then on the only way to match."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="links")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="provider_links")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_officer_per_subject"),
            models.UniqueConstraint(fields=["provider", "officer"], name="one_subject_per_officer"),
        ]
