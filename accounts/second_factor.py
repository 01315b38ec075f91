"""Has this session shown a second factor? One answer for pages, sockets and the administration."""

from django.conf import settings

from agencies.models import Officer

FACTOR = "second_factor"  # in the session: what was shown, see KINDS
DEMO = "demo"
KINDS = ("totp", "passkey", "recovery", "sso", DEMO)


def complete(holder) -> bool:
    """Was a second factor shown in this session (or in the session of this request)?

    A demo account of the embedded default needs none; its session is worth nothing anywhere else.
    """
    shown = getattr(holder, "session", holder).get(FACTOR, "")
    return shown in KINDS and (shown != DEMO or not settings.SECOND_FACTOR)


def exempt(officer: Officer) -> bool:
    """May this account come in by its password alone? Demo accounts of the embedded default, nobody else."""
    return officer.demo and not settings.SECOND_FACTOR
