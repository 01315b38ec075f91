"""A file on its way in: uploaded, its columns named, checked row by row, imported by the worker."""

import base64
import hashlib
import time
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import SupervisingAuthority
from exchange.cleaning import Cleaned, Reader
from exchange.fields import FIELDS, guess
from exchange.models import RIGHTS, Batch, Imported, Mapping
from exchange.reading import fingerprint, sheet_of
from exchange.taking import take
from workflow.jobs import NotNow, enqueue
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.sealing import open_sealed, seal
from workflow.sheets import Sheet, Unreadable

JOB = "exchange.import"
MOST_ERRORS = 500
SPREADSHEET = "lembar kerja"  # the source of one authority's own cases
PART = 20.0  # seconds that a worker goes on with one file before others get a turn
KEPT = timedelta(days=7)  # how long an upload waits that nobody finishes


def upload(data: bytes, *, name: str, kind: str, source: str, by, at: datetime) -> Batch:
    """Keep a file, sealed, with the columns it was found to have. Raises PermissionDenied and ValidationError."""
    if not by.may(RIGHTS[kind]):
        raise PermissionDenied(RIGHTS[kind])
    sheet = _sheet(data, name, kind)
    authority = by.authority or SupervisingAuthority.objects.in_force(timezone.localdate(at))
    with unit_of_work():
        batch = Batch(
            reference=new_reference("IMP", at=at),
            access=Access.objects.create(authority=authority),
            kind=kind,
            name=" ".join(name.split())[:160],
            sha256=hashlib.sha256(data).hexdigest(),
            source=_source(kind, source, by),
            uploaded_by=by,
            uploaded_at=at,
            columns=_columns(kind, sheet),
            notes=sheet.notes,
            total=len(sheet.rows),
        )
        batch.content = seal(base64.b64encode(data).decode(), purpose=batch.seal_purpose)
        batch.save()
    return batch


def _sheet(data: bytes, name: str, kind: str) -> Sheet:
    try:
        return sheet_of(data, name=name, kind=kind)
    except Unreadable as error:
        raise ValidationError({"file": str(error)}) from error


def _source(kind: str, source: str, by) -> str:
    """Whose numbers these are: a partner's own are its own."""
    if kind == Batch.Kind.CASES:
        return f"{SPREADSHEET} {by.authority_id}"[:40]
    return by.agency_id or source[:40]


def _columns(kind: str, sheet: Sheet) -> dict[str, int]:
    known = Mapping.objects.filter(kind=kind, fingerprint=fingerprint(sheet.header)).first()
    columns = known.columns if known else guess(kind, sheet.header)
    return {name: place for name, place in columns.items() if place < len(sheet.header)}


def content_of(batch: Batch) -> Sheet:
    """The sheet again. Raises ValidationError once it was forgotten."""
    if not batch.content:
        raise ValidationError(_("Isi berkas ini sudah dihapus. Unggah lagi."))
    data = base64.b64decode(open_sealed(batch.content, purpose=batch.seal_purpose))
    return _sheet(data, batch.name, batch.kind)


def check(batch: Batch, *, columns: dict[str, int], by, at: datetime) -> Cleaned:
    """The dry run: what would be taken over, and what is wrong with which row. The columns are remembered."""
    sheet = content_of(batch)
    missing = [str(each.label) for each in FIELDS[batch.kind] if each.needed and each.name not in columns]
    if missing:
        raise ValidationError(_("Kolom ini belum ditunjuk: %(columns)s.") % {"columns": ", ".join(missing)})
    cleaned = Reader(batch.kind, today=timezone.localdate(at)).clean(sheet, columns)
    with unit_of_work():
        Mapping.objects.update_or_create(
            kind=batch.kind,
            fingerprint=fingerprint(sheet.header),
            defaults={"columns": columns, "by": by, "at": at},
        )
        _note_check(batch, columns, cleaned)
    return cleaned


def _note_check(batch: Batch, columns: dict[str, int], cleaned: Cleaned) -> None:
    groups = cleaned.groups()
    known = Imported.objects.filter(kind=batch.kind, source=batch.source, number__in=list(groups)[:5000])
    batch.columns, batch.state = columns, Batch.State.CHECKED
    batch.errors = cleaned.errors[:MOST_ERRORS]
    batch.failed = len({row for row, _message in cleaned.errors})
    batch.total, batch.unchanged = len(groups), known.count()
    batch.save()


def start(batch: Batch, *, by, at: datetime) -> None:
    """Hand the checked file to the worker."""
    if not by.may(RIGHTS[batch.kind]):
        raise PermissionDenied(RIGHTS[batch.kind])
    with unit_of_work():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state != Batch.State.CHECKED:
            return  # pressed twice
        locked.state, locked.done, locked.created, locked.unchanged = Batch.State.QUEUED, 0, 0, 0
        locked.save()
        record("exchange.import", locked, by=by, at=at, kind=locked.kind)
        enqueue(JOB, locked.reference, at=at)


def work(key: str) -> None:
    """The worker's part: goes on where it was, and comes back for the rest. Again, it changes nothing."""
    if run(key, at=timezone.now(), seconds=PART):
        return
    raise NotNow("more rows of this file", after=timedelta(0))


def run(reference: str, *, at: datetime, seconds: float = 10_000) -> bool:
    """Take over number after number; False when the time was up before the end."""
    batch = Batch.objects.select_related("uploaded_by").filter(reference=reference, state=Batch.State.QUEUED).first()
    if batch is None:
        return True
    until = time.monotonic() + seconds
    cleaned = Reader(batch.kind, today=timezone.localdate(at)).clean(content_of(batch), batch.columns)
    groups = list(cleaned.groups().items())
    for number, facts in groups[batch.done :]:
        if time.monotonic() > until:
            return False
        _one(batch, number, facts, at)
    _finish(batch, cleaned, at)
    return True


def _one(batch: Batch, number: str, facts: list, at: datetime) -> None:
    try:
        taken = take(batch, number, facts, by=batch.uploaded_by, at=at)
        batch.created += taken.new
        batch.unchanged += not taken.new
        told = taken.told
    except PermissionDenied:
        told = _("Di luar wilayah Anda, jadi tidak diimpor.")
    except ValidationError as error:
        told = " ".join(error.messages)
    if told:
        batch.errors = [*batch.errors, [facts[0].row, told]][:MOST_ERRORS]
    batch.done += 1
    batch.save(update_fields=["created", "unchanged", "errors", "done"])


def _finish(batch: Batch, cleaned: Cleaned, at: datetime) -> None:
    batch.state, batch.finished_at, batch.content = Batch.State.DONE, at, b""
    batch.failed = len({row for row, _message in batch.errors})
    batch.save()


def forget(*, at: datetime) -> int:
    """Empty uploads that nobody finished. How many."""
    stale = Batch.objects.filter(uploaded_at__lt=at - KEPT, state__in=[Batch.State.UPLOADED, Batch.State.CHECKED])
    return stale.exclude(content=b"").update(content=b"")
