"""From the cases and their events to rows that can be counted. Idempotent: again, it writes the same."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from complaints.models import Complaint
from figures.models import FigureRow, Reckoned, StageSpan
from figures.standing import of_report, of_respondent, single_recommendation
from figures.steps import Steps, steps_of
from investigations.models import Case, Respondent
from law.phases import phase_of
from sanctions.models import Recommendation
from workflow.models import Event

JOB = "figures"
ABOUT = ("complaint", "case", "recommendation")
CHUNK = 100
SET_APART = "MERGED"  # counted with the person they are the same as


def follow(key: str) -> None:
    """The job an event leaves: reckon what it touched, unless a later reckoning has known of it."""
    event = Event.objects.filter(number=int(key)).first()
    if event is None:
        return
    for root in _roots(event):
        done = Reckoned.objects.filter(reference=root, number__gte=event.number).exists()
        if not done:
            reckon([root])


def _roots(event: Event) -> list[str]:
    """The case it belongs to; a report without a case stands for itself."""
    subject = event.subject_reference
    if event.subject_kind == "case":
        return [subject]
    if event.subject_kind == "recommendation":
        return list(Case.objects.filter(recommendations__reference=subject).values_list("reference", flat=True))
    cases = list(Case.objects.filter(case_complaints__complaint__reference=subject).values_list("reference", flat=True))
    return [subject, *cases]


def rebuild() -> int:
    """Throw all away and reckon it again, in parts. How many cases and reports that were."""
    known = list(Case.objects.order_by("pk").values_list("reference", flat=True))
    known += list(Complaint.objects.order_by("pk").values_list("reference", flat=True))
    stale = FigureRow.objects.exclude(reference__in=Case.objects.values("reference"))
    stale.exclude(reference__in=Complaint.objects.values("reference")).delete()
    for begin in range(0, len(known), CHUNK):
        reckon(known[begin : begin + CHUNK])
    return len(known)


@transaction.atomic
def reckon(references: Iterable[str]) -> None:
    """Write the rows of these cases and reports anew; of those that are gone, none remain."""
    references = list(references)
    number = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
    rows = _of_cases(references) + _of_reports(references)
    spans = _spans(references)
    FigureRow.objects.filter(reference__in=references).delete()
    StageSpan.objects.filter(root__in=references).delete()
    FigureRow.objects.bulk_create(rows, batch_size=500)
    StageSpan.objects.bulk_create(spans, batch_size=500)
    for reference in references:
        Reckoned.objects.update_or_create(reference=reference, defaults={"number": number})


# Cases -----------------------------------------------------------------------------------------------------------------
def _of_cases(references: list[str]) -> list[FigureRow]:
    people = Respondent.objects.filter(case__reference__in=references).exclude(set_aside=SET_APART)
    people = people.exclude(case__stage=SET_APART).select_related("case__territory", "case__access")
    people = people.prefetch_related(
        "allegations__violation", "recommendations__decree_sanction", "recommendations__objections__sanction"
    ).order_by("pk")
    steps = steps_of(references)
    reported = _first_reports(references)
    calendar = Calendar()
    return [_row(person, reported, steps, calendar) for person in people]


def _row(person: Respondent, reported: dict[int, date], steps: Steps, calendar: "Calendar") -> FigureRow:
    case = person.case
    live = single_recommendation(person)
    on = reported.get(case.pk) or localdate(case.created_at)
    days = steps.days_of(person, live)
    violations = sorted((each.violation for each in person.allegations.all()), key=lambda v: (v.order, v.code))
    return FigureRow(
        key=f"respondent:{person.pk}",
        reference=case.reference,
        access_id=case.access_id,
        kind=case.kind,
        year=on.year,
        election_id=calendar.election(case.incident_date, case.territory),
        agency_id=person.agency_id,
        violation=violations[0] if violations else None,
        position_class=person.position_class,
        standing=of_respondent(person, live),
        step=steps.last_step(live),
        reported_on=on,
        **days,
    )


def _first_reports(references: list[str]) -> dict[int, date]:
    """Case → the day of its first report; cases that were imported have none."""
    rows = Complaint.objects.filter(case_complaint__case__reference__in=references)
    first: dict[int, date] = {}
    for case, at in rows.order_by("-created_at").values_list("case_complaint__case_id", "created_at"):
        first[case] = localdate(at)
    return first


class Calendar:
    """The election over a place on a day; asked once for each pair."""

    def __init__(self):
        self.known: dict[tuple, str | None] = {}

    def election(self, day: date | None, territory) -> str | None:
        if day is None:
            return None
        place = (day, territory.pk if territory else None)
        if place not in self.known:
            election = phase_of(day, territory=territory).election
            self.known[place] = election.pk if election else None
        return self.known[place]


# Reports that became no case -------------------------------------------------------------------------------------------
def _of_reports(references: list[str]) -> list[FigureRow]:
    rows = Complaint.objects.filter(reference__in=references, case_complaint=None).exclude(stage=SET_APART)
    rows = rows.exclude(stage=Complaint.Stage.ACCEPTED).select_related("territory")
    rows = rows.prefetch_related("people", "violations").order_by("pk")
    calendar = Calendar()
    return [row for complaint in rows for row in _people_of(complaint, calendar)]


def _people_of(complaint: Complaint, calendar: Calendar) -> list[FigureRow]:
    on = localdate(complaint.created_at)
    violations = sorted(complaint.violations.all(), key=lambda v: (v.order, v.code))
    election = complaint.election_id or calendar.election(complaint.incident_date, complaint.territory)
    shared = {
        "reference": complaint.reference,
        "access_id": complaint.access_id,
        "kind": complaint.kind,
        "year": on.year,
        "election_id": election,
        "violation": violations[0] if violations else None,
        "standing": of_report(complaint),
        "reported_on": on,
    }
    return [FigureRow(key=f"person:{p.pk}", agency_id=p.agency_id, **shared) for p in complaint.people.all()]


# Time in each stage ----------------------------------------------------------------------------------------------------
def _spans(references: list[str]) -> list[StageSpan]:
    """From the events of cases, their recommendations, and reports: each stage that was left."""
    from_case = Case.objects.filter(reference__in=references).values_list("reference", "recommendations__reference")
    roots = {recommendation: case for case, recommendation in from_case if recommendation}
    roots |= {reference: reference for reference in references}
    began = _beginnings(list(roots))
    moves: dict[str, list[tuple[datetime, str, str, str]]] = defaultdict(list)
    events = Event.objects.filter(subject_reference__in=roots, subject_kind__in=ABOUT).order_by("number")
    for reference, verb, at, payload in events.values_list("subject_reference", "verb", "occurred_at", "payload"):
        if "from" in payload and "to" in payload:
            moves[reference].append((at, verb, payload["from"], payload["to"]))
    return [
        span
        for reference, way in moves.items()
        if reference in began
        for span in _walk(reference, roots[reference], way, began[reference])
    ]


def _walk(reference: str, root: str, way: list, began: tuple[int, str, datetime]) -> list[StageSpan]:
    access, kind, since = began
    found = []
    for at, verb, stage, _to in way:
        if not verb.endswith(".import") and at >= since:
            days = (localdate(at) - localdate(since)).days
            facts = {"reference": reference, "root": root, "access_id": access, "kind": kind, "stage": stage}
            found.append(StageSpan(**facts, left_on=localdate(at), days=days))
        since = max(since, at)
    return found


def _beginnings(references: list[str]) -> dict[str, tuple[int, str, datetime]]:
    found = {}
    for kind, rows in (
        ("case", Case.objects.filter(reference__in=references)),
        ("complaint", Complaint.objects.filter(reference__in=references)),
        ("recommendation", Recommendation.objects.filter(reference__in=references)),
    ):
        for reference, access, at in rows.values_list("reference", "access_id", "created_at"):
            found[reference] = (access, kind, at)
    return found
