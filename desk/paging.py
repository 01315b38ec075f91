"""Pages by key, never by offset: a row that moves while somebody reads is neither skipped nor shown twice."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from worklists.models import PRIORITY

PAGE = 25
REST = "r"  # the cursor behind the last of those that stand first


@dataclass(frozen=True)
class Page:
    """`next` is the cursor of the page after this one, empty at the end."""

    rows: list
    next: str


def by_deadline(queryset, *, cursor: str = "", size: int = PAGE) -> Page:
    """Earliest due date first, those without one last; an unreadable cursor is the first page."""
    ordered = queryset.order_by(F("due_date").asc(nulls_last=True), "pk")
    place = _deadline_place(cursor)
    rows = list((ordered.filter(after_deadline(*place)) if place else ordered)[: size + 1])
    return _cut(rows, size, lambda row: f"{row.due_date or ''}~{row.pk}")


def first_then_deadline(queryset, *, cursor: str = "", size: int = PAGE) -> Page:
    """Those that the rules put first, most points first, then everybody else by due date."""
    first: list = []
    if not cursor or cursor.startswith("u~"):
        raised = queryset.filter(access__standing__points__gte=PRIORITY)
        raised = raised.annotate(points=F("access__standing__points")).order_by("-points", "access__standing__access")
        place = _points_place(cursor)
        first = list((raised.filter(_after_points(*place)) if place else raised)[: size + 1])
        if len(first) > size:
            return _cut(first, size, lambda row: f"u~{row.points}~{row.access_id}")
        cursor = REST
    others = queryset.exclude(access__standing__points__gte=PRIORITY)
    if len(first) == size:
        return Page(first, REST if others.exists() else "")
    page = by_deadline(others, cursor=cursor, size=size - len(first))
    return Page(first + page.rows, page.next)


def _after_points(points: int, access: int) -> Q:
    return Q(points__lt=points) | Q(points=points, access__gt=access)


def after_deadline(due: date | None, pk: int) -> Q:
    """Everything that stands behind this place in the order of by_deadline."""
    if due is None:
        return Q(due_date__isnull=True, pk__gt=pk)
    return Q(due_date__gt=due) | Q(due_date=due, pk__gt=pk) | Q(due_date__isnull=True)


def newest_first(queryset, *, field: str, cursor: str = "", size: int = PAGE) -> Page:
    """Latest `field` (a time) first; an unreadable cursor is the first page."""
    ordered = queryset.order_by(f"-{field}", "-pk")
    place = _time_place(cursor)
    if place:
        at, pk = place
        ordered = ordered.filter(Q(**{f"{field}__lt": at}) | Q(**{field: at, "pk__lt": pk}))
    return _cut(list(ordered[: size + 1]), size, lambda row: f"{getattr(row, field).isoformat()}~{row.pk}")


def by_number(queryset, *, cursor: str = "", size: int = PAGE) -> Page:
    """Highest `number` first."""
    ordered = queryset.order_by("-number")
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 19:
        ordered = ordered.filter(number__lt=int(cursor))
    return _cut(list(ordered[: size + 1]), size, lambda row: str(row.number))


def _cut(rows: list, size: int, key) -> Page:
    more = len(rows) > size
    return Page(rows[:size], key(rows[size - 1]) if more else "")


def _deadline_place(cursor: str) -> tuple[date | None, int] | None:
    due, _tilde, pk = cursor.partition("~")
    try:
        return (date.fromisoformat(due) if due else None), _key(pk)
    except ValueError:
        return None


def _points_place(cursor: str) -> tuple[int, int] | None:
    parts = cursor.split("~")
    try:
        return (_key(parts[1]), _key(parts[2])) if len(parts) == 3 else None
    except ValueError:
        return None


def _time_place(cursor: str) -> tuple[datetime, int] | None:
    at, _tilde, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, _key(pk)) if moment.tzinfo else None
    except ValueError:
        return None


def _key(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text)
    return int(text)
