"""The API of complaints: intake for partners and the public, status, messages, lists."""

from datetime import date
from typing import Annotated

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import BeforeValidator

from agencies.models import Agency, Officer, Territory
from complaints import actions
from complaints.forms import one_line, readable
from complaints.idempotency import answered_once
from complaints.models import Complaint, Mode, Source
from complaints.progress import public_status
from complaints.queries import by_receipt, messages_of, reporter_of
from complaints.secrecy import REFUSED, tells_a_code
from complaints.throttle import allow, allow_file
from evidence.api import accept_upload, begin_upload
from law.models import Election, Violation
from workflow import access_records
from workflow.api import Absent, Throttled, bearer, listed, or_public
from workflow.verbs import available

router = Router(tags=["complaints"])
NARRATIVE = 50_000  # characters


def _written_out(value):
    """A date as text; a number would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError("a date is written YYYY-MM-DD")
    return value


class PersonIn(Schema):
    name: str | None = Field(None, max_length=160)
    nip: str | None = Field(None, max_length=40)
    position: str | None = Field(None, max_length=160)
    agency_code: str | None = Field(None, max_length=8)


class ReporterIn(Schema):
    mode: Mode = Mode.CONFIDENTIAL
    name: str | None = Field(None, max_length=160)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    notify: bool = False


class ComplaintIn(Schema):
    kind: Violation.Kind
    narrative: str = Field(min_length=1, max_length=NARRATIVE)
    incident_date: Annotated[date | None, BeforeValidator(_written_out)] = None
    incident_place: str | None = Field(None, max_length=200)
    territory: str | None = None
    election: str | None = None
    respondents: list[PersonIn] = Field(default_factory=list, max_length=200)
    violations: list[str] = Field(default_factory=list, max_length=40)
    links: list[str] = Field(default_factory=list, max_length=40)
    reporter: ReporterIn = Field(default_factory=ReporterIn)  # type: ignore[arg-type]
    source: Source = Source.API


class FiledOut(Schema):
    reference: str
    receipt_code: str


class MessageIn(Schema):
    text: str = Field(min_length=1, max_length=10_000)


def present(complaint: Complaint, by, *, seen: bool = False) -> dict:
    """A complaint as its officers read it: never who reported it."""
    return {
        "reference": complaint.reference,
        "kind": complaint.kind,
        "stage": complaint.stage,
        "stage_since": complaint.stage_since,
        "due_date": complaint.due_date,
        "received_on": timezone.localdate(complaint.created_at),
        "narrative": complaint.narrative,
        "incident_date": complaint.incident_date,
        "incident_place": complaint.incident_place,
        "territory": complaint.territory_id,
        "election": complaint.election_id,
        "violations": sorted(v.code for v in complaint.violations.all()),
        "respondents": [_person(p) for p in complaint.people.all()],
        "links": [link.url for link in complaint.access.links.all()],
        "mode": complaint.mode,
        "source": complaint.source,
        "available_transitions": [verb.name for verb in available(complaint, by, seen=seen)],
    }


def _person(person) -> dict:
    facts = {"name": person.name, "nip": person.nip, "position": person.position}
    return {**facts, "agency_code": person.agency_id, "agency": person.agency_text or None}


@router.post("complaints", response={201: FiledOut}, auth=or_public, summary="File a report")
def file_complaint(request: HttpRequest, body: ComplaintIn):
    by = request.auth if isinstance(request.auth, Officer) else None
    if by is not None and not by.may("complaint.create"):
        raise PermissionDenied("complaint.create")
    at, address = timezone.now(), request.META.get("REMOTE_ADDR", "")
    return Status(201, answered_once(_key(request, by), request.body, at=at, make=lambda: _file(body, by, at, address)))


def _key(request: HttpRequest, by: Officer | None) -> str:
    """The caller's own: nobody takes a key before somebody else uses it."""
    key = request.headers.get("Idempotency-Key", "")
    return f"api:{by.pk if by else 'public'}:{key}" if key else ""


def _file(body: ComplaintIn, by, at, address: str) -> dict:
    """Only what could be filed counts for its address, and a retry that gets its old answer counts for nothing."""
    report = _report(body, by)
    if by is None and (wait := allow(address, at=at)):
        raise Throttled(wait)
    filed = actions.file_report(report, by=by, at=at)
    return {"reference": filed.complaint.reference, "receipt_code": filed.receipt_code}


def _report(body: ComplaintIn, by: Officer | None) -> actions.Report:
    _check(body)
    identity = body.reporter.dict(exclude={"mode"}) if body.reporter.mode != Mode.ANONYMOUS else {}
    return actions.Report(
        kind=body.kind,
        narrative=readable(body.narrative).strip(),
        incident_date=body.incident_date,
        incident_place=one_line(body.incident_place or ""),
        territory=_known(Territory, body.territory, "territory"),
        election=_known(Election, body.election, "election"),
        violations=[_known(Violation, code, "violations") for code in dict.fromkeys(body.violations)],
        mode=body.reporter.mode,
        source=_source(body.source, by),
        people=[_reported(p) for p in body.respondents],
        links=[(link, "") for link in map(_link, body.links)],
        identity={k: one_line(v) if isinstance(v, str) else v for k, v in identity.items() if v} if identity else {},
    )


def _source(told: Source, by: Officer | None) -> Source:
    """Letters, visits and referrals are recorded by whom we know; a stranger's word for it counts as the API."""
    return told if by is not None or told == Source.WEB else Source.API


def _check(body: ComplaintIn) -> None:
    _check_codes(body)
    if not readable(body.narrative).strip():
        raise ValidationError({"narrative": _("Ceritakan apa yang terjadi.")})
    if body.incident_date and body.incident_date > timezone.localdate():
        raise ValidationError({"incident_date": _("Tanggal ini belum terjadi. Periksa tahunnya.")})
    if body.kind != Violation.Kind.MERIT and not body.respondents:
        raise ValidationError({"respondents": _("Tulis satu petunjuk tentang siapa yang dilaporkan.")})
    if body.kind != Violation.Kind.MERIT and not all(_tells_something(p) for p in body.respondents):
        raise ValidationError(
            {"respondents": _("Setiap orang perlu satu petunjuk: nama, NIP, jabatan, atau instansi.")}
        )


def _check_codes(body: ComplaintIn) -> None:
    """What officers read tells no code (I3)."""
    people = [value or "" for person in body.respondents for value in person.dict().values()]
    told = {"narrative": [body.narrative], "incident_place": [body.incident_place or ""], "respondents": people}
    told["links"] = body.links
    if wrong := {name: REFUSED for name, texts in told.items() if any(map(tells_a_code, texts))}:
        raise ValidationError(wrong)


def _tells_something(person: PersonIn) -> bool:
    return any((value or "").strip() for value in person.dict().values())


def _reported(person: PersonIn) -> actions.Person:
    return actions.Person(
        name=one_line(person.name or ""),
        nip=one_line(person.nip or ""),
        position=one_line(person.position or ""),
        agency=_known(Agency, person.agency_code, "agency_code"),
    )


def _clean(text: str | None) -> str:
    """Without NUL, which the database refuses."""
    return (text or "").replace("\x00", "").strip()


def _known(model: type, code: str | None, name: str):
    if not code:
        return None
    found = model.objects.filter(pk=_clean(code)[:40]).first()
    if found is None:
        raise ValidationError({name: _("Kode %(code)s tidak dikenal.") % {"code": code[:40]}})
    return found


def _link(url: str) -> str:
    url = _clean(url)
    if not url.lower().startswith(("http://", "https://")) or len(url) > 2000:
        raise ValidationError({"links": _("Tautan dimulai dengan http:// atau https://.")})
    return url


@router.get("complaints", auth=bearer, summary="What the token's user may see")
def list_complaints(request: HttpRequest, cursor: str = "", stage: str = ""):
    rows = Complaint.objects.visible_to(request.auth).select_related("access")
    rows = rows.prefetch_related("people", "violations", "access__links")
    rows = rows.filter(stage=stage) if stage else rows
    return listed(rows, cursor, lambda c: present(c, request.auth, seen=True), by=request.auth)


def _read(complaint: Complaint, by) -> dict:
    """What is answered, and that it was."""
    access_records.read(complaint, by=by, at=timezone.now())
    return present(complaint, by, seen=True)


def _note(complaint: Complaint, by, what: str) -> None:
    """That an officer saw it; a reporter reads their own, and of that nothing is kept."""
    if isinstance(by, Officer):
        access_records.read(complaint, by=by, at=timezone.now(), what=what)


@router.get("complaints/{reference}", auth=bearer)
def get_complaint(request: HttpRequest, reference: str):
    return _read(visible(reference, request.auth), request.auth)


def visible(reference: str, user) -> Complaint:
    """The complaint, for who may see it. Raises Absent, the same for hidden and for unknown."""
    complaint = Complaint.objects.visible_to(user).select_related("access").filter(reference=reference).first()
    if complaint is None:
        raise Absent
    return complaint


def _opened(request: HttpRequest, reference: str) -> tuple[Complaint, object]:
    """The complaint and who acts: the reporter by code, or an officer by token."""
    if code := request.headers.get("X-Receipt-Code", ""):
        complaint = by_receipt(reference, code)
        if complaint is None:
            raise Absent
        return complaint, reporter_of(complaint)
    if not isinstance(request.auth, Officer):
        raise Absent
    return visible(reference, request.auth), request.auth


@router.get("complaints/{reference}/status", auth=or_public, summary="What the reporter may know")
def status(request: HttpRequest, reference: str):
    complaint, by = _opened(request, reference)
    _note(complaint, by, "complaint.status")
    return {**public_status(complaint), "available_transitions": [v.name for v in available(complaint, by)]}


@router.get("complaints/{reference}/messages", auth=or_public)
def get_messages(request: HttpRequest, reference: str):
    complaint, by = _opened(request, reference)
    if not by.may("message.write"):
        raise PermissionDenied("message.write")
    _note(complaint, by, "message.read")
    items = [{"id": m.id, "from": m.sender, "text": m.text, "at": m.at} for m in messages_of(complaint)]
    return {"items": items, "next": None}


@router.post("complaints/{reference}/messages", auth=or_public, response={201: dict})
def post_message(request: HttpRequest, reference: str, body: MessageIn):
    complaint, by = _opened(request, reference)
    if not by.may("message.write"):
        raise PermissionDenied("message.write")
    text = _clean(body.text)
    if not text:
        raise ValidationError({"text": _("Tulis pesannya dulu.")})
    written = actions.post_message(complaint, by=by, text=text)
    return Status(201, {"id": written.pk, "from": written.sender, "text": text, "at": written.at})


@router.post("complaints/{reference}/evidence", auth=or_public, response={201: dict})
def add_evidence(request: HttpRequest, reference: str, file: UploadedFile = File(...)):  # noqa: B008 - ninja's way
    complaint, by = _opened(request, reference)
    if not by.may("evidence.add"):
        raise PermissionDenied("evidence.add")
    if not isinstance(by, Officer) and (wait := allow_file(request.META.get("REMOTE_ADDR", ""), at=timezone.now())):
        raise Throttled(wait)
    return Status(201, accept_upload(complaint.access, file, by=by, at=timezone.now()))


@router.post("complaints/{reference}/uploads", auth=or_public, summary="A file that will arrive piece by piece (tus)")
def begin_file(request: HttpRequest, reference: str):
    complaint, by = _opened(request, reference)
    if not by.may("evidence.add"):
        raise PermissionDenied("evidence.add")
    if not isinstance(by, Officer) and (wait := allow_file(request.META.get("REMOTE_ADDR", ""), at=timezone.now())):
        raise Throttled(wait)
    return begin_upload(request, complaint.access, by=by)
