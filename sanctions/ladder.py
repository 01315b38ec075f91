"""The ladder by rule: which step is due for whom. Derived from dated rows and events, so it may be asked twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from law.clocks import HolidaysMissing, due
from sanctions.models import Escalation, LadderRule, Recommendation, Step
from workflow.models import Event

Stage = Recommendation.Stage
UNANSWERED = [Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED]
ORDER = [str(step) for step in Step]
# Acknowledging is no answer; what sends the agency back to its duty lets it begin anew.
BEGINNINGS = [f"recommendation.{verb}" for verb in ("issue", "uphold", "contest", "settle", "escalate", "disclose")]


@dataclass(frozen=True)
class Rung:
    """The step that comes next for one recommendation: `due` is the last day to answer before it."""

    step: str
    rule: LadderRule
    since: date
    due: date | None

    def is_due(self, on: date) -> bool:
        return self.due is not None and on > self.due


def refused(step: str, taken: Sequence[tuple[str, date]], *, on: date) -> str:
    """Why a step cannot be taken by hand: "back" down the ladder, "today" taken already; empty when it can."""
    if not taken:
        return ""
    highest = max(ORDER.index(each) for each, _day in taken)
    if ORDER.index(step) < highest:
        return "back"
    return "today" if (step, on) in taken else ""


def next_rule(rules: Iterable[LadderRule], last: str, *, authority: str, on: date) -> LadderRule | None:
    """The rule in force that starts from the last step; one of the authority's own before one for all."""
    dated = [r for r in rules if (not r.valid_from or r.valid_from <= on) and (not r.valid_to or on <= r.valid_to)]
    fitting = [r for r in dated if r.from_step == last and r.authority in ("", authority)]
    higher = [r for r in fitting if not last or ORDER.index(r.step) > ORDER.index(last)]
    return min(higher, key=lambda r: (r.authority == "", ORDER.index(r.step), r.code), default=None)


def rungs_of(recommendations: Sequence[Recommendation]) -> dict[int, Rung]:
    """By id: what comes next for each that is unanswered and has a rule. Three queries, however many."""
    rules, begun = list(LadderRule.objects.order_by("code")), _begun(recommendations)
    last = last_steps(recommendations)
    found = {}
    for each in recommendations:
        since = begun.get(each.reference)
        if each.stage in UNANSWERED and since:
            rule = next_rule(rules, last.get(each.pk, ""), authority=each.access.authority_id, on=since)
            if rule:
                found[each.pk] = Rung(rule.step, rule, since, _due(rule, since))
    return found


def unanswered(rows):
    """Of these recommendations those that wait for the agency."""
    return rows.filter(stage__in=UNANSWERED).select_related("access", "respondent__agency", "case", "letter")


def _begun(recommendations: Sequence[Recommendation]) -> dict[str, date]:
    references = [each.reference for each in recommendations]
    events = Event.objects.filter(subject_reference__in=references, verb__in=BEGINNINGS).exclude(
        Q(verb="recommendation.settle") & ~Q(payload__outcome="ANNULLED")
    )
    rows = events.values_list("subject_reference").annotate(last=Max("occurred_at"))
    return {reference: timezone.localdate(last) for reference, last in rows}


def last_steps(recommendations: Sequence[Recommendation]) -> dict[int, str]:
    """The highest step each has reached."""
    last: dict[int, str] = {}
    rows = Escalation.objects.filter(recommendation__in=recommendations)
    for pk, step in rows.values_list("recommendation_id", "step"):
        last[pk] = max(last.get(pk, step), step, key=ORDER.index)
    return last


def _due(rule: LadderRule, since: date) -> date | None:
    try:
        return due(since, rule.after, rule.unit)
    except HolidaysMissing:
        return None


def since_issue(recommendations: Sequence[Recommendation]) -> dict[str, date]:
    """By reference: since when the agency has had it."""
    references = [each.reference for each in recommendations]
    events = Event.objects.filter(subject_reference__in=references, verb="recommendation.issue")
    return {
        reference: timezone.localdate(at) for reference, at in events.values_list("subject_reference", "occurred_at")
    }


def day_of(at: datetime) -> date:
    """The day of a step, as the ladder counts."""
    return timezone.localdate(at)
