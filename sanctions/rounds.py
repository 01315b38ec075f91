"""What the worker does by itself: proposes the next step, sends reminders where the rule says so, tells that one is served."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from sanctions import ladder
from sanctions.decrees import course_of
from sanctions.escalating import escalate
from sanctions.models import Recommendation, StepProposal
from sanctions.serving import Standing
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

BATCH = 200
SERVING = [Recommendation.Stage.IMPLEMENTED, Recommendation.Stage.VERIFIED]


def round_of(key: str) -> None:
    """The routine: everything that became due since the last one."""
    at = timezone.now()
    climb(at=at)
    tell_served(at=at)


def climb(*, at: datetime) -> int:
    """Propose or take every step that is due; answers how many. Doing it twice changes nothing."""
    done, after = 0, 0
    while batch := list(ladder.unanswered(Recommendation.objects.filter(pk__gt=after)).order_by("pk")[:BATCH]):
        after = batch[-1].pk
        rungs = ladder.rungs_of(batch)
        done += sum(_take(each, rungs[each.pk], at) for each in batch if each.pk in rungs)
    return done


def _take(recommendation: Recommendation, rung: ladder.Rung, at: datetime) -> int:
    if not rung.is_due(ladder.day_of(at)):
        return 0
    if rung.rule.automatic:
        return _by_rule(recommendation, rung, at)
    with unit_of_work():
        _row, new = StepProposal.objects.get_or_create(
            recommendation=recommendation, step=rung.step, since=rung.since, defaults={"at": at}
        )
        if new:
            record("recommendation.propose", recommendation, by=SYSTEM, at=at, step=rung.step)
    return int(new)


def _by_rule(recommendation: Recommendation, rung: ladder.Rung, at: datetime) -> int:
    try:
        escalate(recommendation, by=SYSTEM, step=rung.step, at=at)
    except (MovedOn, ValidationError):  # answered meanwhile, or another worker was faster
        return 0
    return 1


def tell_served(*, at: datetime) -> int:
    """Say once of every sanction whose last day is over that it was served; answers how many."""
    rows = Recommendation.objects.filter(stage__in=SERVING, served_at__isnull=True, decree_months__isnull=False)
    waiting = rows.select_related("decree_sanction").prefetch_related("objections__sanction")
    ended = [row.pk for row in waiting.iterator(chunk_size=BATCH) if _served(row, at)]
    return sum(_tell(pk, at) for pk in ended)


def _served(recommendation: Recommendation, at: datetime) -> bool:
    return course_of(recommendation).standing(ladder.day_of(at)) == Standing.SERVED


def _tell(pk: int, at: datetime) -> int:
    with unit_of_work():
        subject = Recommendation.objects.select_for_update().get(pk=pk)
        if subject.served_at or not _served(subject, at):
            return 0
        subject.served_at = at
        subject._history_date = at
        subject.save()
        record("recommendation.served", subject, by=SYSTEM, at=at)
    return 1
