"""The queues of the desk: which rows, for whom, and how many wait in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Complaint
from investigations.models import Case
from law.calendar import SATURDAY
from sanctions.models import Recommendation
from worklists.criteria import MODELS, Asking, condition
from worklists.filters import usable
from worklists.models import SavedFilter

CAP = 100  # nobody counts further: "99+"
SAVED = "saringan-"
INTAKE = [Complaint.Stage.RECEIVED, Complaint.Stage.VERIFYING]
ENDED_CASES = [Case.Stage.CLOSED, Case.Stage.MOOT, Case.Stage.TRANSFERRED, Case.Stage.MERGED]
RIGHTS = {
    "complaint": ("complaint.view",),
    "case": ("case.view", "case.view_plenary"),
    "recommendation": ("recommendation.view",),
}
ANYBODY = ("complaint.view", "case.view", "case.view_plenary")


def _everything(_user) -> Q:
    return Q()


def _asked(kind: str, /, **criteria) -> Callable:
    """A queue's narrowing, said in the words of the saved filters."""
    return lambda user: condition(kind, criteria, Asking(timezone.localdate(), user))


def _this_week(kind: str) -> Callable:
    """Up to the coming Sunday, what is overdue among them."""

    def narrow(user) -> Q:
        today = timezone.localdate()
        coming = 6 - today.weekday() + (7 if today.weekday() >= SATURDAY else 0)
        return condition(kind, {"due_within": coming}, Asking(today, user))

    return narrow


@dataclass(frozen=True)
class Queue:
    """`rights`: any of these opens it; `narrow` the part of the visible rows that it holds, for one reader."""

    slug: str
    label: str | Promise
    model: Any
    rights: tuple[str, ...]
    stages: list
    empty: str | Promise
    narrow: Callable = _everything
    counted: bool = True
    saved: SavedFilter | None = None

    def open_to(self, user) -> bool:
        return any(user.may(right) for right in self.rights)

    def condition(self, user) -> Q:
        return Q(stage__in=self.stages) & self.narrow(user)

    def rows(self, user):
        return self.model.objects.visible_to(user).filter(self.condition(user))


QUEUES = [
    Queue(
        "masuk",
        _("Laporan masuk"),
        Complaint,
        ("complaint.view",),
        INTAKE,
        _("Tidak ada laporan yang menunggu verifikasi."),
    ),
    Queue(
        "laporan-pekan-ini",
        _("Laporan jatuh tempo pekan ini"),
        Complaint,
        ("complaint.verify",),
        INTAKE,
        _("Tidak ada laporan yang jatuh tempo pekan ini."),
        _this_week("complaint"),
    ),
    Queue(
        "laporan-tim",
        _("Laporan tim saya"),
        Complaint,
        ("complaint.verify",),
        INTAKE,
        _("Tidak ada laporan yang disalurkan ke tim Anda."),
        _asked("complaint", my_team=True),
    ),
    Queue(
        "pelapor",
        _("Menunggu pelapor"),
        Complaint,
        ("complaint.view",),
        [Complaint.Stage.INCOMPLETE],
        _("Tidak ada laporan yang menunggu jawaban pelapor."),
    ),
    Queue(
        "milik",
        _("Perkara milik saya"),
        Case,
        ("case.finding",),
        Case.UNENDED,
        _("Tidak ada perkara yang ditugaskan kepada Anda."),
        lambda user: Q(assignee=user.pk),
    ),
    Queue("tim", _("Perkara tim"), Case, ("case.view",), Case.UNENDED, _("Tidak ada perkara yang sedang berjalan.")),
    Queue(
        "tim-saya",
        _("Perkara tim saya"),
        Case,
        ("case.finding", "case.assign"),
        Case.UNENDED,
        _("Tidak ada perkara di tim Anda."),
        _asked("case", my_team=True),
    ),
    Queue(
        "pekan-ini",
        _("Jatuh tempo pekan ini"),
        Case,
        ("case.finding", "case.assign"),
        Case.UNENDED,
        _("Tidak ada perkara yang jatuh tempo pekan ini."),
        _this_week("case"),
    ),
    Queue(
        "menunggu",
        _("Menunggu pihak lain"),
        Case,
        ("case.finding", "case.assign"),
        Case.UNENDED,
        _("Tidak ada perkara yang menunggu pihak lain."),
        _asked("case", waiting_outside=True),
    ),
    Queue(
        "bebas",
        _("Belum ditugaskan"),
        Case,
        ("case.view",),
        Case.UNENDED,
        _("Semua perkara sudah ada pemeriksanya."),
        lambda _user: Q(assignee=None),
    ),
    Queue(
        "pleno",
        _("Pleno"),
        Case,
        ("case.view", "case.view_plenary"),
        [Case.Stage.DELIBERATION],
        _("Tidak ada perkara yang menunggu pleno."),
    ),
    Queue(
        "rekomendasi",
        pgettext_lazy("daftar", "Rekomendasi"),
        Recommendation,
        ("recommendation.view",),
        Recommendation.UNENDED,
        _("Tidak ada rekomendasi yang sedang berjalan."),
    ),
    Queue(
        "selesai",
        _("Perkara selesai"),
        Case,
        ("case.view", "case.view_plenary"),
        ENDED_CASES,
        _("Belum ada perkara yang selesai."),
        counted=False,
    ),
]
FIRST = [("case.finding", "milik"), ("case.assign", "tim"), ("complaint.verify", "masuk"), ("case.vote", "pleno")]


def queues_of(user) -> list[Queue]:
    """What this person's rights open, in the order of the work."""
    if not any(user.may(right) for right in ANYBODY):
        return []
    return [queue for queue in QUEUES if queue.open_to(user)]


def saved_queues_of(user) -> list[Queue]:
    """The reader's saved filters and those shared with them, each a queue of its own."""
    return [queue for queue in map(_of_filter, usable(user)) if queue.open_to(user)]


def _of_filter(saved: SavedFilter) -> Queue:
    model = MODELS[saved.kind]
    return Queue(
        f"{SAVED}{saved.pk}",
        saved.name,
        model,
        RIGHTS[saved.kind],
        list(model.Stage),
        _("Tidak ada yang cocok dengan saringan ini."),
        _asked(saved.kind, **saved.criteria),
        saved=saved,
    )


def find(slug: str, user) -> Queue | None:
    own = saved_queues_of(user) if slug.startswith(SAVED) else queues_of(user)
    return next((queue for queue in own if queue.slug == slug), None)


def default(user) -> Queue | None:
    """The queue that a role's work begins with: examiners theirs, supervisors the team's, intake what came in."""
    own = queues_of(user)
    wanted = next((slug for right, slug in FIRST if user.may(right)), "tim")
    return next((queue for queue in own if queue.slug == wanted), own[0] if own else None)


def counts(user, own: list[Queue] | None = None) -> dict[str, int]:
    """How many wait in each counted queue, up to CAP: one query for all of them, each part bounded."""
    waiting = [queue for queue in (queues_of(user) if own is None else own) if queue.counted]
    return _capped({queue.slug: queue.rows(user) for queue in waiting})


def by_stage(queue: Queue, user) -> list[tuple[str, str, int]]:
    """Stage, its name and how many of the queue stand in it (up to CAP), in the order of the way; empty stages are left out."""
    asked = {stage: queue.rows(user).filter(stage=stage) for stage in queue.model.Stage if stage in queue.stages}
    number = _capped({str(stage): rows for stage, rows in asked.items()})
    return [(stage.value, stage.label, number[stage]) for stage in asked if number[stage]]


def total(queue: Queue, user) -> int:
    """How many there are, up to CAP."""
    return _capped({"n": queue.rows(user)})["n"]


def _capped(asked: dict) -> dict[str, int]:
    """The sizes of several querysets in one statement; none reads more than CAP rows."""
    parts, params = [], []
    found = dict.fromkeys(asked, 0)
    for number, rows in enumerate(asked.values()):
        try:
            sql, values = rows.order_by().values("pk")[:CAP].query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT 1 WHERE 1 = 0", ()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) part_{number})")  # noqa: S608 - Django's own statement
        params += values
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            found = dict(zip(asked, cursor.fetchone(), strict=True))
    return found
