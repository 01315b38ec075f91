"""Reports of one event that come together (gerombol): the same words, or the same people on the same day in one place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from complaints.models import Complaint, ReportedPerson, WordingBand
from persons import batches
from persons.models import Batch
from persons.names import canonical

WAITING = [Complaint.Stage.RECEIVED, Complaint.Stage.VERIFYING]
FEWEST = 3  # reports that make a crowd
MOST = 20  # crowds that are shown
MEMBERS = 500  # of one crowd
RIGHT = "complaint.merge"


@dataclass(frozen=True)
class Crowd:
    """Reports that likely tell of one event, oldest first; the others are merged into the first."""

    complaints: list[Complaint]

    @property
    def first(self) -> Complaint:
        return self.complaints[0]

    @property
    def others(self) -> list[Complaint]:
        return self.complaints[1:]


def waiting(user):
    """Reports this reader sees that can still be merged."""
    return Complaint.objects.visible_to(user).filter(stage__in=WAITING)


def crowds(user) -> list[Crowd]:
    """The crowds in which reports of this reader wait, the largest first. Four queries."""
    groups = _Groups()
    for band in _shared_words(user):
        groups.add(band)
    for together in _same_event(user):
        groups.add(together)
    sets = sorted((each for each in groups.all() if len(each) >= FEWEST), key=len, reverse=True)[:MOST]
    rows = {row.pk: row for row in _rows(user, [pk for each in sets for pk in sorted(each)[:MEMBERS]])}
    found = [sorted((rows[pk] for pk in each if pk in rows), key=lambda row: (row.created_at, row.pk)) for each in sets]
    return [Crowd(each) for each in found if len(each) >= FEWEST]


def _rows(user, ids: list[int]):
    return waiting(user).filter(pk__in=ids).select_related("territory").defer("reason")


def _shared_words(user) -> Iterable[list[int]]:
    """Reports that share a part of their wording's fingerprint, part by part."""
    seen = waiting(user).values("pk")
    bands = WordingBand.objects.filter(wording__complaint__in=seen)
    often = (
        bands.values("value")
        .annotate(n=Count("pk"))
        .filter(n__gte=FEWEST)
        .order_by("-n")
        .values_list("value", flat=True)
    )
    groups = defaultdict(list)
    rows = bands.filter(value__in=list(often[: MOST * 10])).order_by("pk")
    for value, complaint in rows.values_list("value", "wording__complaint")[: MOST * MEMBERS]:
        groups[value].append(complaint)
    return groups.values()


def _same_event(user) -> Iterable[list[int]]:
    """Reports of one day, place and kind that name the same person, whatever its spelling."""
    people = ReportedPerson.objects.filter(
        complaint__in=waiting(user).values("pk"), complaint__incident_date__isnull=False
    )
    people = people.exclude(name="").order_by("-complaint")[: MOST * MEMBERS]
    groups = defaultdict(set)
    for pk, name, day, territory, kind in people.values_list(
        "complaint", "name", "complaint__incident_date", "complaint__territory", "complaint__kind"
    ):
        groups[canonical(name), day, territory, kind].add(pk)
    return [sorted(each) for each in groups.values()]


class _Groups:
    """Sets of ids that grow together when they share a member."""

    def __init__(self):
        self._of: dict[int, set[int]] = {}

    def add(self, members: Iterable[int]) -> None:
        together = set(members)
        if len(together) < FEWEST:
            return
        for member in list(together):
            together |= self._of.get(member, set())
        for member in together:
            self._of[member] = together

    def all(self) -> list[set[int]]:
        return list({id(each): each for each in self._of.values()}.values())


def crowd_of(complaint: Complaint, user) -> Crowd | None:
    """The crowd to which this report belongs."""
    return next((each for each in crowds(user) if complaint in each.complaints), None)


def merge_crowd(references: Iterable[str], *, into: Complaint, by, at: datetime) -> Batch:
    """Have the worker merge these reports into one. Raises PermissionDenied, ValidationError for none of them."""
    if not by.may(RIGHT):
        raise PermissionDenied(RIGHT)
    rows = waiting(by).filter(reference__in=list(references)).exclude(pk=into.pk).order_by("pk")
    items = [(reference, into.reference) for reference in rows.values_list("reference", flat=True)]
    if not items:
        raise ValidationError(_("Pilih sedikitnya satu laporan."))
    return batches.order(Batch.Kind.CROWD, items, by=by, at=at, reason="", into=into.reference)
