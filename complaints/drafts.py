"""A report being written, kept on the server from the first page on, readable only with the token in the writer's cookie."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import SupervisingAuthority
from complaints.actions import Report, file_report
from complaints.models import Draft, Mode
from complaints.secrecy import TOKEN_LENGTH
from evidence import uploads
from evidence.actions import remove
from evidence.models import Evidence, Link
from identity import report_keys
from workflow import jobs
from workflow.actors import Reporter
from workflow.ledger import day_of, unit_of_work
from workflow.models import Access, Event
from workflow.references import normalised_code, random_text
from workflow.sealing import InvalidToken, digest, open_with, seal_with

LIFE = timedelta(hours=72)  # since the last change
JOB = "draft"
PURPOSE = "draft"


class AlreadySent(Exception):
    """The draft has become a complaint: its receipt is all that is left of it."""


class Expired(Exception):
    """The draft is older than LIFE, or never was."""


@dataclass(frozen=True)
class Receipt:
    """What the reporter keeps."""

    reference: str
    code: str
    sent_on: str  # ISO date and time


@dataclass
class OpenDraft:
    """A draft, opened: its row, the token that opens it, and what was typed, page by page."""

    row: Draft
    token: str
    answers: dict = field(default_factory=dict)

    @property
    def access(self) -> Access:
        return self.row.access

    @property
    def writer(self) -> Reporter:
        """Who acts. Taken as anonymous until it is sent: no file may carry the minute in which it came."""
        return Reporter(self.row.access_id, anonymous=True)

    @property
    def saved_at(self) -> datetime | None:
        at = self.answers.get("saved_at")
        return datetime.fromisoformat(at) if at else None

    @property
    def receipt(self) -> Receipt | None:
        receipt = self.answers.get("receipt")
        return Receipt(**receipt) if receipt else None

    def page(self, name: str) -> dict:
        """What was typed on one page, as it was typed."""
        return self.answers.get(name, {})


def new_token() -> str:
    """A secret for a draft that is not yet stored; 130 random bits, readable enough to be written down."""
    return random_text(TOKEN_LENGTH)


def name_of(token: str) -> str:
    """What tells this draft from others, stored or not, without telling the token."""
    return _digest(token)


def read_token(text: str) -> str:
    """A token as a person typed it: look-alikes mended, hyphens and blanks dropped."""
    return normalised_code(text[:200])


def find(token: str, *, at: datetime) -> OpenDraft | None:
    """The draft of this token, opened, or None when nothing was stored yet. Raises Expired."""
    row = Draft.objects.filter(digest=_digest(token)).select_related("access").first()
    return _opened(row, token, at) if row else None


def save(token: str, page: str, typed: dict, *, at: datetime) -> OpenDraft:
    """Keep what was typed on one page; the first time makes the draft. Raises AlreadySent, Expired."""
    with transaction.atomic():
        draft = _locked(token, at)
        draft.answers[page] = typed
        _store(draft, at)
    return draft


def begin(token: str, *, at: datetime) -> OpenDraft:
    """The draft of this token, made when there is none: files need its Access row. Raises AlreadySent, Expired."""
    with transaction.atomic():
        return _locked(token, at)


def send(token: str, *, at: datetime, report_of: Callable[[OpenDraft], Report]) -> Receipt:
    """File the report, once: a second press, a retry or another tab gets the same receipt. Raises Expired.

    `report_of(draft)` makes the report out of what was typed, under the draft's lock.
    """
    with unit_of_work():
        draft = _locked(token, at, sent_too=True)
        if draft.receipt:
            return draft.receipt
        report = report_of(draft)
        uploads.drop_unfinished(draft.access)
        filed = file_report(report, by=None, at=at, access=draft.access)
        sent_at = day_of(at) if report.mode == Mode.ANONYMOUS else at
        draft.answers = {"receipt": vars(Receipt(filed.complaint.reference, filed.receipt_code, sent_at.isoformat()))}
        draft.row.complaint = filed.complaint
        draft.row.created_at = day_of(at)  # the minute of an anonymous report must not stand beside it
        _store(draft, day_of(at))
        jobs.enqueue(JOB, str(draft.row.pk), at=day_of(at) + LIFE)  # nor may the hour of its deletion tell it
    return draft.receipt


def discard(draft: OpenDraft, *, at: datetime) -> None:
    """Forget a draft with everything in it; of a sent one, only the copy of its receipt."""
    _delete(draft.row, at)


def purge_if_expired(pk: str, *, at: datetime) -> None:
    """The worker's part: delete the draft when its time is up, or come back when it will be."""
    row = Draft.objects.filter(pk=pk).first()
    if row is None:
        return
    if row.touched_at + LIFE > at:
        jobs.enqueue(JOB, pk, at=row.touched_at + LIFE)
        return
    _delete(row, at)


def purge_job(key: str) -> None:
    """Handler of the job "draft"; the key is the draft's id."""
    purge_if_expired(key, at=timezone.now())


def _digest(token: str) -> str:
    return digest(token, purpose=PURPOSE)


def _locked(token: str, at: datetime, *, sent_too: bool = False) -> OpenDraft:
    row = Draft.objects.select_for_update().filter(digest=_digest(token)).first() or _create(token, at)
    draft = _opened(row, token, at)
    if row.complaint_id and not sent_too:
        raise AlreadySent
    return draft


def _create(token: str, at: datetime) -> Draft:
    try:
        with transaction.atomic():
            access = Access.objects.create(
                authority=SupervisingAuthority.objects.in_force(timezone.localdate(at)), sealed=True
            )
            row = Draft.objects.create(digest=_digest(token), access=access, created_at=at, touched_at=at)
    except IntegrityError:  # the same form sent twice at once: the other one was first
        return Draft.objects.select_for_update().get(digest=_digest(token))
    jobs.enqueue(JOB, str(row.pk), at=at + LIFE)
    return row


def _opened(row: Draft, token: str, at: datetime) -> OpenDraft:
    if row.touched_at + LIFE <= at:
        raise Expired
    try:
        answers = open_with(token, _outer_opened(row), purpose=PURPOSE) if row.sealed else {}
    except (InvalidToken, report_keys.Destroyed) as error:
        raise Expired from error
    return OpenDraft(row, token, answers)


def _outer_opened(row: Draft) -> bytes:
    """What is under the writer's token, out of the report's key; rows from before there was one have no such cover."""
    if not report_keys.is_sealed(row.sealed):
        return bytes(row.sealed)
    return report_keys.open_for(row.access_id, row.sealed, purpose=PURPOSE).encode()


def covered(row: Draft, under_token: bytes) -> bytes:
    """Twice sealed: only the writer's token opens it, and nobody once the report's key is destroyed."""
    return report_keys.seal_for(row.access_id, under_token.decode(), purpose=PURPOSE)


def _store(draft: OpenDraft, at: datetime) -> None:
    if not draft.receipt:
        draft.answers["saved_at"] = at.isoformat()
    draft.row.sealed = covered(draft.row, seal_with(draft.token, draft.answers, purpose=PURPOSE))
    draft.row.touched_at = at
    draft.row.save()


def _delete(row: Draft, at: datetime) -> None:
    with unit_of_work():
        row = Draft.objects.select_for_update(of=("self",)).select_related("access").filter(pk=row.pk).first()
        if row is None:
            return
        if row.complaint_id is None:
            _delete_parts(row, at)
        row.delete()
        if row.complaint_id is None:
            _give_up(row.access, at)


def _give_up(access: Access, at: datetime) -> None:
    """Events keep the Access row of a draft that had files; its key goes in any case."""
    if Event.objects.filter(access=access).exists():
        report_keys.discard(access, at=day_of(at))
    else:
        access.delete()


def _delete_parts(row: Draft, at: datetime) -> None:
    writer = Reporter(row.access_id, anonymous=True)
    for evidence in Evidence.objects.filter(access=row.access_id):
        remove(evidence, by=writer, at=at)
    Link.objects.filter(access=row.access_id).delete()
    uploads.drop_unfinished(row.access)
