"""What can be done to a complaint. Each action is one unit of work: the change and its event, or neither."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, SupervisingAuthority, Territory
from agencies.queries import agencies
from complaints.merging import merged_into
from complaints.models import Complaint, Message, Mode, ReportedPerson, Source
from complaints.reported import reported
from complaints.secrecy import CODE_LENGTH, REFUSED, tells_a_code
from complaints.wording import remember
from evidence.models import Link
from identity import envelopes
from identity.report_keys import Destroyed, seal_for
from law.models import Election, Violation
from workflow.access import follow, reaches
from workflow.actors import Reporter
from workflow.ledger import day_of, record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference, normalised_code, random_text
from workflow.sealing import digest
from workflow.transitions import begin, perform


@dataclass(frozen=True)
class Person:
    """Somebody reported, as far as the reporter knows."""

    name: str = ""
    nip: str = ""
    position: str = ""
    agency: Agency | None = None
    agency_text: str = ""


@dataclass(frozen=True)
class Report:
    """What a report says. `links` are (address, note); `identity` has name, email, phone, notify, or is empty."""

    kind: str
    narrative: str
    incident_date: date | None = None
    incident_place: str = ""
    territory: Territory | None = None
    election: Election | None = None
    violations: list[Violation] = field(default_factory=list)
    mode: str = Mode.CONFIDENTIAL
    source: str = Source.WEB
    people: list[Person] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    identity: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Filed:
    """A filed complaint and the receipt code, which exists here and on the reporter's paper only."""

    complaint: Complaint
    receipt_code: str


def receipt_digest(code: str) -> str:
    """Under which a receipt code is found; forgiving about case, blanks, hyphens and look-alikes."""
    return digest(normalised_code(code), purpose="receipt")


def message_purpose(complaint: Complaint) -> str:
    return f"message:{complaint.reference}"


def file_report(report: Report, *, by, at: datetime, access: Access | None = None) -> Filed:
    """Make a complaint of a report. `by` is None for the public; `access` is a draft's, with its files.

    The authority is the one in force on the day of receipt.
    """
    code = random_text(CODE_LENGTH)
    with unit_of_work():
        complaint = Complaint(
            reference=new_reference("LAP", at=at),
            access=_opened(access, report, by, at),
            receipt_digest=receipt_digest(code),
            **{name: getattr(report, name) for name in COPIED},
        )
        begin(complaint, at=_kept_time(report, at))
        complaint._history_user, complaint._history_date = by, _kept_time(report, at)
        complaint.save()
        _add_parts(complaint, report, at)
        remember(complaint)
        reported(complaint, complaint.people.all(), by=by, at=at)
        actor = by or Reporter(complaint.access_id, anonymous=report.mode == Mode.ANONYMOUS)
        codes = sorted(v.code for v in report.violations)
        record(
            "complaint.submit", complaint, by=actor, at=at, to=complaint.stage, violations=codes, source=report.source
        )
    return Filed(complaint, "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4)))


COPIED = ("kind", "narrative", "incident_date", "incident_place", "territory", "election", "mode", "source")


def _kept_time(report: Report, at: datetime) -> datetime:
    """Anonymous reports keep the day alone, so that no access log can be matched with them (I6)."""
    return day_of(at) if report.mode == Mode.ANONYMOUS else at


def _opened(access: Access | None, report: Report, by, at: datetime) -> Access:
    access = access or Access()
    access.authority = SupervisingAuthority.objects.in_force(timezone.localdate(at))
    access.region, access.sealed = report.territory, False
    access.save()
    if by is not None and by.agency_id:
        access.partners.add(by.agency_id)
    return access


def _add_parts(complaint: Complaint, report: Report, at: datetime) -> None:
    complaint.violations.set(report.violations)
    for order, person in enumerate(report.people):
        row = ReportedPerson(complaint=complaint, order=order, **vars(person))
        row._history_date = _kept_time(report, at)  # type: ignore[attr-defined]
        row.save()
    Link.objects.bulk_create(
        Link(access=complaint.access, url=url, note=note, added_at=_kept_time(report, at)) for url, note in report.links
    )
    if report.identity and report.mode != Mode.ANONYMOUS:
        _seal_identity(complaint, report, at)


def _seal_identity(complaint: Complaint, report: Report, at: datetime) -> None:
    try:
        envelopes.keep(complaint.access, report.identity, at=_kept_time(report, at))
    except envelopes.NoKeys as error:
        raise ValidationError(
            _("Identitas belum dapat disegel di sini. Kirim laporan ini tanpa nama dan kontak.")
        ) from error


def verify(complaint, *, by, at=None):
    """Begin the initial review."""
    perform(complaint.verify, by=by, at=at)


def request_completion(complaint, *, by, questions, at=None):
    """Ask the reporter for what is missing; the questions are a message, the clock stops for the officer."""
    at = at or timezone.now()
    with unit_of_work():
        moved = perform(complaint.request_completion, by=by, at=at)
        _write_message(moved, by, questions, at, question=True)


def resubmit(complaint, *, by, text="", at=None):
    """The reporter answers and hands the report back."""
    at = _by_the_day(by, at or timezone.now())
    with unit_of_work():
        moved = perform(complaint.resubmit, by=by, at=at)
        if text:
            _write_message(moved, by, text, at)


def reject(complaint, *, by, reason, at=None):
    """End it here, with a reason that the reporter reads."""
    perform(complaint.reject, by=by, at=at, reason=reason)


def forward(complaint, *, by, to, reason, at=None):
    """Hand it to the body in charge; a body known here by code or name sees from now on what it was asked."""
    with unit_of_work():
        agency = _body(to)
        moved = perform(
            complaint.forward,
            by=by,
            at=at,
            payload={"agency": agency.code} if agency else {},
            to=agency.name if agency else to,
            reason=reason,
        )
        if agency:
            moved.access.partners.add(agency)


def _body(to: str) -> Agency | None:
    """The agency that a code, a name or a nickname such as "Bawaslu" names for certain."""
    agency = Agency.objects.filter(Q(code__iexact=to.strip()) | Q(name__iexact=to.strip())).first()
    known = None if agency else agencies().recognised(to)
    return Agency.objects.filter(pk=known.code).first() if known else agency


LIVING = [*Complaint.OPEN, Complaint.Stage.ACCEPTED]


def merge(complaint, *, by, into, at=None):
    """The same matter was reported before: this one ends, and lives on in `into`.

    Raises ValidationError for a merge with itself, into one that was merged (that could close a ring) or that ended.
    """
    with unit_of_work():
        both = Complaint.objects.select_for_update().filter(pk__in=[complaint.pk, into.pk]).order_by("pk")
        target = {row.pk: row for row in both}[into.pk]  # locked in one order, whoever is merged into whom
        if target.pk == complaint.pk:
            raise ValidationError(_("Laporan tidak bisa digabung dengan dirinya sendiri."))
        if target.stage == Complaint.Stage.MERGED:
            raise ValidationError(_("Laporan itu sendiri sudah digabung ke laporan lain."))
        if target.stage not in LIVING:
            raise ValidationError(_("Laporan itu sudah berakhir. Yang digabung ke sana ikut berakhir."))
        moved = perform(complaint.merge, by=by, at=at, payload={"into": target.reference}, into=target)
        for access in Access.objects.filter(complaint__in=[moved.pk, *merged_into([moved.pk])]).order_by("pk"):
            follow(access, target.access)


def withdraw(complaint, *, by, reason="", at=None):
    """The reporter takes it back; a case that was opened from it goes on. Raises ValidationError as a message does (I3)."""
    if isinstance(by, Reporter) and tells_a_code(reason):
        raise ValidationError(REFUSED)
    perform(complaint.withdraw, by=by, at=_by_the_day(by, at or timezone.now()), reason=reason)


def post_message(complaint, *, by, text, at=None) -> Message:
    """A message between reporter and officer, in any stage.

    Raises PermissionDenied for others, ValidationError when a code stands in it (I3).
    """
    at = at or timezone.now()
    with unit_of_work():
        subject = Complaint.objects.select_for_update().get(pk=complaint.pk)
        if not (by.may("message.write") and reaches(by, subject.access)):
            raise PermissionDenied("message.write")
        return _write_message(subject, by, text, at)


def post_notice(complaint, *, by, text, at) -> Message:
    """What the law has every affected reporter be told, from whoever may write to reporters: they need not see the report.

    Raises PermissionDenied, ValidationError when the report's key is gone.
    """
    if not by.may("message.write") or isinstance(by, Reporter):
        raise PermissionDenied("message.write")
    with unit_of_work():
        return _write_message(complaint, by, text, at)


def _write_message(complaint, by, text, at, *, question=False) -> Message:
    from_reporter = isinstance(by, Reporter)
    if from_reporter and tells_a_code(text):
        raise ValidationError(REFUSED)
    message = Message.objects.create(
        complaint=complaint,
        sender=Message.Sender.REPORTER if from_reporter else Message.Sender.OFFICER,
        officer=None if from_reporter else by,
        sealed=_sealed(complaint, text),
        at=_by_the_day(by, at),
        question=question,
    )
    record("complaint.message", complaint, by=by, at=at, message=message.pk, sender=message.sender)
    return message


def _sealed(complaint, text: str) -> bytes:
    try:
        return seal_for(complaint.access_id, text, purpose=message_purpose(complaint))
    except Destroyed as error:
        raise ValidationError(_("Isi laporan ini sudah dihapus. Pesan baru tidak bisa ditulis.")) from error


def _by_the_day(by, at: datetime) -> datetime:
    """The day alone of whatever an anonymous reporter does."""
    return day_of(at) if getattr(by, "anonymous", False) else at
