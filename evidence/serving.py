"""How a file leaves the house: as an attachment that no browser opens by itself, and never without a note of who took it."""

import logging
from datetime import datetime
from urllib.parse import quote

from django.http import FileResponse, Http404

from evidence import storage
from evidence.models import Evidence
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


def serve(evidence: Evidence, *, by, at: datetime) -> FileResponse:
    """The file for somebody who was already found to see it. Raises MovedOn unless READY, Http404 when the disk lost it."""
    if evidence.stage != Evidence.Stage.READY:
        raise MovedOn(evidence, "download")
    try:
        file = storage.path_of(evidence.pk).open("rb")
    except FileNotFoundError as error:
        logger.exception("evidence %s has no file", evidence.pk)
        raise Http404(str(evidence.pk)) from error
    response = FileResponse(file, content_type="application/octet-stream", headers=HEADERS)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(evidence.name, safe='')}"
    try:
        with unit_of_work():
            record("evidence.download", evidence, by=by, at=at)
    except BaseException:
        response.close()
        raise
    return response
