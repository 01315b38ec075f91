"""Clocks kept in step with the log, and with the list of holidays. Everything here may be done twice."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from deadlines.models import Clock
from deadlines.replaying import Run, replay
from law.clocks import HolidaysMissing, due, holidays_fingerprint
from law.models import ClockRule, StageClock
from workflow import jobs
from workflow.models import Access, Event, Job
from workflow.verbs import kinds

JOB = "deadlines.follow"
REPLAY = "deadlines.replay"
BATCH = 200
REMEMBERED = 10_000
_read_to: dict[str, int] = {}  # up to which event this process has derived a subject's clocks: one case, one reading


def follow(key: str) -> None:
    """The job an event leaves: the clocks of its subject are derived anew, unless they were since it happened."""
    event = Event.objects.filter(number=int(key)).first()
    if event is None or not event.access_id or event.subject_kind not in {kind.name for kind in kinds()}:
        return
    if _read_to.get(event.subject_reference, 0) < event.number:
        last = keep(event.subject_reference, event.subject_kind, at=timezone.now())
        _note_read(event.subject_reference, last)
        _done_with_it(event, last)


def _done_with_it(event: Event, last: int) -> None:
    """What waits for events that were read just now need not wait: all of the subject's were read at once."""
    read = Event.objects.filter(subject_reference=event.subject_reference, number__gt=event.number, number__lte=last)
    keys = [str(number) for number in read.values_list("number", flat=True)]
    Job.objects.filter(kind=JOB, key__in=keys, leased_until__isnull=True).delete()


def _note_read(reference: str, number: int) -> None:
    if len(_read_to) >= REMEMBERED:
        _read_to.clear()
    _read_to[reference] = number


def keep(reference: str, kind: str, *, at: datetime) -> int:
    """Derive one subject's clocks from its events, and commit; answers the number of the last event read.

    What was overdue before it was first derived at all is history, and told to nobody; queues show it.
    """
    model = next(each.model for each in kinds() if each.name == kind)
    subject = model._default_manager.select_related("access__region").filter(reference=reference).first()
    if subject is None:
        return 0
    events = list(Event.objects.filter(subject_reference=reference, subject_kind=kind).order_by("number"))
    rules = ClockRule.objects.filter(kind=kind).order_by("code")
    stages = {clock.stage: clock for clock in StageClock.objects.filter(kind=kind)}
    runs = replay(events, list(rules), stages, str(model._meta.get_field("stage").default))
    with transaction.atomic():
        Access.objects.select_for_update(of=("self",)).get(pk=subject.access_id)  # two workers: one after the other
        _store(subject, kind, runs, at)
    return events[-1].number if events else 0


def reckon(clock: Clock, *, zone: ZoneInfo, calendar: str) -> None:
    """Set when a clock is due. A year without holidays leaves no date, and is named."""
    start = clock.started_at.astimezone(zone).date()
    pauses = [(date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in clock.pauses]
    clock.calendar, clock.missing_year = calendar, None
    clock.due_date = clock.due_at = None
    if clock.limit.unit == ClockRule.Unit.HOURS:
        clock.due_at = clock.started_at + timedelta(hours=clock.amount)
        clock.due_date = clock.due_at.astimezone(zone).date()
    elif not clock.paused:
        try:
            clock.due_date = due(start, clock.amount, clock.limit.unit, pauses=pauses)
        except HolidaysMissing as missing:
            clock.missing_year = missing.args[0]


def align(subject, clock: Clock) -> None:
    """The date by which queues are ordered is that of the stage's clock: in the territory's zone, by today's holidays."""
    if clock.missing_year or clock.due_date == subject.due_date:
        return
    subject.due_date = clock.due_date
    subject._change_reason = "deadline reckoned again"
    subject.save(update_fields=["due_date"])


def recompute(key: str) -> None:
    """Clocks that still run under another list of holidays are reckoned again, a batch at a time."""
    calendar = holidays_fingerprint()
    stale = Clock.objects.filter(stopped_at__isnull=True).exclude(calendar=calendar).order_by("pk")
    while batch := list(stale.select_related("rule", "stage_clock", "access__region")[:BATCH]):
        for clock in batch:
            reckon(clock, zone=zone_of(clock.access), calendar=calendar)
        Clock.objects.bulk_update(batch, ["due_date", "due_at", "missing_year", "calendar"])
        for clock in (each for each in batch if each.stage_clock_id):
            if subject := _subject(clock):
                align(subject, clock)


def _subject(clock: Clock):
    model = next(each.model for each in kinds() if each.name == clock.subject_kind)
    return model._default_manager.filter(reference=clock.subject_reference, stage=clock.code).first()


def replay_all(key: str) -> None:
    """What happened before clocks were kept: the subjects of the log, one batch of events after the other."""
    known = [kind.name for kind in kinds()]
    after = int(key)
    events = list(Event.objects.filter(number__gt=after).order_by("number")[:BATCH])
    for reference, kind in dict.fromkeys((e.subject_reference, e.subject_kind) for e in events):
        if kind in known:
            keep(reference, kind, at=timezone.now())
    if events:
        jobs.enqueue(REPLAY, str(events[-1].number), at=events[-1].occurred_at)


def zone_of(access: Access) -> ZoneInfo:
    """Where the day begins and ends for this subject."""
    return ZoneInfo(access.region.timezone if access.region else settings.TIME_ZONE)


def _store(subject, kind: str, runs: Iterable[Run], at: datetime) -> None:
    kept = {(c.code, c.began_by): c for c in Clock.objects.filter(subject_reference=subject.reference)}
    calendar, zone = holidays_fingerprint(), zone_of(subject.access)
    for run in runs:
        clock = kept.get((run.code, run.began_by))
        if clock is None and not _in_force(run, subject.access, zone):
            continue
        clock = clock or Clock(subject_kind=kind, subject_reference=subject.reference, access_id=subject.access_id)
        _fill(clock, run, zone)
        reckon(clock, zone=zone, calendar=calendar)
        if clock.pk is None and clock.due_date and clock.due_date < at.astimezone(zone).date():
            clock.told_at = at
        clock.save()
        if run.code == subject.stage and run.stopped_at is None:
            align(subject, clock)


def _fill(clock: Clock, run: Run, zone: ZoneInfo) -> None:
    clock.rule = run.limit if isinstance(run.limit, ClockRule) else None
    clock.stage_clock = run.limit if isinstance(run.limit, StageClock) else None
    clock.code, clock.began_by, clock.started_at = run.code, run.began_by, run.started_at
    clock.pauses = [[_day(a, zone), _day(b, zone)] for a, b in run.rests]
    clock.paused, clock.stopped_at = run.resting, run.stopped_at


def _day(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).date().isoformat() if at else None


def _in_force(run: Run, access: Access, zone: ZoneInfo) -> bool:
    """A rule counts by the day the clock starts; one that runs goes on under the authority that takes over."""
    if isinstance(run.limit, StageClock):
        return True
    rule, day = run.limit, run.started_at.astimezone(zone).date()
    dated = (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)
    return dated and rule.authority in ("", access.authority_id)


def open_clocks() -> Q:
    """Those that run and are not at rest."""
    return Q(stopped_at__isnull=True, paused=False)
