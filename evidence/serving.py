"""How a file leaves the house: as an attachment that no browser opens by itself, and never without a note of who took it.

People get the safe copy. The sealed original goes to those with the right, with a reason that is kept.
"""

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from evidence import shelf, vault
from evidence.custody import What, note
from evidence.kinds import BY_CONTENT_TYPE, SOUND, VIDEO
from evidence.models import Evidence, Redaction
from identity.streams import Damaged
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

logger = logging.getLogger("netral.evidence")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Encoding": "identity",  # pictures and PDFs are packed already: spare the compressing middleware the work
}
CHUNK = 256 * 1024
LEAST_REASON = 10  # characters


def serve(evidence: Evidence, *, by, at: datetime) -> FileResponse:
    """The safe copy for somebody who was already found to see the file.

    Raises MovedOn unless READY, Http404 when there is no safe copy or the disk lost it.
    """
    _ready(evidence, "download")
    if not evidence.safe_type:
        raise Http404(str(evidence.pk))
    place, name = shelf.folder_of(evidence.pk) / shelf.SAFE, name_as(evidence.name, evidence.safe_type)
    with unit_of_work():
        response = attachment(_opened(place), name)
        note(evidence, what=What.COPY, by=by, at=at)
        record("evidence.download", evidence, by=by, at=at)
    return response


def serve_original(evidence: Evidence, *, by, at: datetime, reason: str) -> FileResponse:
    """The sealed original. Raises PermissionDenied, MovedOn unless READY, ValidationError without a reason, Http404."""
    if not by.may("evidence.original"):
        raise PermissionDenied("evidence.original")
    _ready(evidence, "original")
    said = checked_reason(reason)
    with unit_of_work():
        response = attachment(_original(evidence), evidence.name)
        note(evidence, what=What.ORIGINAL, by=by, at=at, reason=said)
        record("evidence.original", evidence, by=by, at=at)
    return response


def serve_redacted(redaction: Redaction, *, name: str, by, at: datetime) -> FileResponse:
    """A redacted copy under this name. Raises MovedOn until it is made, Http404 when the disk lost it."""
    if redaction.state != Redaction.State.DONE or redaction.evidence.stage == Evidence.Stage.REJECTED:
        raise MovedOn(redaction.evidence, "redacted")
    with unit_of_work():
        response = attachment(_opened(shelf.redacted_of(redaction.evidence_id, redaction.pk)), name)
        note(redaction.evidence, what=What.REDACTED, by=by, at=at)
        record("evidence.download", redaction.evidence, by=by, at=at, redaction=redaction.pk)
    return response


def picture(evidence: Evidence, number: int) -> FileResponse:
    """The picture of a page for <img>; number 0 is the small one for lists. Raises MovedOn, Http404."""
    _ready(evidence, "picture")
    place = shelf.picture_of(evidence.pk, number) if number else shelf.folder_of(evidence.pk) / shelf.SMALL
    response = FileResponse(_opened(place), content_type="image/jpeg", headers=HEADERS)
    response.headers["Content-Disposition"] = "inline"
    return response


def played(evidence: Evidence, *, wanted: str) -> HttpResponse | StreamingHttpResponse:
    """Sound or video for <audio> and <video>, whole or the range that `wanted` (a Range header) names: 200, 206, 416."""
    _ready(evidence, "play")
    kind = BY_CONTENT_TYPE.get(evidence.safe_type)
    if kind is None or kind.family not in (SOUND, VIDEO):
        raise Http404(str(evidence.pk))
    file = _opened(shelf.folder_of(evidence.pk) / shelf.SAFE)
    size = Path(file.name).stat().st_size
    span = _span(wanted, size)
    if span is None:
        file.close()
        return HttpResponse(status=416, headers={**HEADERS, "Content-Range": f"bytes */{size}"})
    start, end = span
    headers = {**HEADERS, "Accept-Ranges": "bytes", "Content-Length": str(end - start)}
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    body = _piece(file, start, end)
    status = 206 if wanted else 200
    return StreamingHttpResponse(body, status=status, content_type=evidence.safe_type, headers=headers)


def attachment(file: BinaryIO, name: str) -> FileResponse:
    """An open file, for saving and not for opening."""
    response = FileResponse(file, content_type="application/octet-stream", headers=HEADERS)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def checked_reason(reason: str) -> str:
    """One line of at least ten characters. Raises ValidationError."""
    said = " ".join(reason.split())
    if len(said) < LEAST_REASON:
        text = _("Tulis alasannya, paling sedikit %(least)s huruf.") % {"least": LEAST_REASON}
        raise ValidationError({"reason": text})
    return said


def name_as(name: str, content_type: str) -> str:
    """The name with an extension of the copy's own kind."""
    kind = BY_CONTENT_TYPE[content_type]
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in kind.extensions:
        return name
    return f"{stem if dot and stem and len(ending) < 6 else name}.{kind.extensions[0]}"


def _ready(evidence: Evidence, verb: str) -> None:
    if evidence.stage != Evidence.Stage.READY:
        raise MovedOn(evidence, verb)


def _opened(place: Path):
    try:
        return place.open("rb")
    except FileNotFoundError as error:
        logger.exception("evidence has no file %s", place.name)
        raise Http404(place.name) from error


def _original(evidence: Evidence) -> BinaryIO:
    try:
        return vault.opened(evidence)
    except (FileNotFoundError, Damaged) as error:
        logger.exception("evidence %s cannot be read", evidence.pk)
        raise Http404(str(evidence.pk)) from error


def _span(wanted: str, size: int) -> tuple[int, int] | None:
    """[start, end) of a Range header; the whole file without one, None for a range that is not there."""
    if not wanted:
        return 0, size
    found = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", wanted.strip())
    if not found or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size
    start, end = int(found[1]), min(int(found[2] or size) + 1, size)
    return (start, end) if start < end else None


def _piece(file, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end:
            chunk = file.read(min(CHUNK, end - start))
            if not chunk:
                return
            start += len(chunk)
            yield chunk
