"""What is done with evidence: take a file or a link in, take a file of a draft away, try a failed one again."""

import re
from datetime import datetime
from typing import BinaryIO, cast
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Officer
from evidence import quota, storage, vault
from evidence.kinds import BY_EXTENSION, FileKind
from evidence.models import Custody, Evidence, Link, Step, Upload
from evidence.names import extension_of, shown_name, with_extension
from evidence.refusal import FileRefused, Unacceptable
from evidence.sniff import sniff
from identity.report_keys import Destroyed
from workflow import jobs
from workflow.access import reaches
from workflow.ledger import day_of, record, unit_of_work
from workflow.models import Access
from workflow.transitions import MovedOn, perform

MOST_LINKS = 20
LONGEST_LINK = 2000  # characters
LONGEST_NOTE = 400
JOB = "evidence"


class LinkRefused(Exception):
    """The address is not taken (422); the text is for the person who wrote it."""

    status = 422


def add_file(access: Access, *, upload: File, by, at: datetime, counted: bool = True) -> Evidence:
    """Take a file in: on disk and synced first, in the database second, work for the worker in the same transaction.

    `counted` False: an officer's own record beside the report, which takes nothing of the report's room. The same bytes
    again on the same Access answer what is there. Raises FileRefused, PermissionDenied.
    """
    check_right(access, by)
    name = shown_name(upload.name or "")
    quota.check_size(upload.size or 0)
    quota.check_room(upload.size or 0)
    kind = kind_of(cast(BinaryIO, upload.file), name)
    upload.seek(0)
    key = uuid4()
    kept = _keep(upload, access, key, kept_date(by, at))
    return entered(access, key=key, kept=kept, name=name, kind=kind, by=by, at=at, counted=counted)


def check_right(access: Access, by) -> None:
    """Raises PermissionDenied for who may not add to what this row protects."""
    if not (by.may("evidence.add") and reaches(by, access)):
        raise PermissionDenied("evidence.add")


def kind_of(file: BinaryIO, name: str) -> FileKind:
    """The kind of an open file by its content. Raises FileRefused."""
    try:
        return sniff(file, name=name)
    except Unacceptable as error:
        raise FileRefused(str(error), error.status) from error


def kept_date(by, at: datetime) -> datetime | None:
    """What the file on disk shows as its date: of an anonymous reporter the day alone (I6)."""
    return day_of(at) if getattr(by, "anonymous", False) else None


def entered(
    access: Access,
    *,
    key: UUID,
    kept: storage.Kept,
    name: str,
    kind: FileKind,
    by,
    at: datetime,
    arrived=None,
    counted: bool = True,
) -> Evidence:
    """The row of a file that lies on disk, or its twin's; a file that gets no row is taken off the disk again.

    `arrived(evidence)` is called in the same transaction. Raises FileRefused.
    """
    try:
        with unit_of_work():
            _make_room(access, key, kept, counted)
            evidence = _enter(access, key, kept, _opening_name(name, kind), kind, by, at)
            if arrived:
                arrived(evidence)
    except BaseException:
        if not Evidence.objects.filter(pk=key).exists():  # what was committed stays, whatever went wrong after it
            storage.discard(key)
        raise
    if evidence.pk != key:
        storage.discard(key)
    return evidence


def add_link(access: Access, *, url: str, note: str = "", at: datetime) -> Link:
    """Keep an address as text. It is never fetched. The same address again answers what is there. Raises LinkRefused."""
    address = _checked_address(url)
    with transaction.atomic():
        Access.objects.select_for_update().get(pk=access.pk)
        known = Link.objects.filter(access=access, url=address).first()
        if known:
            return known
        if Link.objects.filter(access=access).count() >= MOST_LINKS:
            raise LinkRefused(_("Satu laporan memuat paling banyak %(most)s tautan.") % {"most": MOST_LINKS})
        return Link.objects.create(access=access, url=address, note=_plain(note)[:LONGEST_NOTE], added_at=at)


def remove(evidence: Evidence, *, by, at: datetime) -> None:
    """Take a file of a draft away, bytes included. Raises MovedOn once the draft has become a complaint, PermissionDenied."""
    if not (by.may("evidence.add") and reaches(by, evidence.access)):
        raise PermissionDenied("evidence.remove")
    with unit_of_work():
        access = Access.objects.select_for_update().get(pk=evidence.access_id)
        if not _is_draft(access):
            raise MovedOn(evidence, "remove")
        record("evidence.remove", evidence, by=by, at=at)
        Upload.objects.filter(evidence=evidence.pk).delete()
        Evidence.objects.filter(pk=evidence.pk).delete()
        transaction.on_commit(lambda: storage.discard(evidence.pk))


def retry(evidence: Evidence, *, by, at: datetime) -> Evidence:
    """Send a failed file through the worker again. Raises MovedOn, PermissionDenied."""
    with unit_of_work():
        evidence = perform(evidence.retry, by=by, at=at)
        evidence.steps.exclude(state=Step.State.DONE).delete()
        jobs.enqueue(JOB, str(evidence.pk), at=at)
    return evidence


def _keep(upload: File, access: Access, key: UUID, dated: datetime | None) -> storage.Kept:
    try:
        return vault.keep(upload.chunks(), access=access, key=key, limit=quota.LARGEST_FILE, dated=dated)
    except storage.TooLarge as error:
        raise quota.too_large(error.size) from error
    except Destroyed as error:
        raise FileRefused(_("Isi laporan ini sudah dihapus. Berkas baru tidak bisa ditambahkan."), 422) from error
    except OSError as error:
        raise quota.no_room() if error.errno in quota.NO_ROOM else error


def _opening_name(name: str, kind: FileKind) -> str:
    return name if extension_of(name) in BY_EXTENSION else with_extension(name, kind)


def _make_room(access: Access, key: UUID, kept: storage.Kept, counted: bool) -> None:
    """Under a lock that holds until the row is there. What is there already takes no more room. Raises FileRefused."""
    Access.objects.select_for_update().get(pk=access.pk)
    if counted and not Evidence.objects.filter(access=access, sha256=kept.sha256).exists():
        quota.check_report(access, kept.size, arriving=key)


def _enter(access: Access, key: UUID, kept: storage.Kept, name: str, kind: FileKind, by, at: datetime) -> Evidence:
    twin = Evidence.objects.filter(access=access, sha256=kept.sha256).first()
    if twin:
        return twin
    officer, seen_at = by if isinstance(by, Officer) else None, _visible_time(by, at)
    evidence = Evidence.objects.create(
        id=key, access=access, name=name, size=kept.size, sha256=kept.sha256, content_type=kind.content_type,
        added_by=officer, added_at=seen_at,
    )  # fmt: skip
    how = getattr(by, "custody", Custody.What.RECEIVED)  # whoever was invited to speak hands a file over
    Custody.objects.create(evidence=evidence, what=how, by=officer, at=seen_at)
    record("evidence.add", evidence, by=by, at=at, sha256=kept.sha256, kind=kind.name)
    jobs.enqueue(JOB, str(key), at=at)
    return evidence


def _visible_time(by, at: datetime) -> datetime:
    """The date alone for an anonymous reporter: the minute could be matched with an access log."""
    return day_of(at) if getattr(by, "anonymous", False) else at


def _is_draft(access: Access) -> bool:
    draft = getattr(access, "draft", None)
    return draft is not None and draft.complaint_id is None


def _checked_address(url: str) -> str:
    address = _plain(url)
    if address and "://" not in address and re.match(r"[\w-]+(\.[\w-]+)+", address):
        address = f"https://{address}"
    if len(address) > LONGEST_LINK:
        raise LinkRefused(_("Tautan ini terlalu panjang. Tempel alamat halamannya saja."))
    if " " in address or not _is_web_address(address):
        raise LinkRefused(_("Tautan diawali http:// atau https://, misalnya https://www.instagram.com/p/abc."))
    return address


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _plain(text: str) -> str:
    """One line without control and direction characters, which could show another address than the one that is kept."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
