"""Whom a report or a case is about: later rooms follow, in the same unit of work, when somebody is named or identified."""

from collections.abc import Callable, Iterable
from datetime import datetime

_followers: list[Callable] = []


def follow_reported(follower: Callable) -> None:
    """Register follower(subject, people, by=, at=): `subject` a complaint or case, `people` its rows new or changed."""
    if follower not in _followers:
        _followers.append(follower)


def reported(subject, people: Iterable, *, by, at: datetime) -> None:
    """Tell the followers; call it inside the unit of work that wrote the rows."""
    rows = list(people)
    for follower in _followers if rows else ():
        follower(subject, rows, by=by, at=at)
