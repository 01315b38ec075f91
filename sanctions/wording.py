"""What changed between two versions of a draft, word by word. Plain runs of text: the template escapes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from sanctions.models import Version

WORDS = re.compile(r"\s+|[^\s]+")
FIELDS = {
    "sanction": _("Sanksi"),
    "months": _("Lama dalam bulan"),
    "starts_on": _("Berlaku sejak"),
    "considerations": _("Pertimbangan"),
    "reasons": _("Alasan"),
    "departure": _("Alasan di luar rentang"),
    "aggravating": _("Memberatkan"),
    "mitigating": _("Meringankan"),
}
KEPT, TAKEN, ADDED = "", "del", "ins"


@dataclass(frozen=True)
class Run:
    """A stretch of text that stayed (""), went ("del") or came ("ins")."""

    how: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that changed."""

    name: str
    runs: list[Run]


def changes(before: Version, after: Version) -> list[Change]:
    """The fields that differ, in the order of the form."""
    pairs = ((name, _text(before, name), _text(after, name)) for name in FIELDS)
    return [Change(str(FIELDS[name]), runs(old, new)) for name, old, new in pairs if old != new]


def runs(before: str, after: str) -> list[Run]:
    """The way from one text to the other: what was taken stands before what was put in its place."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        run for how, a, b, c, d in matcher.get_opcodes() for run in _runs(how, "".join(old[a:b]), "".join(new[c:d]))
    ]


def _runs(how: str, old: str, new: str) -> Iterator[Run]:
    if how == "equal":
        yield Run(KEPT, old)
        return
    if old:
        yield Run(TAKEN, old)
    if new:
        yield Run(ADDED, new)


def _text(version: Version, name: str) -> str:
    value = getattr(version, name)
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)
