"""The API of clearance: one candidate at a time, with the reason why."""

from urllib.parse import unquote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from clearance import actions
from clearance.models import Inquiry
from clearance.numbers import nip_of
from workflow.api import bearer

router = Router(tags=["clearance"], auth=bearer)


@router.get(
    "clearance/{nip}", summary="Sanctions in force and open cases of a candidate; X-Reason says why, and is kept"
)
def get_clearance(request: HttpRequest, nip: str):
    if not request.auth.may(actions.RIGHT):
        raise PermissionDenied(actions.RIGHT)
    candidate = actions.Candidate(_checked(nip))
    reason = unquote(request.headers.get("X-Reason", "")).replace("\x00", "").strip()
    if not reason:
        raise ValidationError({"X-Reason": _("Tulis untuk apa keterangan ini dipakai.")})
    channel = Inquiry.Channel.API
    inquiry, answers = actions.ask([candidate], purpose=reason, by=request.auth, at=timezone.now(), channel=channel)
    if answers[0].withheld:
        raise PermissionDenied(actions.RIGHT)
    return {
        **answers[0].facts(),
        "note": _("Perkara yang masih terbuka bukan bukti pelanggaran."),
        "reference": inquiry.reference,
        "expires_on": inquiry.expires_on,
    }


def _checked(nip: str) -> str:
    try:
        return nip_of(nip)
    except ValidationError as error:
        raise ValidationError({"nip": error.messages}) from error
