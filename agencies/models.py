"""Who: territories, agencies, supervising authorities, officers, their roles and tokens. Imports no other room."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

READING = ("GET", "HEAD", "OPTIONS")  # what a token that only reads may ask


class Territory(models.Model):
    """A province, regency or city with its Kemendagri code ("64", "64.02") and time zone."""

    class Kind(models.TextChoices):
        PROVINCE = "PROVINCE", _("Provinsi")
        REGENCY = "REGENCY", _("Kabupaten")
        CITY = "CITY", _("Kota")

    code = models.CharField(_("kode"), max_length=5, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("induk"), null=True, blank=True, related_name="children"
    )
    timezone = models.CharField(_("zona waktu"), max_length=32)
    zone = models.CharField(_("singkatan zona"), max_length=4)
    autonomous = models.BooleanField(_("otonom"), default=True)
    search_text = models.CharField(_("teks pencarian"), max_length=200, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("wilayah")

    def __str__(self):
        return self.name


class Agency(models.Model):
    """An employer of civil servants (instansi): local governments by Kemendagri code, central ones K.nn."""

    class Kind(models.TextChoices):
        PROVINCE = "PROVINCE", _("Pemerintah provinsi")
        REGENCY = "REGENCY", _("Pemerintah kabupaten")
        CITY = "CITY", _("Pemerintah kota")
        MINISTRY = "MINISTRY", _("Kementerian")
        CENTRAL = "CENTRAL", _("Lembaga pusat")

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind.choices)
    territory = models.ForeignKey(Territory, models.PROTECT, verbose_name=_("wilayah"), null=True, blank=True)
    personnel_body = models.CharField(_("pengelola kepegawaian"), max_length=80, default="BKD")
    example = models.BooleanField(
        _("contoh"), default=False, help_text=_("contoh, belum diperiksa terhadap daftar resmi")
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    search_text = models.CharField(_("teks pencarian"), max_length=240, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("instansi")

    def __str__(self):
        return self.name


class AuthorityQuerySet(models.QuerySet["SupervisingAuthority"]):
    def in_force(self, on: date) -> "SupervisingAuthority":
        """The authority in force on a day. Raises SupervisingAuthority.DoesNotExist when none is configured."""
        begun = self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on), internal=True)
        dated = begun.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        authority = dated.order_by(F("valid_from").desc(nulls_last=True)).first()
        if authority is None:
            raise SupervisingAuthority.DoesNotExist(on)
        return authority


class SupervisingAuthority(models.Model):
    """The body that supervises the civil service, dated: names, quorum and letters change by law, not by release."""

    code = models.CharField(_("kode"), max_length=16, primary_key=True)
    name = models.CharField(_("nama"), max_length=160)
    short_name = models.CharField(_("nama singkat"), max_length=40)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    internal = models.BooleanField(_("bekerja di sini"), default=True, help_text=_("bekerja di dalam Netral ini"))
    quorum = models.PositiveSmallIntegerField(
        _("kuorum"), default=3, help_text=_("jumlah suara terkecil agar pleno dapat memutus")
    )
    majority_percent = models.PositiveSmallIntegerField(
        _("persentase mayoritas"), default=50, help_text=_("terbukti bila suara terbukti lebih dari persentase ini")
    )
    letter_pattern = models.CharField(_("pola nomor surat"), max_length=80, default="{number}/NETRAL/{month}/{year}")
    letterhead = models.TextField(_("kepala surat"), blank=True)
    source = models.CharField(_("sumber"), max_length=200, blank=True)
    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("otoritas pengawas")

    def __str__(self):
        return self.name


class Role(models.Model):
    """A role is data: a code and the rights it gives, such as "complaint.verify" or "case.view"."""

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    name = models.CharField(_("nama"), max_length=80)
    name_en = models.CharField(_("nama bahasa Inggris"), max_length=80)
    rights = models.JSONField(_("hak"), default=list, blank=True)
    gives = models.JSONField(_("boleh memberi peran"), default=list, blank=True)
    second = models.BooleanField(
        _("perlu orang kedua"), default=True, help_text=_("diberikan hanya bila orang kedua menyetujui")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("peran")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of who reads it."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Officer(AbstractUser):
    """A person with an account: of the supervising authority, of an agency (BKD), or of a partner body."""

    full_name = models.CharField(_("nama lengkap"), max_length=120)
    authority = models.ForeignKey(
        SupervisingAuthority, models.PROTECT, verbose_name=_("otoritas pengawas"), null=True, blank=True
    )
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("instansi"), null=True, blank=True)
    roles = models.ManyToManyField(Role, verbose_name=_("peran"), blank=True)
    regions = models.ManyToManyField(
        Territory, verbose_name=_("wilayah"), blank=True, help_text=_("kosong: seluruh Indonesia")
    )
    nip = models.CharField(
        _("NIP"), max_length=18, blank=True, default="", db_index=True, help_text=_("menjaga benturan kepentingan")
    )
    demo = models.BooleanField(_("akun peragaan"), default=False)
    asleep_at = models.DateTimeField(_("tidur sejak"), null=True, blank=True)
    woken_at = models.DateTimeField(_("dibangunkan"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("petugas")

    def __str__(self):
        return self.full_name or self.username

    @cached_property
    def role_codes(self) -> frozenset[str]:
        return frozenset(role.code for role in self._roles)

    @cached_property
    def rights(self) -> frozenset[str]:
        """Every right of every role; read once per request, so that a change holds from the next request on."""
        return frozenset(right for role in self._roles for right in role.rights)

    @cached_property
    def region_codes(self) -> frozenset[str]:
        return frozenset(self.regions.values_list("code", flat=True))

    @cached_property
    def _roles(self) -> list[Role]:
        return list(self.roles.all())

    @property
    def admissible(self) -> bool:
        """May this account come in at all? Demo accounts may not where the real work is done."""
        return self.is_active and (settings.DEMO_ACCOUNTS or not self.demo)

    def may(self, right: str) -> bool:
        return self.is_active and right in self.rights


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def officer_of(self, secret: str, at: datetime, *, method: str = "GET") -> Officer | None:
        """The active officer a token belongs to, or None when it is unknown, expired or revoked.

        Raises PermissionDenied for a method that the token's scope leaves out.
        """
        token = (
            self.filter(digest=ApiToken.digest_of(secret), revoked_at__isnull=True, expires_at__gt=at)
            .select_related("officer__agency", "officer__authority")
            .first()
        )
        if token is None or not token.officer.admissible:
            return None
        if token.scope == ApiToken.Scope.READ and method not in READING:
            raise PermissionDenied(token.scope)
        token.note_use(at)
        return token.officer


class ApiToken(models.Model):
    """A bearer token: stored hashed, scoped, expiring, revocable. 256 random bits need no slow hash."""

    class Scope(models.TextChoices):
        API = "api", _("membaca dan mengubah")
        READ = "read", _("hanya membaca")

    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("petugas"), related_name="api_tokens")
    digest = models.CharField(_("sidik"), max_length=64, unique=True)
    scope = models.CharField(_("lingkup"), max_length=16, default="api")
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    expires_at = models.DateTimeField(_("kedaluwarsa"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)
    last_used_on = models.DateField(_("terakhir dipakai"), null=True, blank=True)
    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("token API")

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    def note_use(self, at: datetime) -> None:
        """The day is enough, and one write a day: it tells whether the account is still used."""
        today = timezone.localdate(at)
        if self.last_used_on != today:
            self.last_used_on = today
            self.save(update_fields=["last_used_on"])

    @property
    def reach(self) -> str:
        """What it may do, in words."""
        return str(ApiToken.Scope(self.scope).label)

    @classmethod
    def issue(cls, officer: Officer, *, at: datetime, days: int = 90, scope: str = "api") -> str:
        """A new secret for an officer; only its digest is kept, so it is shown once."""
        secret, until = "ntr_" + secrets.token_urlsafe(32), at + timedelta(days=days)
        cls.objects.create(
            officer=officer, digest=cls.digest_of(secret), created_at=at, expires_at=until, scope=cls.Scope(scope)
        )
        return secret


class Shipment(models.Model):
    """What a data file held when it was last loaded, so that the next load leaves alone what was changed here since."""

    dataset = models.CharField(max_length=64, primary_key=True)
    digests = models.JSONField(default=dict)

    def __str__(self):
        return self.dataset


class Official(models.Model):
    """A holder of public office whose name may be looked for in evidence: from a public list, never from a case."""

    name = models.CharField(_("nama"), max_length=160)
    nip = models.CharField(_("NIP"), max_length=18, blank=True)
    position = models.CharField(_("jabatan"), max_length=160)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("instansi"), related_name="+")
    valid_from = models.DateField(_("menjabat sejak"), null=True, blank=True)
    valid_to = models.DateField(_("menjabat sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    example = models.BooleanField(_("contoh"), default=False, help_text=_("rekaan untuk peragaan, bukan orang nyata"))
    changed_at = models.DateTimeField(_("diubah"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("pejabat")
        constraints = [
            models.UniqueConstraint(fields=["name", "position", "agency"], name="one_row_per_office"),
        ]

    def __str__(self):
        return self.name
