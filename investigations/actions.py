"""What can be done to a case. Each action is one unit of work: the change and its event, or neither."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.actions import merge as merge_reports
from complaints.merging import merged_into
from complaints.models import Complaint
from complaints.reported import reported
from investigations import voice
from investigations.deciding import AlreadyVoted, decide, dissent, held, vote
from investigations.departing import check_code
from investigations.models import Allegation, Case, CaseComplaint, Conclusion, Finding, Respondent, Statement
from investigations.queries import accesses_of
from workflow.access import follow, reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import MovedOn, begin, perform

__all__ = [
    "AlreadyVoted", "accept", "add_allegation", "add_statement", "assign", "clarify", "decide", "deliberate", "dissent",
    "examine", "identify", "merge", "moot", "reopen", "send_back", "set_aside", "transfer", "vote", "write_finding",
]  # fmt: skip


def accept(complaint, *, by, case=None, at=None) -> dict:
    """Take a complaint up: it opens a case, or joins one that is still being worked on. Answers {"case": reference}.

    Raises MovedOn when the case to join has gone to the plenary or beyond.
    """
    at = at or timezone.now()
    with unit_of_work():
        accepted = perform(complaint.accept, by=by, at=at, payload={"joins": case.reference} if case else {})
        opened = _join(case, accepted, by) if case else _open(accepted, by, at)
        CaseComplaint.objects.create(case=opened, complaint=accepted)
        people = _add_respondents(opened, accepted) + _take_along(opened, merged_into([accepted.pk]))
        reported(opened, people, by=by, at=at)
        record("case.join" if case else "case.open", opened, by=by, at=at, complaint=accepted.reference)
    return {"case": opened.reference}


def merge(complaint, *, by, into, at=None) -> None:
    """The same matter was reported before: this one lives on in `into`, and goes with its case when there is one."""
    at = at or timezone.now()
    with unit_of_work():
        merge_reports(complaint, by=by, into=into, at=at)
        case = Case.objects.select_for_update().filter(case_complaints__complaint=into.pk).first()
        if case:
            people = _take_along(case, [complaint.pk, *merged_into([complaint.pk])])
            reported(case, people, by=by, at=at)
            record("case.join", case, by=by, at=at, complaint=complaint.reference)


def _take_along(case: Case, merged: list[int]) -> list[Respondent]:
    """Merged complaints are seen with the case by the same people; whom they are about is examined while that is possible."""
    people: list[Respondent] = []
    for complaint in Complaint.objects.filter(pk__in=merged).select_related("access").order_by("pk"):
        follow(complaint.access, case.access)
        if case.stage in Case.WORKING:
            people += _add_respondents(case, complaint)
    return people


def _join(case: Case, complaint: Complaint, by) -> Case:
    """Whom a joining complaint is about sees the case no longer, whoever worked on it before."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not reaches(by, locked.access):
        raise PermissionDenied("case.view")
    if locked.stage not in Case.WORKING:
        raise MovedOn(locked, "accept")
    locked.access.excluded.add(*complaint.access.excluded.all())
    return locked


def _open(complaint: Complaint, by, at: datetime) -> Case:
    access = Access.objects.create(authority=complaint.access.authority, region=complaint.access.region)
    access.excluded.set(complaint.access.excluded.all())
    case = Case(
        reference=new_reference("KAS", at=at),
        access=access,
        title=_title(complaint),
        kind=complaint.kind,
        territory=complaint.territory,
        incident_date=complaint.incident_date,
    )
    begin(case, at=at)
    case._history_user = by
    case.save()
    return case


def _title(complaint: Complaint) -> str:
    """The first sentence of the narrative: what happened, never who reported it."""
    line = " ".join(complaint.narrative.split())
    sentence = line.split(". ")[0]
    return sentence if len(sentence) <= 120 else sentence[:117].rsplit(" ", 1)[0] + "…"


def _add_respondents(case: Case, complaint: Complaint) -> list[Respondent]:
    """The respondents whom the complaint names, new ones and those that the case had already."""
    violations, named = list(complaint.violations.all()), []
    for person in complaint.people.all():
        respondent = _same_person(case, person) or Respondent.objects.create(
            case=case,
            name=person.name,
            nip=person.nip,
            position=person.position,
            agency=person.agency,
            agency_text=person.agency_text,
        )
        for violation in violations:
            Allegation.objects.get_or_create(respondent=respondent, violation=violation)
        named.append(respondent)
    return named


def _same_person(case: Case, person) -> Respondent | None:
    """The respondent this person already is: by NIP, else by name within one agency."""
    if person.nip and (found := case.respondents.filter(nip=person.nip).first()):
        return found
    if not person.name:
        return None
    return case.respondents.filter(name__iexact=person.name, agency=person.agency).first()


def assign(case, *, by, to, at=None):
    """Hand the case to an investigator. Raises ValidationError for one who is kept out of it."""
    if case.access.excluded.filter(pk=to.pk).exists():
        raise ValidationError(
            {"to": _("Petugas ini punya benturan kepentingan dengan perkara ini. Pilih petugas lain.")}
        )
    perform(case.assign, by=by, at=at, payload={"to": to.username}, to=to)


def clarify(case, *, by, note="", at=None):
    """Ask the superior, the respondent or witnesses to clarify."""
    _hear(case, "clarify", by, note, at)


def examine(case, *, by, note="", at=None):
    """Begin the examination proper."""
    _hear(case, "examine", by, note, at)


def deliberate(case, *, by, note="", at=None):
    """Put the case before the plenary: from now on the commissioners see it."""
    with unit_of_work():
        _show_to_plenary(_move(case, "deliberate", by, note, at), True)


def send_back(case, *, by, note="", at=None):
    """Back to the examination; the votes of this round are kept but no longer count."""
    with unit_of_work():
        _show_to_plenary(_move(case, "send_back", by, note, at), False)


def _hear(case: Case, verb: str, by, note: str, at) -> None:
    """Whoever is examined is invited to speak when it begins."""
    at = at or timezone.now()
    with unit_of_work():
        voice.invite_all(_move(case, verb, by, note, at), by=by, at=at)


def _move(case: Case, verb: str, by, note: str, at) -> Case:
    at = at or timezone.now()
    with unit_of_work():
        moved = perform(getattr(case, verb), by=by, at=at)
        if note:
            Statement.objects.create(case=moved, kind=Statement.Kind.TRANSITION, text=note, by=by, at=at)
    return moved


def _show_to_plenary(case: Case, seen: bool) -> None:
    """The case, and the files of the complaints that it came from."""
    for access in Access.objects.filter(pk__in=accesses_of(case)):
        access.at_plenary = seen
        access.save(update_fields=["at_plenary"])


def moot(case, *, by, reason, at=None):
    """It can no longer be decided: everybody retired, died or left; who is not set aside yet is so by this."""
    at = at or timezone.now()
    with unit_of_work():
        undecided = case.stage in Case.UNDECIDED
        case = perform(case.moot, by=by, at=at, reason=reason)
        for respondent in case.respondents.select_for_update().filter(set_aside="") if undecided else ():
            _put_aside(case, respondent, by=by, reason=Respondent.SetAside.OTHER, at=at)


def reopen(case, *, by, reason, at=None):
    """Back to the examination; what the plenary decided is void until it decides again."""
    with unit_of_work():
        case = perform(case.reopen, by=by, at=at, reason=reason)
        _show_to_plenary(case, False)
        for allegation in Allegation.objects.filter(respondent__case=case).exclude(outcome=""):
            allegation.outcome = ""
            allegation.save(update_fields=["outcome"])
        for respondent in case.respondents.exclude(outcome=""):
            respondent.outcome = ""
            respondent._history_user = by
            respondent.save()


def transfer(case, *, by, to, reason, at=None):
    """To another supervising authority, with all that belongs to the case; inside this Netral its people go on with it."""
    with unit_of_work():
        moved = perform(case.transfer, by=by, at=at, payload={"authority": to.code}, to=to, reason=reason)
        if to.internal:
            for access in Access.objects.filter(pk__in=accesses_of(moved)):
                access.authority = to
                access.save(update_fields=["authority"])


def add_allegation(case, *, by, respondent, violation, departure_reason="", at=None):
    """Say that a respondent is also examined for this violation.

    Raises ValidationError for another code than the one in force that day, without a reason.
    """
    with unit_of_work():
        locked = _working(case, by, "case.finding")
        _alleged(locked, respondent, violation, departure_reason)
        record(
            "case.allege", locked, by=by, at=at or timezone.now(), respondent=respondent.pk, violation=violation.code
        )


def _alleged(case: Case, respondent: Respondent, violation, reason: str) -> Allegation:
    """The allegation, made when it is new; a new one that departs from the law engine carries the reason."""
    standing = Allegation.objects.filter(respondent=respondent, violation=violation).first()
    if standing:
        return standing
    kept = check_code(case, violation, reason)
    return Allegation.objects.create(respondent=respondent, violation=violation, departure_reason=kept)


def write_finding(case, *, by, respondent, violation, conclusion, reasons, departure_reason="", at=None) -> Finding:
    """Conclude on one allegation, made when it is new; writing again replaces the conclusion, the history keeps both.

    Raises MovedOn outside the examination, ValidationError for a departure from the law engine without a reason,
    PermissionDenied for others than investigators who see the case.
    """
    at = at or timezone.now()
    with unit_of_work():
        locked = held(case, by, "case.finding")
        if locked.stage != Case.Stage.EXAMINATION:
            raise MovedOn(locked, "finding")
        if conclusion == Conclusion.PROVEN:
            voice.check_provable(respondent)
        allegation = _alleged(locked, respondent, violation, departure_reason)
        finding = Finding.objects.filter(allegation=allegation).first() or Finding(allegation=allegation)
        finding.conclusion, finding.reasons, finding.by, finding.at = conclusion, reasons, by, at
        finding._history_user = by  # type: ignore[attr-defined]
        finding.save()
        codes = {"respondent": respondent.pk, "violation": violation.code, "conclusion": conclusion}
        record("case.finding", locked, by=by, at=at, **codes)
    return finding


def add_statement(case, *, by, kind, text, respondent=None, given_by="", at=None) -> Statement:
    """A note, a clarification or somebody's statement, while the case is not ended."""
    at = at or timezone.now()
    with unit_of_work():
        locked = held(case, by, "case.note")
        if locked.stage not in Case.UNENDED:
            raise MovedOn(locked, "note")
        statement = Statement.objects.create(
            case=locked, kind=kind, text=text, respondent=respondent, given_by=given_by, by=by, at=at
        )
        record("case.note", locked, by=by, at=at, statement=statement.pk, kind=kind)
    return statement


def set_aside(case, *, by, respondent, reason, at=None) -> Respondent:
    """A respondent who retired, died, left or is no civil servant; when all are, the case can be ended as moot."""
    at = at or timezone.now()
    with unit_of_work():
        locked = held(case, by, "case.set_aside")
        if locked.stage not in Case.UNDECIDED:
            raise MovedOn(locked, "set_aside")
        respondent = Respondent.objects.select_for_update().get(pk=respondent.pk, case=locked)
        _put_aside(locked, respondent, by=by, reason=reason, at=at)
    return respondent


def _put_aside(case, respondent: Respondent, *, by, reason, at) -> None:
    respondent.set_aside, respondent.set_aside_at = reason, at
    respondent._history_user = by  # type: ignore[attr-defined]
    respondent.save()
    record("case.set_aside", case, by=by, at=at, respondent=respondent.pk, reason=reason)


def identify(
    case,
    *,
    by,
    respondent,
    name,
    nip,
    position,
    agency,
    agency_text,
    kind,
    position_class=None,
    heads_agency=None,
    at=None,
) -> Respondent:
    """Who a respondent is, as far as it is known by now; a new agency receives what is issued from then on.

    What is None of `position_class` and `heads_agency` stays: by them follows who imposes the sanction.

    Nothing is written when nothing changed. Raises MovedOn when the case has ended, ValidationError without any clue.
    """
    at = at or timezone.now()
    known = {"name": name, "nip": nip, "position": position, "agency": agency, "agency_text": agency_text, "kind": kind}
    ranks = {"position_class": position_class, "heads_agency": heads_agency}
    known |= {field: value for field, value in ranks.items() if value is not None}
    with unit_of_work():
        locked = held(case, by, "case.note")
        if locked.stage not in Case.UNENDED:
            raise MovedOn(locked, "identify")
        if not any([name, nip, position, agency, agency_text]):
            raise ValidationError(_("Tulis satu petunjuk: nama, jabatan, instansi, atau NIP."))
        person = Respondent.objects.select_for_update().get(pk=respondent.pk, case=locked)
        changed = sorted(field for field, value in known.items() if getattr(person, field) != value)
        if changed:
            _rewrite(person, known, by)
            reported(locked, [person], by=by, at=at)
            record("case.identify", locked, by=by, at=at, respondent=person.pk, fields=changed)
    return person


def _rewrite(respondent: Respondent, known: dict, by) -> None:
    for field, value in known.items():
        setattr(respondent, field, value)
    respondent._history_user = by  # type: ignore[attr-defined]
    respondent.save()


def _working(case: Case, by, right: str) -> Case:
    locked = held(case, by, right)
    if locked.stage not in Case.WORKING:
        raise MovedOn(locked, right.partition(".")[2])
    return locked
