"""Who has not answered: appointing authorities with their open recommendations, by days of silence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.models import Agency
from sanctions import ladder
from sanctions.models import Recommendation, Step

CHOICES = (0, 14, 30, 60)
MOST = 5000
LOCAL = (Agency.Kind.PROVINCE, Agency.Kind.REGENCY, Agency.Kind.CITY)  # those the Minister of Home Affairs answers for


@dataclass(frozen=True)
class Silent:
    """One appointing authority: its unanswered recommendations, and since when the oldest of them waits."""

    agency: Agency
    recommendations: Sequence[Recommendation]
    since: date
    days: int
    due: str
    listable: Sequence[Recommendation]

    @property
    def count(self) -> int:
        return len(self.recommendations)


def days_of(text: str) -> int:
    """At least so many days of silence; only the offered choices."""
    return int(text) if text.isascii() and text.isdigit() and int(text) in CHOICES else 0


def of(user, *, at: datetime, days: int = 0) -> list[Silent]:
    """For this reader, the longest silence first; a fixed number of queries."""
    today = ladder.day_of(at)
    rows = ladder.unanswered(Recommendation.objects.visible_to(user)).filter(access__agency__isnull=False)
    found = list(rows.select_related("access__agency", "respondent", "case", "letter").order_by("pk")[:MOST])
    issued, rungs = ladder.since_issue(found), ladder.rungs_of(found)
    last = ladder.last_steps(found)
    by_agency: dict[Agency, list[Recommendation]] = defaultdict(list)
    for each in found:
        if each.reference in issued and (today - issued[each.reference]).days >= days:
            by_agency[each.access.agency].append(each)
    silent = [_silent(agency, own, issued, rungs, last, today) for agency, own in by_agency.items()]
    return sorted(silent, key=lambda each: (each.since, each.agency.pk))


def _silent(agency: Agency, own: list[Recommendation], issued: dict, rungs: dict, last: dict, today: date) -> Silent:
    since = min(issued[each.reference] for each in own)
    due = [rungs[each.pk] for each in own if each.pk in rungs and rungs[each.pk].is_due(today)]
    highest = max((rung.step for rung in due), key=ladder.ORDER.index, default="")
    return Silent(
        agency=agency,
        recommendations=own,
        since=since,
        days=(today - since).days,
        due=str(Step(highest).label) if highest else "",
        listable=[each for each in own if agency.kind in LOCAL and _below(last.get(each.pk))],
    )


def _below(step: str | None) -> bool:
    """Not listed yet: a list goes to the minister once, further steps are taken one by one."""
    return step is None or ladder.ORDER.index(step) < ladder.ORDER.index(Step.HOME_AFFAIRS)
