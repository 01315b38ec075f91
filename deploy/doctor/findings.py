"""What the doctor says: how bad it is, what it is about, and what to do. Texts are in the language that is active."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """DANGER alone makes the command fail: something would be lost or leak."""

    GOOD = 0
    NOTE = 1
    WRONG = 2
    DANGER = 3


@dataclass(frozen=True)
class Finding:
    """One line of the report; `remedy` is what to do, "" when there is nothing to do."""

    level: Level
    subject: str
    state: str
    remedy: str = ""


def good(subject: str, state: str) -> Finding:
    return Finding(Level.GOOD, subject, state)


def note(subject: str, state: str, remedy: str = "") -> Finding:
    """Works, but less than it could; or a choice that whoever runs the site should know of."""
    return Finding(Level.NOTE, subject, state, remedy)


def wrong(subject: str, state: str, remedy: str) -> Finding:
    """Something does not work; nothing is lost and nothing leaks by it."""
    return Finding(Level.WRONG, subject, state, remedy)


def danger(subject: str, state: str, remedy: str) -> Finding:
    return Finding(Level.DANGER, subject, state, remedy)
