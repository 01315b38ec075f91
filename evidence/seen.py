"""Where files like these were seen before, as far as one reader may know."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from evidence.models import Evidence, Likeness
from workflow.access import excluded_from
from workflow.verbs import kinds

SHOWN = 12
MOST = 500  # likenesses looked at


@dataclass(frozen=True)
class Seen:
    """Another file and what it belongs to: `of` is the file here that it is like, `how` a Likeness.How."""

    evidence: Evidence
    of: Evidence
    how: str
    label: str
    subject: Any
    slug: str


@dataclass(frozen=True)
class Earlier:
    """`found` what the reader may see, likest first; `elsewhere` that there is something alike in another region."""

    found: list[Seen] = field(default_factory=list)
    more: int = 0
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.found) or self.elsewhere


def seen_before(files: list[Evidence], user) -> Earlier:
    """What files that this reader sees are like, outside of what they belong to themselves. Six queries at most."""
    own, accesses = {file.pk: file for file in files}, {file.access_id for file in files}
    pairs = list(Likeness.objects.filter(Q(one__in=own) | Q(other__in=own)).order_by("-score", "pk")[:MOST])
    others = {_other(pair, own): pair for pair in reversed(pairs)}
    if not others:
        return Earlier()
    outside = Evidence.objects.filter(pk__in=others).exclude(access__in=accesses)
    visible = list(outside.filter(pk__in=Evidence.objects.visible_to(user).values("pk")))
    found = _named(visible, others, own, user)
    return Earlier(found[:SHOWN], max(len(found) - SHOWN, 0), _elsewhere(outside, user))


def _other(pair: Likeness, own: dict):
    return pair.other_id if pair.one_id in own else pair.one_id


def _named(visible: list[Evidence], pairs: dict, own: dict, user) -> list[Seen]:
    """One row for each subject: its likest file."""
    subjects = _subjects({file.access_id for file in visible}, user)
    rated = sorted(visible, key=lambda file: (-pairs[file.pk].score, -file.added_at.timestamp()))
    seen: dict[int, Seen] = {}
    for file in rated:
        if file.access_id in subjects and file.access_id not in seen:
            pair = pairs[file.pk]
            of = own[pair.one_id if pair.one_id in own else pair.other_id]
            seen[file.access_id] = Seen(file, of, pair.how, pair.get_how_display(), *subjects[file.access_id])
    return list(seen.values())


def _subjects(accesses: set[int], user) -> dict[int, tuple]:
    found = {}
    for kind in kinds() if accesses else ():
        for subject in kind.model.objects.visible_to(user).filter(access__in=accesses):
            found[subject.access_id] = (subject, kind.slug)
    return found


def _elsewhere(outside, user) -> bool:
    """Only to staff of the same authority who work in some regions, and only of what merely lies in another one.

    Nothing under seal, no draft, nothing from which the reader is excluded, nothing of another authority: not even that
    it exists.
    """
    if not (user.may("evidence.view") and user.authority_id and user.region_codes):
        return False
    theirs = outside.filter(access__authority=user.authority_id, access__sealed=False, stage=Evidence.Stage.READY)
    hidden = theirs.exclude(access__in=excluded_from(user))
    return hidden.exclude(pk__in=Evidence.objects.visible_to(user).values("pk")).exists()
