"""Coming in by an agency's own sign-on (OpenID Connect): it says who somebody is, this house says whether they have an account.

An officer is matched once, by a mail address that the service has verified, within the one body that the service vouches
for; from then on by the service's own subject alone. Nobody gets an account by signing in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.events import Account
from accounts.models import Provider, ProviderLink
from agencies.models import Officer
from workflow.ledger import record, unit_of_work

STRONG = {"mfa", "otp", "hwk", "swk", "sc", "fido", "pop"}  # amr values of a second factor (RFC 8176)
STRONG_CLASSES = {"phr", "phrh", "https://refeds.org/profile/mfa"}  # acr values that demand one


class Refused(Exception):
    """This sign-on leads to no account; `told` says why, in words for the person."""

    def __init__(self, told: str):
        super().__init__(told)
        self.told = told


@dataclass(frozen=True)
class Vouched:
    """What a service says about who signed in there, out of its signed token."""

    subject: str
    email: str
    email_verified: bool
    methods: frozenset[str]
    level: str

    @classmethod
    def of(cls, claims: dict, details: dict) -> "Vouched":
        """From the signed token; details (userinfo) only complete it, and only about the same subject."""
        subject = str(claims.get("sub") or "")
        if not subject or details.get("sub", subject) != subject:
            raise Refused(_("Layanan itu tidak menyebut siapa Anda."))
        methods = claims.get("amr") or []
        facts = claims if claims.get("email") else details
        return cls(
            subject=subject,
            email=str(facts.get("email") or "").strip(),
            email_verified=facts.get("email_verified") in (True, "true"),
            methods=frozenset(map(str, methods)) if isinstance(methods, list) else frozenset(),
            level=str(claims.get("acr") or ""),
        )


def officer_of(provider: Provider, who: Vouched, *, at: datetime) -> Officer:
    """The existing account of who signed in there. Raises Refused."""
    link = ProviderLink.objects.filter(provider=provider, subject=who.subject).select_related("officer").first()
    officer = link.officer if link else _linked(provider, who, at)
    if not (officer.admissible and _belongs(provider, officer)):
        raise Refused(_("Akun Anda tidak dapat masuk lewat layanan ini."))
    return officer


def shows_factor(provider: Provider, who: Vouched) -> bool:
    """Did the service ask for a second factor? Only where its row says that it does and its token says that it did."""
    return provider.second_factor and bool(who.methods & STRONG or who.level in STRONG_CLASSES)


def _linked(provider: Provider, who: Vouched, at: datetime) -> Officer:
    if not (who.email and who.email_verified):
        raise Refused(_("Layanan itu tidak menyebut alamat surel Anda yang sudah diperiksa."))
    found = list(_of_body(provider).filter(email__iexact=who.email, is_active=True)[:2])
    if len(found) != 1:
        raise Refused(_("Belum ada akun untuk alamat surel Anda. Minta pengelola akun instansi Anda mengundang Anda."))
    try:
        with unit_of_work():
            ProviderLink.objects.create(provider=provider, officer=found[0], subject=who.subject, linked_at=at)
            record("account.link", Account(found[0]), by=found[0], at=at, provider=provider.code)
    except IntegrityError:  # this account is known there under another subject
        raise Refused(_("Akun Anda sudah terhubung dengan orang lain di layanan itu.")) from None
    return found[0]


def _of_body(provider: Provider):
    body = {"agency": provider.agency_id} if provider.agency_id else {"authority": provider.authority_id}
    return Officer.objects.filter(**body)


def _belongs(provider: Provider, officer: Officer) -> bool:
    if provider.agency_id:
        return officer.agency_id == provider.agency_id
    return officer.authority_id == provider.authority_id
