"""From a subject's events to its clocks, as a plain function of the log: any order of work gives the same clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from law.models import ClockRule, StageClock
from workflow.models import Event

WAITS = frozenset({"case.wait", "complaint.wait"})
RESUMES = frozenset({"case.resume", "complaint.resume"})


@dataclass
class Run:
    """One run of a limit: from the event that began it, with its rests, to the one that ended it."""

    limit: ClockRule | StageClock
    code: str
    began_by: int
    started_at: datetime
    rests: list[list[datetime | None]] = field(default_factory=list)
    stopped_at: datetime | None = None

    @property
    def resting(self) -> bool:
        return bool(self.rests) and self.rests[-1][1] is None

    def rest(self, at: datetime) -> None:
        if not self.resting:
            self.rests.append([at, None])

    def go_on(self, at: datetime) -> None:
        if self.resting:
            self.rests[-1][1] = at

    def stop(self, at: datetime) -> None:
        self.go_on(at)
        self.stopped_at = at


def replay(
    events: Iterable[Event], rules: Sequence[ClockRule], stages: dict[str, StageClock], first_stage: str
) -> list[Run]:
    """Every run of every limit, in the order in which they began. `stages` are the limits by stage of this kind."""
    runs: list[Run] = []
    stage, begun = first_stage, False
    for event in events:
        moved_to = event.payload.get("to") if "from" in event.payload else None
        if not begun:
            begun = True
            _begin_stage(runs, stages.get(stage), event)
        if moved_to and moved_to != stage:
            _end_stage(runs, stage, event)
            stage = moved_to
            _begin_stage(runs, stages.get(stage), event)
        for rule in rules:
            _apply(runs, rule, event)
        _wait(runs, event)
    return runs


def _apply(runs: list[Run], rule: ClockRule, event: Event) -> None:
    run = next((run for run in reversed(runs) if run.code == rule.code and run.stopped_at is None), None)
    if run is not None:
        if event.verb in rule.stops_on:
            run.stop(event.occurred_at)
        elif event.verb in rule.pauses_on:
            run.rest(event.occurred_at)
        elif event.verb in rule.resumes_on:
            run.go_on(event.occurred_at)
    elif event.verb in rule.starts_on and _agrees(rule, event):
        runs.append(Run(rule, rule.code, event.number, event.occurred_at))


def _wait(runs: list[Run], event: Event) -> None:
    """While another body is waited for, everything of the file rests."""
    for run in (run for run in runs if run.stopped_at is None):
        if event.verb in WAITS:
            run.rest(event.occurred_at)
        elif event.verb in RESUMES:
            run.go_on(event.occurred_at)


def _agrees(rule: ClockRule, event: Event) -> bool:
    return all(event.payload.get(name) == value for name, value in rule.starts_if.items())


def _begin_stage(runs: list[Run], limit: StageClock | None, event: Event) -> None:
    if limit is not None and limit.days is not None:
        runs.append(Run(limit, limit.stage, event.number, event.occurred_at))


def _end_stage(runs: list[Run], stage: str, event: Event) -> None:
    for run in runs:
        if run.code == stage and run.stopped_at is None:
            run.stop(event.occurred_at)
