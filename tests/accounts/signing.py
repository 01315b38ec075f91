"""What the tests of signing in share: officers of a site for real work, their apps, and the way through the door."""

import time

from allauth.mfa.models import Authenticator

from accounts import factors
from accounts.adapters import SecondFactors
from agencies.models import Officer, Role

PASSWORD = "enam belas pohon sawo"


def an_officer(username: str = "wening", role: str = "investigator", **facts) -> Officer:
    """An officer with a password of their own, no demo account."""
    facts = {"full_name": "Wening Utami", "authority_id": "BKN", **facts}
    made = Officer.objects.create_user(username, password=PASSWORD, **facts)
    made.roles.add(Role.objects.get(code=role))
    return made


def seed_of(officer: Officer) -> str:
    """The seed that the officer's phone knows."""
    return SecondFactors().decrypt(Authenticator.objects.get(user=officer, type="totp").data["secret"])


def code_of(officer: Officer, *, at: float | None = None) -> str:
    """What the phone shows at this moment."""
    return code_from(seed_of(officer), at=at)


def code_from(seed: str, *, at: float | None = None) -> str:
    period = int(time.time() if at is None else at) // factors.PERIOD
    return factors.format_hotp_value(factors.hotp_value(seed, period))


def with_app(officer: Officer) -> Officer:
    """The officer has an app; its first code was used a while ago."""
    kept = factors.TOTP.activate(officer, factors.new_seed()).instance
    kept.data["last_period"] = 1
    kept.save()
    return officer


def password(client, officer, *, word: str = PASSWORD, **extra):
    return client.post("/masuk/", {"username": officer.username, "password": word}, **extra)


def code(client, told: str, **extra):
    return client.post("/masuk/faktor/", {"code": told}, **extra)


def come_in(client, officer, **extra):
    """Through the door with both."""
    password(client, officer, **extra)
    return code(client, code_of(officer), **extra)


def is_in(client) -> bool:
    """Does the own account page open?"""
    return client.get("/akun/").status_code == 200
