"""The clocks of one subject, for pages and the API."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from deadlines.keeping import zone_of
from deadlines.models import Clock


@dataclass(frozen=True)
class Deadline:
    """A clock as it is read: what it is called, what it rests on, since when, until when."""

    code: str
    name: str
    basis: str
    certainty: str
    unit: str
    amount: int
    started_at: datetime
    due_date: date | None
    paused: bool
    overdue: bool
    missing_year: int | None = None
    unit_label: str = ""


def running(subject, *, at: datetime) -> list[Deadline]:
    """What runs for a subject that its reader has loaded through `visible_to`, the nearest first.

    One query, or none when the subject came with `with_clocks()`.
    """
    clocks = getattr(subject.access, "open_clocks", None)
    if clocks is None:
        clocks = _open().filter(subject_reference=subject.reference)
    rows = [_read(clock, subject, at) for clock in clocks]
    if not any(row.code == subject.stage for row in rows) and (own := _of_stage(subject, at)):
        rows.append(own)
    return sorted(rows, key=lambda row: (row.due_date is None, row.due_date or date.max, row.code))


def shown(deadline: Deadline) -> dict:
    """For the API."""
    return {name: value for name, value in asdict(deadline).items() if name != "unit_label"}


def with_clocks(prefix: str = "access__") -> Prefetch:
    """For prefetch_related: the clocks of every subject of a list at once."""
    return Prefetch(f"{prefix}clocks", _open(), to_attr="open_clocks")


def _open():
    return Clock.objects.filter(stopped_at__isnull=True).select_related("rule", "stage_clock", "access__region")


def _read(clock: Clock, subject, at: datetime) -> Deadline:
    today = at.astimezone(zone_of(clock.access)).date()
    late = not clock.paused and clock.due_date is not None and clock.due_date < today
    limit = clock.limit
    return Deadline(
        code=clock.code,
        name=clock.rule.label if clock.rule else str(subject.get_stage_display()),
        basis=limit.basis,
        certainty=limit.certainty,
        unit=limit.unit,
        amount=clock.amount,
        started_at=clock.started_at,
        due_date=clock.due_date,
        paused=clock.paused,
        overdue=late,
        missing_year=clock.missing_year,
        unit_label=str(limit.get_unit_display()),
    )


def _of_stage(subject, at: datetime) -> Deadline | None:
    """The stage's own date, until the worker has read the event that began it."""
    if subject.due_date is None:
        return None
    return Deadline(
        code=subject.stage,
        name=str(subject.get_stage_display()),
        basis="",
        certainty="",
        unit="",
        amount=0,
        started_at=subject.stage_since,
        due_date=subject.due_date,
        paused=False,
        overdue=subject.due_date < timezone.localdate(at),
    )
