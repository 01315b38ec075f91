"""What the law's calendar and clocks say, beside a subject's page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import template
from django.utils import timezone

from deadlines.queries import running
from law.calendar import WorkingDays
from law.models import Election
from law.phases import Phase, phase_of

register = template.Library()
MARGIN = timedelta(days=30)  # what the strip shows around the days that count


@dataclass(frozen=True)
class Strip:
    """Places on a line, in percent: where ethics ends, where the vote is, the incident, and today when it is in between."""

    designation: float
    vote: float
    incident: float
    today: float | None

    @property
    def discipline(self) -> float:
        """How wide the time between designation and vote is."""
        return round(self.vote - self.designation, 2)

    @property
    def rest(self) -> float:
        """How wide the time after the vote is."""
        return round(100 - self.vote, 2)


@register.inclusion_tag("desk/_deadlines.html")
def deadlines(subject):
    """The clocks that run beside the stage's own, each with its basis."""
    now = timezone.now()
    clocks = [clock for clock in running(subject, at=now) if clock.code != subject.stage]
    days = WorkingDays(today=timezone.localdate(now), dates=[clock.due_date for clock in clocks]) if clocks else None
    return {"rows": [(clock, days.until(clock.due_date)) for clock in clocks]}


@register.inclusion_tag("desk/_election.html")
def election_strip(case, linked: bool = True):
    """Where the incident lies between the stages of its region's election; nothing without a day or an election."""
    today = timezone.localdate()
    if case.incident_date is None:
        return {"case": case, "linked": linked}
    found = phase_of(case.incident_date, territory=case.territory)
    facts = {"case": case, "linked": linked, "found": found, "outside": found.phase == Phase.NONE}
    if found.election is None:
        return facts
    left = (found.election.vote_date - today).days
    return facts | {
        "strip": strip_of(found.election, case.incident_date, today),
        "marks": _marks(found.election, case.incident_date),
        "days_to_vote": left if left >= 0 else None,
    }


def strip_of(election: Election, incident: date, today: date) -> Strip:
    first = min(incident, election.designation_date) - MARGIN
    last = max(incident, election.vote_date) + MARGIN
    span = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / span, 2)

    shown = place(today) if first <= today <= last else None
    return Strip(place(election.designation_date), place(election.vote_date), place(incident), shown)


def _marks(election: Election, incident: date) -> list[tuple[str, date]]:
    """What happens when, in order of time; the incident stands after what happens on the same day."""
    days = [
        ("stages", election.stages_from),
        ("designation", election.designation_date),
        ("vote", election.vote_date),
        ("inauguration", election.inauguration_date),
        ("incident", incident),
    ]
    known = [(what, day) for what, day in days if day]
    return sorted(known, key=lambda mark: (mark[1], mark[0] == "incident"))
