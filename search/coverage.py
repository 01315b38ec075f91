"""What the search cannot read: how many files of those that a user may see, which, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from evidence.kinds import SOUND, VIDEO
from evidence.models import Evidence, Page

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
    """Counts the files in the user's reach; rejected ones are no evidence."""
    files = _files(user)
    total = files.count()
    return Coverage(total, total - files.filter(_text(), stage=Stage.READY).count())


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
