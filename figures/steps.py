"""On which day each step of the funnel was taken: from the events, and for imported cases from the days they brought."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from clearance.in_force import term_of
from figures.standing import IMPOSED
from investigations.models import Conclusion, Respondent
from sanctions.models import Escalation, Recommendation
from workflow.models import Event

DAYS = ("proven_on", "recommended_on", "sanctioned_on", "served_on")
STEP = {
    "recommendation.issue": "recommended_on",
    "recommendation.implement": "sanctioned_on",
    "recommendation.verify": "verified_on",
}
FIRST = {"recommended_on"}  # of several letters the first counts, of everything else the last


class Steps:
    """What the events of some cases say, asked person by person."""

    def __init__(self):
        self.decided: dict[str, date] = {}
        self.imported: dict[int, date] = {}
        self.taken: dict[str, dict[str, date]] = defaultdict(dict)
        self.steps: dict[int, str] = {}

    def days_of(self, person: Respondent, live: Recommendation | None) -> dict[str, date | None]:
        """The four days; those after a step that was undone are empty."""
        proven = person.outcome == Conclusion.PROVEN
        decided = self.imported.get(person.pk) or self.decided.get(person.case.reference)
        days: dict[str, date | None] = dict.fromkeys(DAYS)
        days["proven_on"] = (decided or localdate(person.case.stage_since)) if proven else None
        for each in person.recommendations.all():
            if on := self.taken[each.reference].get("recommended_on"):
                days["recommended_on"] = min(on, days["recommended_on"] or on)
        if live is not None and live.stage in IMPOSED:
            taken = self.taken[live.reference]
            days["sanctioned_on"] = taken.get("sanctioned_on") or live.decree_date
            days["served_on"] = _served(live, taken)
        return days

    def last_step(self, live: Recommendation | None) -> str:
        return self.steps.get(live.pk, "") if live is not None else ""


def _served(live: Recommendation, taken: dict[str, date]) -> date | None:
    """When the term is over and the follow-up was verified; without a term, when it was verified."""
    verified, term = taken.get("verified_on"), term_of(live)
    if live.stage != Recommendation.Stage.VERIFIED or verified is None:
        return None
    ends = term.course.end if term else None
    return max(verified, ends) if ends else verified


def steps_of(references: Iterable[str]) -> Steps:
    """Three queries for all these cases."""
    found, references = Steps(), list(references)
    recommendations = Recommendation.objects.filter(case__reference__in=references)
    about = [*references, *recommendations.values_list("reference", flat=True)]
    events = Event.objects.filter(subject_reference__in=about, subject_kind__in=["case", "recommendation"])
    for event in events.order_by("number"):
        _take(found, event)
    rows = Escalation.objects.filter(recommendation__in=recommendations).order_by("pk")
    for recommendation, step in rows.values_list("recommendation_id", "step"):
        found.steps[recommendation] = step
    return found


def _take(found: Steps, event: Event) -> None:
    on, subject = localdate(event.occurred_at), event.subject_reference
    if event.verb == "case.decide":
        found.decided[subject] = on
    elif event.verb == "case.import":
        told = event.payload.get("proven_on", {})
        found.imported |= {int(person): date.fromisoformat(day) for person, day in told.items()}
    elif event.verb == "recommendation.import":
        told = {name: event.payload.get(name) for name in (*DAYS, "verified_on")}
        found.taken[subject] |= {name: date.fromisoformat(day) for name, day in told.items() if day}
    elif name := STEP.get(event.verb):
        taken = found.taken[subject]
        taken[name] = min(on, taken.get(name, on)) if name in FIRST else on
