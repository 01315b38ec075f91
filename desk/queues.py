"""The queues of the desk: which rows, for whom, and how many wait in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Complaint
from investigations.models import Case
from sanctions.models import Recommendation

INTAKE = [Complaint.Stage.RECEIVED, Complaint.Stage.VERIFYING]
ENDED_CASES = [Case.Stage.CLOSED, Case.Stage.MOOT, Case.Stage.TRANSFERRED, Case.Stage.MERGED]
ANYBODY = ("complaint.view", "case.view", "case.view_plenary")


def _everything(_user) -> Q:
    return Q()


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


def find(slug: str, user) -> Queue | None:
    return next((queue for queue in queues_of(user) if queue.slug == slug), None)


def default(user) -> Queue | None:
    """The queue that a role's work begins with: examiners theirs, supervisors the team's, intake what came in."""
    own = queues_of(user)
    wanted = next((slug for right, slug in FIRST if user.may(right)), "tim")
    return next((queue for queue in own if queue.slug == wanted), own[0] if own else None)


def counts(user) -> dict[str, int]:
    """How many wait in each counted queue: one query per kind of subject, over what has not ended."""
    waiting = [queue for queue in queues_of(user) if queue.counted]
    found: dict[str, int] = {}
    for model in dict.fromkeys(queue.model for queue in waiting):
        mine = [queue for queue in waiting if queue.model is model]
        stages = {stage for queue in mine for stage in queue.stages}
        sums = {queue.slug: Count("pk", filter=queue.condition(user)) for queue in mine}
        found |= model.objects.visible_to(user).filter(stage__in=stages).aggregate(**sums)
    return found


def by_stage(queue: Queue, user) -> list[tuple[str, str, int]]:
    """Stage, its name and how many of the queue stand in it, in the order of the way; empty stages are left out."""
    rows = queue.rows(user).order_by().values_list("stage").annotate(n=Count("pk"))
    number = dict(rows)
    return [(stage.value, stage.label, number[stage]) for stage in queue.model.Stage if stage in number]
