"""How much one report may carry, files that are still arriving among it, and how much room the disk must keep."""

import errno
import math
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from evidence.models import Custody, Evidence, Upload
from evidence.refusal import FileRefused
from workflow.models import Access

MEGABYTE = 1024 * 1024  # bytes
LARGEST_FILE = 50 * MEGABYTE
MOST_FILES = 10  # of one report
MOST_BYTES = 100 * MEGABYTE  # of one report
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def check_size(size: int) -> None:
    """Raises FileRefused: 422 for nothing, 413 for too much."""
    if size == 0:
        raise FileRefused(_("Berkas ini kosong. Pilih berkas lain."), 422)
    if size > LARGEST_FILE:
        raise too_large(size)


def too_large(size: int) -> FileRefused:
    sizes = {"size": megabytes(size), "limit": megabytes(LARGEST_FILE)}
    text = _("Berkas ini %(size)s MB, batasnya %(limit)s MB. Kirim sebagian, atau tempel tautannya.")
    return FileRefused(text % sizes, 413)


def megabytes(size: int) -> str:
    """Bytes as the number people read, rounded up: "2,1", "50", never below "0,1"."""
    amount = max(math.ceil(size / MEGABYTE * 10) / 10, 0.1)
    return number_format(amount, 0 if amount.is_integer() else 1)


def check_report(access: Access, size: int, *, arriving: UUID | None = None) -> None:
    """May `size` more bytes join this report? `arriving` is the upload they come by, which was counted when it began.

    What officers recorded when they looked at its links takes none of its room, nor does what somebody invited handed
    over. To be asked under a lock on the Access row. Raises FileRefused 429.
    """
    given = Custody.objects.filter(evidence__access=access, what=Custody.What.GIVEN).values("evidence")
    held = Evidence.objects.filter(access=access, sightings=None).exclude(pk__in=given)
    coming = Upload.objects.filter(access=access, evidence=None).exclude(pk=arriving)
    if held.count() + coming.count() >= MOST_FILES:
        text = _("Satu laporan memuat paling banyak %(most)s berkas. Hapus satu, atau tempel tautannya.")
        raise FileRefused(text % {"most": MOST_FILES}, 429)
    if _bytes_of(held) + _bytes_of(coming) + size > MOST_BYTES:
        text = _("Semua berkas bersama paling besar %(limit)s MB. Kirim sebagian, atau tempel tautannya.")
        raise FileRefused(text % {"limit": megabytes(MOST_BYTES)}, 429)


def check_room(size: int) -> None:
    """New files wait while the disk is nearly full, so that what is there stays readable. Raises FileRefused 503."""
    disk = shutil.disk_usage(_existing(settings.EVIDENCE_DIR))
    if disk.free - size < disk.total * settings.DISK_FLOOR / 100:
        raise no_room()


def no_room() -> FileRefused:
    text = _(
        "Tempat penyimpanan kami sedang penuh. Laporan tetap bisa dikirim; berkasnya disusulkan beberapa jam lagi."
    )
    return FileRefused(text, 503)


def _bytes_of(rows) -> int:
    return rows.aggregate(total=Sum("size"))["total"] or 0


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
