"""Asking another body, its answer, taking a question back. Each action is one unit of work."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consultations.models import ANSWERS, Consultation, ConsultationRule
from law.clocks import HolidaysMissing, due
from letters.actions import write
from workflow.access import reaches
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import MovedOn
from workflow.verbs import kind_of

ASKS = {"case": ("case.note",), "complaint": ("complaint.verify", "message.write")}
EVERY = timedelta(hours=1)
BATCH = 200


def ask(
    subject, *, by, body: str, question: str, agency=None, body_name: str = "", due_date: date | None = None, at=None
) -> Consultation:
    """Put a question before another body, with its letter; from now on that body sees the question, and only that.

    Raises PermissionDenied, MovedOn for what has ended, ValidationError without a body or for one that is asked already.
    """
    at = at or timezone.now()
    with unit_of_work():
        _allowed(subject, by)
        if subject.stage not in unended(subject):
            raise MovedOn(subject, "consult")
        _check(subject, body, agency, body_name)
        rule = rule_for(subject, body, on=timezone.localdate(at))
        asked = Consultation.objects.create(
            reference=new_reference("KON", at=at),
            access=_own_access(subject, agency),
            subject_kind=subject.KIND,
            subject_reference=subject.reference,
            subject_access=subject.access,
            body=body,
            agency=agency,
            body_name="" if agency else body_name,
            rule=rule,
            question=question,
            asked_by=by,
            asked_at=at,
            due_date=due_date or _due(rule, at),
            waiting=bool(rule and rule.pauses),
        )
        asked.letter = _letter(asked, by, at)
        asked.save(update_fields=["letter"])
        record("consultation.ask", asked, by=by, at=at, body=body, about=subject.reference)
        if asked.waiting:
            record(
                {"case": "case.wait", "complaint": "complaint.wait"}[subject.KIND],
                subject, by=by, at=at, consultation=asked.reference,
            )  # fmt: skip
    return asked


def answer(asked: Consultation, *, by, text: str, answer_letter: str = "", at=None) -> Consultation:
    """By an account of the body that was asked, or by an officer who holds its letter (`answer_letter`).

    Raises PermissionDenied, ValidationError for a second answer, a question taken back, an officer without a letter.
    """
    at = at or timezone.now()
    with unit_of_work():
        asked = _held(asked)
        outside = answers_for(asked, by)
        if not outside:
            _allowed(subject_of(asked), by)
            if not answer_letter.strip():
                raise ValidationError({"answer_letter": _("Tulis nomor dan tanggal surat jawabannya.")})
        _check_open(asked)
        asked.answer, asked.answer_letter = text, answer_letter.strip()
        asked.answered_by, asked.answered_at = by, at
        asked.save(update_fields=["answer", "answer_letter", "answered_by", "answered_at"])
        record("consultation.answer", asked, by=by, at=at, about=asked.subject_reference)
        _go_on(asked, by, at)
    return asked


def recall(asked: Consultation, *, by, at=None) -> Consultation:
    """Take a question back: the body sees that nothing is asked any more."""
    at = at or timezone.now()
    with unit_of_work():
        asked = _held(asked)
        _allowed(subject_of(asked), by)
        _check_open(asked)
        asked.recalled_at = at
        asked.save(update_fields=["recalled_at"])
        record("consultation.recall", asked, by=by, at=at, about=asked.subject_reference)
        _go_on(asked, by, at)
    return asked


def tell_overdue(*, at: datetime) -> int:
    """Say once of every question whose clock is over; the case waits for it no longer. Answers how many."""
    late = Consultation.objects.open().filter(told_at__isnull=True, due_date__lt=timezone.localdate(at))
    found = list(late.order_by("due_date", "pk").values_list("pk", flat=True)[:BATCH])
    for pk in found:
        with unit_of_work():
            asked = Consultation.objects.open().select_for_update().filter(pk=pk, told_at__isnull=True).first()
            if asked is None:
                continue
            asked.told_at = at
            asked.save(update_fields=["told_at"])
            record("consultation.overdue", asked, by=SYSTEM, at=at, about=asked.subject_reference)
            _go_on(asked, SYSTEM, at)
    return len(found)


def round_of(key: str) -> None:
    """The routine: until nothing more is newly overdue."""
    at = timezone.now()
    while tell_overdue(at=at):
        pass


def rule_for(subject, body: str, *, on: date) -> ConsultationRule | None:
    """The rule in force for this kind of body."""
    rules = ConsultationRule.objects.in_force(authority=subject.access.authority_id, kind=subject.kind, on=on)
    return rules.filter(body=body).first()


def may_ask(subject, by) -> bool:
    """May this officer ask other bodies about what they see?"""
    return any(by.may(right) for right in ASKS[subject.KIND])


def answers_for(asked: Consultation, by) -> bool:
    """Is this an account of the body that was asked?"""
    return bool(asked.agency_id) and by.agency_id == asked.agency_id and by.may(ANSWERS) and reaches(by, asked.access)


def subject_of(asked: Consultation):
    """The complaint or case that the question is about."""
    model = kind_of(asked.subject_kind).model
    return model._default_manager.select_related("access__authority").get(reference=asked.subject_reference)


def unended(subject) -> list:
    """The stages in which something may still be asked."""
    return type(subject).OPEN if subject.KIND == "complaint" else type(subject).UNENDED


def _own_access(subject, agency) -> Access:
    lead = subject.access
    own = Access.objects.create(authority=lead.authority, region=lead.region, at_plenary=lead.at_plenary)
    own.excluded.set(lead.excluded.all())
    if agency:
        own.partners.add(agency)
    return own


def _letter(asked: Consultation, by, at: datetime):
    facts = {
        "case": asked.subject_reference,
        "question": asked.question,
        "basis": asked.rule.basis if asked.rule else "",
        "due": date_format(asked.due_date, "j F Y") if asked.due_date else "",
    }
    body = asked.asked_body
    return write(
        kind="CONSULTATION",
        access=asked.access,
        subject=asked,
        facts=facts,
        by=by,
        at=at,
        to=asked.agency,
        addressee=body,
    )


def _due(rule: ConsultationRule | None, at: datetime) -> date | None:
    if rule is None:
        return None
    try:
        return due(timezone.localdate(at), rule.days, rule.unit)
    except HolidaysMissing:
        return None  # better no date than a wrong one; `doctor` names the missing year


def _check(subject, body: str, agency, body_name: str) -> None:
    if agency is None and not body_name.strip():
        raise ValidationError({"body_name": _("Tulis lembaga yang ditanya.")})
    open_ = Consultation.objects.open().filter(subject_access=subject.access_id, body=body)
    same = open_.filter(agency=agency) if agency else open_.filter(body_name__iexact=body_name.strip())
    if same.exists():
        raise ValidationError(_("Lembaga ini sudah ditanya dan belum menjawab."))
    if agency and subject_is_about(subject, agency):
        raise ValidationError(_("Lembaga ini instansi terlapor: mintalah keterangannya lewat klarifikasi."))


def subject_is_about(subject, agency) -> bool:
    """The agency of a person reported is not a body that is asked for its view, but for inspectorates, which have no account."""
    people = subject.respondents if subject.KIND == "case" else subject.people
    return people.filter(agency=agency).exists()


def _go_on(asked: Consultation, by, at: datetime) -> None:
    """The clock of the file runs again when nothing else keeps it waiting."""
    if not asked.waiting:
        return
    asked.waiting = False
    asked.save(update_fields=["waiting"])
    if Consultation.objects.filter(subject_access=asked.subject_access_id, waiting=True).exists():
        return
    record(
        {"case": "case.resume", "complaint": "complaint.resume"}[asked.subject_kind],
        subject_of(asked), by=by, at=at, consultation=asked.reference,
    )  # fmt: skip


def _held(asked: Consultation) -> Consultation:
    return Consultation.objects.select_for_update().get(pk=asked.pk)


def _check_open(asked: Consultation) -> None:
    if asked.answered_at:
        raise ValidationError(_("Pertanyaan ini sudah dijawab."))
    if asked.recalled_at:
        raise ValidationError(_("Pertanyaan ini sudah ditarik."))


def _allowed(subject, by) -> None:
    if not (may_ask(subject, by) and reaches(by, subject.access)):
        raise PermissionDenied("consultation")
