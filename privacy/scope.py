"""Who is affected by what somebody saw between two times: references, kinds and counts, no name and no content.

Taken from the access records and from the events of looking at identities (workflow.AccessRecord, `unsealing.view`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from django.db.models import Count, F, Max, Min, QuerySet

from agencies.models import Officer
from complaints.models import Complaint, ReportedPerson
from investigations.models import Case, CaseComplaint, Respondent
from sanctions.models import Recommendation
from workflow.models import AccessRecord, Event

BATCH = 500  # below SQLite's limit of variables in one statement
IDENTITY = "unsealing.view"
Key = int | str  # an access's number, or a reference where the record has no access


@dataclass
class Seen:
    """How often one kind of thing was seen, and from when to when (UTC)."""

    count: int
    first: datetime
    last: datetime

    def and_also(self, other: "Seen") -> "Seen":
        return Seen(self.count + other.count, min(self.first, other.first), max(self.last, other.last))


@dataclass
class Affected:
    """One report: what was seen of it or of the case it belongs to, and of how many reported people."""

    complaint_id: int
    access_id: int
    reference: str
    case: str = ""
    respondents: int = 0
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def identity_opened(self) -> bool:
        return IDENTITY in self.seen

    def add(self, what: str, seen: Seen) -> None:
        self.seen[what] = self.seen[what].and_also(seen) if what in self.seen else seen


@dataclass
class Scope:
    """The answer. `elsewhere` are looks that lead to no report: searches, lists, files that are gone."""

    since: datetime
    until: datetime
    actor: Officer | None
    reports: list[Affected]
    elsewhere: dict[str, Seen]

    @property
    def looks(self) -> int:
        return sum(seen.count for report in self.reports for seen in report.seen.values())

    @property
    def respondents(self) -> int:
        """People reported; those of one case are counted once."""
        of_cases = {report.case: report.respondents for report in self.reports if report.case}
        return sum(of_cases.values()) + sum(report.respondents for report in self.reports if not report.case)

    @property
    def identities(self) -> int:
        return sum(report.identity_opened for report in self.reports)


def breach_scope(*, since: datetime, until: datetime, actor: Officer | None = None) -> Scope:
    """What officers, or one of them, saw from `since` to before `until`: one aggregate query, then the reports by 500."""
    reports: dict[int, Affected] = {}
    elsewhere: dict[str, Seen] = {}
    for looks in _parts(_looks(since, until, actor), BATCH):
        owners = _owners({key for key, _what, _seen in looks})
        for key, what, seen in looks:
            for found in owners.get(key, ()):
                reports.setdefault(found.complaint_id, found).add(what, seen)
            if not owners.get(key):
                elsewhere[what] = elsewhere[what].and_also(seen) if what in elsewhere else seen
    _count_people(reports)
    return Scope(since, until, actor, sorted(reports.values(), key=lambda each: each.reference), elsewhere)


def _looks(since: datetime, until: datetime, actor: Officer | None) -> Iterator[tuple[Key, str, Seen]]:
    records = AccessRecord.objects.filter(at__gte=since, at__lt=until, actor_kind="officer")
    views = Event.objects.filter(occurred_at__gte=since, occurred_at__lt=until, verb=IDENTITY)
    if actor is not None:
        records, views = records.filter(actor=actor), views.filter(actor=actor)
    return chain(
        _grouped(records, "what", "reference", "at"), _grouped(views, "verb", "subject_reference", "occurred_at")
    )


def _grouped(rows: QuerySet, what: str, reference: str, at: str) -> Iterator[tuple[Key, str, Seen]]:
    counted = rows.values(kind=F(what), to=F("access_id"), name=F(reference))
    counted = counted.annotate(count=Count("pk"), first=Min(at), last=Max(at)).order_by()
    for row in counted.iterator(chunk_size=2000):
        yield row["to"] or row["name"], row["kind"], Seen(row["count"], row["first"], row["last"])


def _owners(keys: Iterable[Key]) -> dict[Key, list[Affected]]:
    """The reports that each access or reference belongs to; a case and its recommendations belong to all of its reports."""
    numbers, names = {key for key in keys if isinstance(key, int)}, {key for key in keys if isinstance(key, str)}
    owners: dict[Key, list[Affected]] = {}
    for number, name, *report in _of_complaints(numbers, names):
        for key in (number, name):
            owners.setdefault(key, []).append(Affected(*report))
    cases = [*_cases(Case, "pk", numbers, names), *_cases(Recommendation, "case_id", numbers, names)]
    reports = _of_cases({case for _number, _name, case in cases})
    for number, name, case in cases:
        for key in (number, name):
            owners.setdefault(key, []).extend(reports.get(case, []))
    return owners


def _of_complaints(numbers: set[int], names: set[str]) -> Iterator[tuple]:
    columns = ("access_id", "reference", "pk", "access_id", "reference")
    yield from Complaint.objects.filter(access__in=numbers).values_list(*columns)
    yield from Complaint.objects.filter(reference__in=names).exclude(access__in=numbers).values_list(*columns)


def _cases(model, case: str, numbers: set[int], names: set[str]) -> Iterator[tuple[int, str, int]]:
    columns = ("access_id", "reference", case)
    yield from model.objects.filter(access__in=numbers).values_list(*columns)
    yield from model.objects.filter(reference__in=names).exclude(access__in=numbers).values_list(*columns)


def _of_cases(cases: set[int]) -> dict[int, list[Affected]]:
    reports: dict[int, list[Affected]] = {}
    columns = ("case_id", "complaint_id", "complaint__access_id", "complaint__reference")
    for part in _parts(cases, BATCH):
        for case, *report in CaseComplaint.objects.filter(case__in=part).values_list(*columns):
            reports.setdefault(case, []).append(Affected(*report))
    return reports


def _count_people(reports: dict[int, Affected]) -> None:
    """Those of the case, where there is one; else those the report itself names."""
    for part in _parts(reports, BATCH):
        of_case = dict(_case_of(part))
        respondents = _counted(Respondent, "case", {case for case, _name in of_case.values()})
        named = _counted(ReportedPerson, "complaint", set(part))
        for pk in part:
            case, name = of_case.get(pk, (None, ""))
            reports[pk].case = name
            reports[pk].respondents = respondents.get(case, 0) if case else named.get(pk, 0)


def _case_of(complaints: Iterable[int]) -> Iterator[tuple[int, tuple[int, str]]]:
    rows = CaseComplaint.objects.filter(complaint__in=complaints)
    for complaint, case, name in rows.values_list("complaint_id", "case_id", "case__reference"):
        yield complaint, (case, name)


def _counted(model, owner: str, owners: set[int]) -> dict[int, int]:
    rows = model.objects.filter(**{f"{owner}__in": owners}).values(owner)
    return {row[owner]: row["count"] for row in rows.annotate(count=Count("pk")).order_by()}


def _parts(rows: Iterable, size: int) -> Iterator[tuple]:
    rows = iter(rows)
    while part := tuple(islice(rows, size)):
        yield part
