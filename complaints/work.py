"""Work that a browser does instead of waiting: it finds the number behind a derived key. Nobody is asked who they are.

The number is drawn here, so the search ends for certain; it costs the browser's own PBKDF2, which is as fast on a cheap
telephone as its processor allows, while special hardware gains little. Checking one costs this server a few milliseconds.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core import signing

ROUNDS = 5_000  # iterations of PBKDF2-HMAC-SHA256 for each number tried
NUMBERS = 600  # at most, for the first in line: 1.5 million iterations on average, 2 to 5 seconds on a cheap telephone
CROWD = 60  # so many in line make the search twice as long
LONGEST = 8  # times NUMBERS, and no longer
KEY_LENGTH = 16  # bytes of the derived key
LIFE = 600  # seconds that a ticket holds after its time has come


@dataclass(frozen=True)
class Ticket:
    """A place in line for one draft as it was typed: when it may go on by waiting, and the task that saves the wait."""

    ready: float  # seconds since 1970
    salt: str
    most: int
    target: str
    text: str  # how it travels: signed, for this draft alone

    def wait(self, at: datetime) -> int:
        return max(0, round(self.ready - at.timestamp()))


def ticket_for(who: str, *, typed: str, wait: int, place: int, at: datetime) -> Ticket:
    """A ticket for the draft `who`, void once what was `typed` changes; after `wait` seconds it holds without work."""
    most = NUMBERS * min(LONGEST, 2 ** ((place - 1) // CROWD))
    salt = secrets.token_hex(16)
    target = _derived(salt, secrets.randbelow(most))
    facts = {"t": typed, "r": at.timestamp() + wait, "s": salt, "m": most, "k": target}
    return _read(signing.dumps(facts, salt=_bound(who)), facts)


def read_ticket(text: str, who: str, *, typed: str, at: datetime) -> Ticket | None:
    """The ticket again, or None when it is made up, another draft's, of something typed before, or past its time."""
    try:
        facts = signing.loads(text[:2000], salt=_bound(who))
    except signing.BadSignature:
        return None
    fits = facts["t"] == typed and at.timestamp() <= facts["r"] + LIFE
    return _read(text, facts) if fits else None


def done(ticket: Ticket, answer: str) -> bool:
    """Is this the number that was looked for?"""
    if not (answer.isascii() and answer.isdigit() and len(answer) < 6 and int(answer) < ticket.most):
        return False
    return hmac.compare_digest(_derived(ticket.salt, int(answer)), ticket.target)


def _derived(salt: str, number: int) -> str:
    return hashlib.pbkdf2_hmac("sha256", salt.encode(), str(number).encode(), ROUNDS, KEY_LENGTH).hex()


def _bound(who: str) -> str:
    return f"giliran:{who}"


def _read(text: str, facts: dict) -> Ticket:
    return Ticket(facts["r"], facts["s"], facts["m"], facts["k"], text)
