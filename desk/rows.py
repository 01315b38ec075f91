"""Rows of a queue: three kinds of subject made alike, each kind read in one query."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Left

from agencies.models import Territory
from complaints.models import Complaint, ReportedPerson
from desk.turns import Turn, Turns
from desk.urgency import Calendar, Urgency
from investigations.models import Case, Respondent
from sanctions.models import Recommendation
from worklists.priorities import explained

ROOMS = {"complaint": "laporan", "case": "perkara", "recommendation": "rekomendasi"}
TITLE = 120  # characters


@dataclass(frozen=True)
class Row:
    """One line of a queue; `people` is the number of respondents, None where the line is about one named person."""

    subject: object
    title: str
    about: str
    people: int | None
    url: str
    turn: Turn
    urgency: Urgency
    first: bool = False
    why: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """Under which heading it stands."""
        return "first" if self.first else self.urgency.group


def ready(queryset):
    """The queryset with all that its rows show, without the long texts."""
    return _READY[queryset.model](queryset)


def _complaints(rows):
    rows = rows.select_related("territory").defer("narrative", "reason")
    return rows.annotate(opening=Left("narrative", 3 * TITLE), people_count=_number_of(ReportedPerson, "complaint"))


def _cases(rows):
    return (
        rows.select_related("territory", "assignee")
        .defer("reason")
        .annotate(people_count=_number_of(Respondent, "case"))
    )


def _recommendations(rows):
    return rows.select_related("case__territory", "respondent__agency", "sanction").defer("considerations", "note")


_READY = {Complaint: _complaints, Case: _cases, Recommendation: _recommendations}


def _number_of(model, field: str):
    counted = (
        model.objects.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def rows_of(subjects: list, *, user, today: date) -> list[Row]:
    """What the page shows of each subject: a few queries whatever their number: clocks, what is found, holidays, priorities."""
    turns = Turns(subjects)
    calendar = Calendar(today=today, dates=[s.due_date for s in subjects])
    raised = explained(subjects, today=today)
    return [_row(subject, user, turns, calendar, raised.get(subject.access_id)) for subject in subjects]


def _row(subject, user, turns: Turns, calendar: Calendar, why: list[str] | None) -> Row:
    return Row(
        subject=subject,
        title=title_of(subject),
        about=_about(subject),
        people=getattr(subject, "people_count", None),
        url=url_of(subject),
        turn=turns.of(subject, user),
        urgency=calendar.urgency(subject.due_date, paused=turns.paused(subject)),
        first=why is not None,
        why=tuple(why or ()),
    )


def url_of(subject) -> str:
    return f"/petugas/{ROOMS[subject.KIND]}/{subject.reference}/"


def title_of(subject) -> str:
    """A case has a title; a complaint its first sentence; a recommendation the person it is about."""
    if subject.KIND == "case":
        return subject.title
    if subject.KIND == "recommendation":
        return subject.respondent.name or subject.respondent.position or subject.reference
    return opening(subject.opening if hasattr(subject, "opening") else subject.narrative)


def territory_of(subject) -> Territory | None:
    """Where it happened; a recommendation follows its case."""
    return subject.case.territory if subject.KIND == "recommendation" else subject.territory


def zone_of(territory: Territory | None) -> ZoneInfo:
    """The clock of a place, or of the site where no place is known."""
    return ZoneInfo(territory.timezone if territory else settings.TIME_ZONE)


def opening(text: str) -> str:
    """The first sentence of a text, cut at a word when it is long."""
    sentence = " ".join(text[: 3 * TITLE].split()).split(". ")[0].strip()
    return sentence if len(sentence) <= TITLE else sentence[: TITLE - 3].rsplit(" ", 1)[0] + "…"


def _about(subject) -> str:
    if subject.KIND == "recommendation":
        place = subject.respondent.agency.name if subject.respondent.agency else subject.respondent.agency_text
        return ", ".join(filter(None, [place, subject.sanction.label if subject.sanction else ""]))
    return subject.territory.name if subject.territory else ""


def grouped(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Consecutive rows under the heading of their urgency; the order of the rows stays."""
    groups: list[tuple[str, list[Row]]] = []
    for row in rows:
        if not groups or groups[-1][0] != row.group:
            groups.append((row.group, []))
        groups[-1][1].append(row)
    return groups
