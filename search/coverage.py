"""What the search cannot read: how many files of those that a user may see, which, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from evidence.kinds import SOUND, VIDEO
from evidence.models import Evidence, Page
from search.models import Bundle
from workflow.access import NOBODY, referred_by, within

PAGE = 50
Stage = Evidence.Stage


@dataclass(frozen=True)
class Coverage:
    """How many files the user may see, and how many of them have no text to be found yet, or never will."""

    files: int
    unreadable: int


@dataclass(frozen=True)
class Unread:
    """A file without text, and why, in the reader's language."""

    file: Evidence
    why: str


def coverage(user) -> Coverage:
    """How many files are in the user's reach: as the index knows them, which is told of every event.

    An agency's own are few, and one by one theirs or not: they are counted where they are.
    """
    if user.may("recommendation.view_agency"):
        return _counted(_files(user))
    sums = Bundle.objects.filter(_reach(user)).aggregate(files=Sum("files", default=0), unread=Sum("unread", default=0))
    return Coverage(sums["files"], sums["unread"])


def counted(access_id: int) -> Coverage:
    """Of the files of one Access row; rejected ones are no evidence."""
    return _counted(Evidence.objects.filter(access_id=access_id).exclude(stage=Stage.REJECTED))


def _counted(files: QuerySet) -> Coverage:
    sums = files.aggregate(files=Count("pk"), read=Count("pk", filter=Q(_text(), stage=Stage.READY)))
    return Coverage(sums["files"], sums["files"] - sums["read"])


def _reach(user) -> Q:
    """Whose files `Evidence.visible_to` opens, of whole Access rows."""
    scope = NOBODY
    if user.may("evidence.view"):
        scope |= within(user)
    if user.may("case.view_plenary"):
        scope |= within(user) & Q(access__at_plenary=True)
    if user.may("complaint.view_referred"):
        scope |= referred_by(user)
    return scope


def unread(user, *, after: UUID | None = None, size: int = PAGE) -> Sequence[Unread]:
    """Those without text, by id, beyond one of them; one more than a page tells that there is more."""
    rows = _files(user).exclude(Q(_text(), stage=Stage.READY)).order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    return [Unread(file, why(file)) for file in rows[: size + 1]]


def why(file: Evidence) -> str:
    """Why nothing can be found in it."""
    if file.reason:
        return file.reason_text
    waiting = {Stage.QUARANTINED: _("Menunggu pemeriksaan berkas."), Stage.CLEAN: _("Sedang dibaca.")}
    if file.stage in waiting:
        return waiting[Stage(file.stage)]
    if file.stage == Stage.FAILED:
        return _("Gagal dibaca. Petugas bisa mengulang pembacaan.")
    if file.kind and file.kind.family in (SOUND, VIDEO):
        return _("Suara atau video: isinya tidak dibaca, hanya nama dan catatan petugas yang dicari.")
    return _("Tidak ada tulisan yang terbaca di dalamnya.")


def _files(user) -> QuerySet:
    return Evidence.objects.visible_to(user).exclude(stage=Stage.REJECTED)


def _text() -> Exists:
    return Exists(Page.objects.filter(evidence=OuterRef("pk")).exclude(text=""))
