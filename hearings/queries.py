"""Reads of this room: who was invited, what came of it, what a code opens."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch

from hearings import terms
from hearings.codes import digest_of
from hearings.models import Answer, Extension, HearingRecord, Invitation
from investigations.models import Case, Respondent

State = Invitation.State


def invited(respondent: Respondent) -> bool:
    """Is an invitation of this respondent on file? Without one nothing is proven against them."""
    return Invitation.objects.filter(respondent=respondent, role=Invitation.Role.RESPONDENT).exists()


def by_code(code: str) -> Invitation | None:
    """The invitation that a code opens while the case is not ended; the same work for every kind of wrong."""
    found = _whole().filter(code_digest=digest_of(code)).first()
    return found if found and found.case.stage in Case.UNENDED else None


def by_key(key: str | None) -> Invitation | None:
    """The invitation that was opened a moment ago: `key` is its id and the time of the code that opened it."""
    pk, _colon, stamp = (key or "").partition(":")
    found = _whole().filter(pk=pk).first() if pk.isdigit() else None
    return found if found and found.case.stage in Case.UNENDED and key_of(found) == key else None


def key_of(invitation: Invitation) -> str:
    """What a browser holds: a new code closes what the old one opened."""
    return f"{invitation.pk}:{invitation.code_at.timestamp() if invitation.code_at else ''}"


def _whole():
    return Invitation.objects.select_related("case__access__region", "case__access__authority", "case__territory")


@dataclass(frozen=True)
class Line:
    """An invitation as the case page lists it."""

    invitation: Invitation
    state: str
    answers: list[Answer] = field(default_factory=list)
    records: list[HearingRecord] = field(default_factory=list)
    wish: bool = False

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def sign(self) -> str:
        """How the state looks."""
        return {"ANSWERED": "yes", "HEARD": "yes", "ABSENT": "no", "LATE": "near"}.get(self.state, "")


def lines_of(case: Case, *, at: datetime) -> list[Line]:
    """Every invitation of a case, oldest first, in four queries."""
    today = terms.day_of(case, at)
    rows = case.invitations.select_related("respondent", "letter", "by", "previous")
    answers = Prefetch("answers", Answer.objects.defer("sealed", "paper"))
    records = Prefetch("records", HearingRecord.objects.defer("sealed"))
    extensions = Prefetch("extensions", Extension.objects.defer("sealed"))
    rows = rows.prefetch_related(answers, records, extensions).order_by("at", "pk")
    return [line_of(row, today) for row in rows]


def line_of(invitation: Invitation, today: date) -> Line:
    answers = sorted(invitation.answers.all(), key=lambda row: row.at)
    records = _newest(invitation.records.all())
    wish = any(row.granted is None for row in invitation.extensions.all())
    return Line(invitation, _state(invitation, answers, records, today), answers, records, wish)


def uninvited(people: list[Respondent], lines: list[Line]) -> list[Respondent]:
    """Whom nothing can be proven against yet."""
    asked = {line.invitation.respondent_id for line in lines if line.invitation.role == Invitation.Role.RESPONDENT}
    return [person for person in people if not person.set_aside and person.pk not in asked]


def loose_records(case: Case) -> list[HearingRecord]:
    """The newest versions of records of people who came without an invitation."""
    return _newest(case.hearing_records.filter(invitation=None).defer("sealed"))


def _state(invitation: Invitation, answers, records, today: date) -> str:
    if records:
        return State.HEARD
    if answers:
        return State.ANSWERED
    if invitation.absent_on:
        return State.ABSENT
    late = invitation.due_date is not None and invitation.due_date < today
    return State.LATE if late else State.WAITING


def _newest(rows) -> list[HearingRecord]:
    found: dict[str, HearingRecord] = {}
    for row in sorted(rows, key=lambda row: row.version):
        found[row.reference] = row
    return list(found.values())
