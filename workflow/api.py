"""What every room's API shares: who calls, keyset lists, problem details, and the one call for every verb."""

import base64
import binascii
import json
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed, can_proceed
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BodyError
from ninja.parser import Parser
from ninja.security import HttpBearer

from agencies.models import ApiToken, Officer
from workflow import access_records
from workflow.transitions import MovedOn, permitted
from workflow.verbs import Kind, Verb, kinds

PAGE = 50
router = Router(tags=["transitions"])


class Absent(Http404):
    """Not there, or not for the caller: the two look the same."""


class Throttled(Exception):
    """Too many; `seconds` to wait."""

    def __init__(self, seconds: int):
        super().__init__(seconds)
        self.seconds = seconds


class Bearer(HttpBearer):
    """An API token; the officer behind it is `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str):
        return ApiToken.objects.officer_of(token, timezone.now(), method=request.method)


class Public(HttpBearer):
    """No token is no hindrance, a wrong one is."""

    def __call__(self, request: HttpRequest):
        if "Authorization" not in request.headers:
            return "public"
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str):
        return ApiToken.objects.officer_of(token, timezone.now(), method=request.method)


bearer = Bearer()
or_public = Public()


def listed(rows, cursor: str, present, *, by) -> dict:
    """One page of subjects, newest first: {"items", "next"}; that `by` saw them is recorded. Raises ValidationError."""
    rows = rows.order_by("-created_at", "-id")
    if cursor:
        at, last = _read_cursor(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=last))
    page = list(rows[: PAGE + 1])
    more = len(page) > PAGE
    page = page[:PAGE]
    access_records.listed(page, by=by, at=timezone.now())
    return {"items": [present(row) for row in page], "next": _cursor(page[-1]) if more else None}


def _cursor(row) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.created_at.isoformat(), row.pk]).encode()).decode()


def _read_cursor(cursor: str):
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor[:200]))
        return datetime.fromisoformat(at).astimezone(UTC), int(last)
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as wrong:
        raise ValidationError({"cursor": _("Penanda halaman ini tidak dikenal.")}) from wrong


def do_verb(request: HttpRequest, kind: Kind, reference: str, verb_name: str) -> dict:
    """Find (404), allow (403), check the stage (409) and the details (422), do it, answer the object and its extras."""
    subject = _subject(request, kind, reference)
    verb = kind.verbs.get(verb_name)
    if verb is None:
        raise Absent
    by = request.actor
    if not permitted(subject, verb.name, by):
        raise PermissionDenied(verb.name)
    if not can_proceed(getattr(subject, verb.name)):
        raise MovedOn(subject, verb.name)
    form = verb.form(_details(request, verb), subject=subject, by=by)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    extras = verb.act(subject, by=by, **form.cleaned_data) or {}
    now = kind.model.objects.select_related("access").get(pk=subject.pk)
    if isinstance(by, Officer):  # a reporter reads their own
        access_records.read(now, by=by, at=timezone.now())
    return {**kind.present(now, by), **extras}


def _subject(request: HttpRequest, kind: Kind, reference: str):
    code = request.headers.get("X-Receipt-Code")
    if code and kind.by_code:
        subject, request.actor = kind.by_code(reference, code)
    else:
        request.actor = request.auth
        scope = (
            kind.model.objects.visible_to(request.auth) if hasattr(request.auth, "pk") else kind.model.objects.none()
        )
        subject = scope.select_related("access").filter(reference=reference).first()
    if subject is None:
        raise Absent
    return subject


def _details(request: HttpRequest, verb: Verb) -> dict:
    if not request.body.strip():
        return {}
    details = read_json(request.body)
    if not isinstance(details, dict):
        raise ValidationError(_("Isi permintaan harus berupa objek JSON."))
    return {name: _as_typed(name, details[name]) for name in verb.form.base_fields if name in details}


def _as_typed(name: str, value) -> str:
    """A detail as a form would send it; forms expect text."""
    if isinstance(value, list | dict):
        raise ValidationError({name: _("Isian ini berupa teks.")})
    return "" if value is None else str(value).replace("\x00", "")


def read_json(raw: bytes):
    """A request's JSON. Raises ValidationError for what is none, or holds half characters that no database keeps."""
    try:
        value = json.loads(raw)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        raise ValidationError(_("Isi permintaan bukan JSON yang utuh.")) from wrong
    return value


class Body(Parser):
    """Bodies are read like the details of verbs."""

    def parse_body(self, request: HttpRequest):
        return read_json(request.body)


@router.post("{plural}/{reference}/transitions/{verb}", auth=or_public, summary="Do a verb", response=dict)
def transition(request: HttpRequest, plural: str, reference: str, verb: str):
    kind = next((k for k in kinds() if k.plural == plural), None)
    if kind is None:
        raise Absent
    return do_verb(request, kind, reference, verb)


def problem(status: int, title: str, detail: str = "", **more) -> HttpResponse:
    """An RFC 9457 answer."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or title, **more}
    return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")


def install_problems(api: NinjaAPI) -> None:
    """Every error of the API as problem details."""
    handle = api.exception_handler
    handle(Http404)(lambda request, error: problem(404, _("Tidak ada, atau bukan untuk Anda.")))
    handle(PermissionDenied)(lambda request, error: problem(403, _("Anda tidak berwenang melakukan ini.")))
    handle(AuthenticationError)(lambda request, error: problem(401, _("Token tidak ada atau tidak berlaku.")))
    handle(MovedOn)(_moved_on)
    handle(TransitionNotAllowed)(lambda request, error: problem(409, _("Sudah berpindah tahap.")))
    handle(ValidationError)(lambda request, error: problem(422, _("Isian belum benar."), errors=_errors(error)))
    handle(BodyError)(_wrong_body)
    handle(Throttled)(_throttled)
    handle(HttpError)(_refused)


def _moved_on(request, error: MovedOn) -> HttpResponse:
    return problem(409, _("Sudah berpindah tahap."), stage=error.subject.stage, verb=error.verb)


def _refused(request, error: HttpError) -> HttpResponse:
    unread = error.__cause__
    if isinstance(unread, ValidationError):  # what the parser said of the body
        return problem(422, _("Isian belum benar."), errors=_errors(unread))
    return problem(error.status_code, str(error))


def _throttled(request, error: Throttled) -> HttpResponse:
    response = problem(429, _("Terlalu banyak laporan dari satu alamat."))
    response["Retry-After"] = str(error.seconds)
    return response


def _wrong_body(request, error: BodyError) -> HttpResponse:
    errors = {".".join(map(str, e["loc"][2:] or e["loc"][-1:])): [e["msg"]] for e in error.errors}
    return problem(422, _("Isian belum benar."), errors=errors)


def _errors(error: ValidationError) -> dict:
    if hasattr(error, "error_dict"):
        return {field: [m for e in errors for m in e.messages] for field, errors in error.error_dict.items()}
    return {"detail": error.messages}
