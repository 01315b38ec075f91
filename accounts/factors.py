"""Second factors: codes from an app (TOTP), passkeys, recovery codes. django-allauth keeps and checks them.

Only an officer's own factors are ever touched: nothing here takes the id of somebody else's.
"""

import time
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.adapters import SecondFactors
from accounts.events import Account
from agencies.models import Officer
from workflow.ledger import record, unit_of_work

PERIOD = 30  # seconds a code lives
SLACK = 1  # periods before and after, for phones whose clock is off
CODES, APP, PASSKEY = Authenticator.Type.RECOVERY_CODES, Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
LONGEST_NAME = 60  # characters
MOST_PASSKEYS = 10


def enrolled(officer: Officer) -> bool:
    """Has this account a second factor? Recovery codes alone are none."""
    return Authenticator.objects.filter(user=officer).exclude(type=CODES).exists()


def app_of(officer: Officer) -> Authenticator | None:
    return Authenticator.objects.filter(user=officer, type=APP).first()


def passkeys_of(officer: Officer) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=officer, type=PASSKEY).order_by("pk"))


def new_seed() -> str:
    """A seed for an authenticator app (160 bits, base32)."""
    return generate_totp_secret()


# Showing ----------------------------------------------------------------------------------------------------------------
def shows_code(officer: Officer, code: str, *, at: datetime) -> str:
    """Which factor a code is: "totp", "recovery" or "" when it is none. A code is good once, a recovery code for ever once."""
    told = "".join(code.split()).replace("-", "")
    if not (told.isascii() and told.isdigit()):
        return ""
    if len(told) == 6 and _from_app(officer, told, at):
        return "totp"
    if len(told) == 8 and _from_paper(officer, told):
        return "recovery"
    return ""


def period_of(seed: str, code: str, *, at: datetime) -> int | None:
    """Which period's code this is, of those that count now; None when of none."""
    now = int(at.timestamp()) // PERIOD
    fitting = [
        period
        for period in range(now - SLACK, now + SLACK + 1)
        if constant_time_compare(format_hotp_value(hotp_value(seed, period)), code)
    ]
    return fitting[-1] if fitting else None


@transaction.atomic
def _from_app(officer: Officer, code: str, at: datetime) -> bool:
    kept = Authenticator.objects.select_for_update().filter(user=officer, type=APP).first()
    if kept is None:
        return False
    period = period_of(SecondFactors().decrypt(kept.data["secret"]), code, at=at)
    if period is None or period <= kept.data.get("last_period", 0):  # used before, or older than one that was
        return False
    kept.data["last_period"], kept.last_used_at = period, at
    kept.save(update_fields=["data", "last_used_at"])
    return True


def _from_paper(officer: Officer, code: str) -> bool:
    kept = Authenticator.objects.filter(user=officer, type=CODES).first()
    return kept is not None and RecoveryCodes(kept).validate_code(code)


# Adding and removing -----------------------------------------------------------------------------------------------------
def add_app(officer: Officer, seed: str, code: str, *, at: datetime) -> None:
    """From now on this app's codes count; it takes the place of the one before. Raises ValidationError for a wrong code."""
    period = period_of(seed, "".join(code.split()), at=at)
    if period is None:
        raise ValidationError({"code": _("Kode tidak cocok. Periksa jam ponsel Anda, lalu coba kode berikutnya.")})
    with unit_of_work():
        Authenticator.objects.filter(user=officer, type=APP).delete()
        kept = TOTP.activate(officer, seed).instance
        kept.data["last_period"] = period
        kept.save(update_fields=["data"])
        record("account.factor_add", Account(officer), by=officer, at=at, factor="totp")


def add_passkey(officer: Officer, name: str, credential: dict, *, at: datetime) -> None:
    """Keep a passkey that was just registered."""
    with unit_of_work():
        kept = WebAuthn.add(officer, name.strip()[:LONGEST_NAME] or _("Kunci sandi"), credential).instance
        record("account.factor_add", Account(officer), by=officer, at=at, factor="passkey", passkey=kept.pk)


def rename(officer: Officer, pk: int, name: str) -> bool:
    """Another name for an own passkey; False when it is not one."""
    kept = Authenticator.objects.filter(user=officer, type=PASSKEY, pk=pk).first()
    if kept is None or not name.strip():
        return False
    kept.data["name"] = name.strip()[:LONGEST_NAME]
    kept.save(update_fields=["data"])
    return True


def remove(officer: Officer, kept: Authenticator, *, at: datetime) -> None:
    """An own factor no longer counts. Raises ValidationError for the last one: without any, nobody comes in."""
    with unit_of_work():
        others = Authenticator.objects.select_for_update().filter(user=officer).exclude(type=CODES).exclude(pk=kept.pk)
        if not others.exists():
            raise ValidationError(_("Ini faktor kedua terakhir Anda. Tambah yang lain dahulu."))
        factor, pk = ("totp" if kept.type == APP else "passkey"), kept.pk
        Authenticator.objects.filter(user=officer, pk=pk).delete()
        record("account.factor_remove", Account(officer), by=officer, at=at, factor=factor, passkey=pk)


def forget_all(officer: Officer, *, by, at: datetime) -> None:
    """Every factor of an account is gone; at the next sign-in new ones are enrolled. For two persons to decide."""
    with unit_of_work():
        Authenticator.objects.filter(user=officer).delete()
        record("account.factor_remove", Account(officer), by=by, at=at, factor="all")


# Recovery codes ---------------------------------------------------------------------------------------------------------
def new_codes(officer: Officer, *, at: datetime) -> None:
    """Recovery codes, in place of those before."""
    with unit_of_work():
        Authenticator.objects.filter(user=officer, type=CODES).delete()
        RecoveryCodes.activate(officer)
        record("account.codes", Account(officer), by=officer, at=at)


def codes_left(officer: Officer) -> int | None:
    """How many recovery codes are unused; None when there never were any."""
    kept = Authenticator.objects.filter(user=officer, type=CODES).first()
    return None if kept is None else len(RecoveryCodes(kept).get_unused_codes())


def codes_to_show(officer: Officer) -> list[str]:
    """The codes, until their owner says that they are kept; then none, ever again."""
    kept = Authenticator.objects.filter(user=officer, type=CODES).first()
    if kept is None or RecoveryCodes(kept).did_view:
        return []
    return RecoveryCodes(kept).get_unused_codes()


def codes_kept(officer: Officer) -> None:
    kept = Authenticator.objects.filter(user=officer, type=CODES).first()
    if kept is not None:
        kept.data["viewed_at"] = time.time()
        kept.save(update_fields=["data"])
