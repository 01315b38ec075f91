"""Steps of the ladder by hand, by rule, and for many at once. Every step has its letter and its dated row."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import actions as letters
from letters.models import Letter, LetterKind
from sanctions import ladder
from sanctions.models import DataBlock, Escalation, Recommendation, Roster, Step
from sanctions.names import HOME_AFFAIRS, PRESIDENT, addressee_of, person_line
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import perform

ABOVE = {Step.HOME_AFFAIRS: HOME_AFFAIRS, Step.PRESIDENT: PRESIDENT}
REFUSALS = {
    "back": gettext_lazy("Jenjang tidak mundur: langkah yang lebih tinggi sudah diambil."),
    "today": gettext_lazy("Langkah ini sudah diambil hari ini."),
}


def escalate(recommendation, *, by, step, at=None, letter: Letter | None = None, roster: Roster | None = None):
    """One step of the ladder, with its letter unless it stands in one for many.

    Raises ValidationError for a step back, or the same step twice on one day.
    """
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.escalate, by=by, at=at, payload={"step": str(step)})
        taken = [(each.step, ladder.day_of(each.at)) for each in subject.escalations.all()]
        if why := ladder.refused(str(step), taken, on=ladder.day_of(at)):
            raise ValidationError({"step": str(REFUSALS[why])})
        letter = letter or _letter(subject, str(step), by, at)
        officer = by if getattr(by, "pk", None) else None
        Escalation.objects.create(recommendation=subject, step=step, by=officer, at=at, letter=letter, roster=roster)
        if step == Step.DATA_BLOCK:
            DataBlock.objects.get_or_create(
                recommendation=subject, lifted_at=None, defaults={"blocked_at": at, "blocked_by": officer}
            )


def unblock(recommendation, *, by, reason, at=None) -> None:
    """The block on a person's data is lifted, with its letter."""
    at = at or timezone.now()
    with unit_of_work():
        subject = perform(recommendation.unblock, by=by, at=at)
        block = subject.blocks.select_for_update().get(lifted_at__isnull=True)
        block.lifted_at, block.lifted_by, block.reason = at, by, reason
        block.letter = _people_letter(subject, LetterKind.DATA_UNBLOCK, by, at)
        block.save()


def escalate_together(recommendations: Sequence[Recommendation], *, by, at: datetime) -> Roster:
    """One letter to the minister that lists many authorities; each of their recommendations takes the step.

    Raises ValidationError when one of them cannot, PermissionDenied, MovedOn: then none does.
    """
    if not by.may("recommendation.escalate"):
        raise PermissionDenied("recommendation.escalate")
    if not recommendations:
        raise ValidationError(_("Pilih paling sedikit satu instansi."))
    with unit_of_work():
        roster = _roster(by, at)
        roster.letter = _roster_letter(roster, recommendations, by, at)
        roster.save()
        for recommendation in recommendations:
            escalate(recommendation, by=by, step=Step.HOME_AFFAIRS, at=at, letter=roster.letter, roster=roster)
        record("roster.send", roster, by=by, at=at, count=len(recommendations))
    return roster


def _roster(by, at: datetime) -> Roster:
    access = Access.objects.create(authority_id=by.authority_id)
    return Roster.objects.create(
        reference=new_reference("DFT", at=at), access=access, step=Step.HOME_AFFAIRS, by=by, at=at
    )


def _roster_letter(roster: Roster, recommendations: Sequence[Recommendation], by, at: datetime) -> Letter:
    by_agency: dict = defaultdict(list)
    for each in recommendations:
        by_agency[each.access.agency].append(each)
    rows = [[agency.name, str(len(own)), _listed(own)] for agency, own in _sorted(by_agency)]
    table = {"head": ["Pejabat pembina kepegawaian", "Jumlah", "Rekomendasi"], "rows": rows}
    return letters.write(
        kind=LetterKind.HOME_AFFAIRS,
        access=roster.access,
        subject=roster,
        facts={"authorities": f"{len(by_agency)} instansi", "count": f"{len(recommendations)} rekomendasi"},
        by=by,
        at=at,
        addressee=HOME_AFFAIRS,
        annexes=[{"title": "Daftar pejabat pembina kepegawaian", "table": table}],
    )


def _sorted(by_agency: dict) -> list:
    return sorted(by_agency.items(), key=lambda pair: pair[0].code)


def _listed(own: Sequence[Recommendation]) -> str:
    return ", ".join(sorted(each.reference for each in own))


def _letter(subject: Recommendation, step: str, by, at: datetime) -> Letter:
    if step == Step.DATA_BLOCK:
        return _people_letter(subject, LetterKind.DATA_BLOCK, by, at)
    if step == Step.HOME_AFFAIRS:
        facts: dict[str, object] = {
            "authorities": subject.access.agency.name,
            "count": f"1 rekomendasi, {subject.reference}",
        }
    else:
        facts = {"recommendations": [_line(subject)], "due": subject.due_date}
    return letters.write(
        kind=LetterKind(step),
        access=subject.access,
        subject=subject,
        facts=facts,
        by=by,
        at=at,
        to=None if step in ABOVE else subject.access.agency,
        addressee=ABOVE.get(Step(step)) or addressee_of(subject.access.agency),
    )


def _people_letter(subject: Recommendation, kind: LetterKind, by, at: datetime) -> Letter:
    return letters.write(
        kind=kind,
        access=subject.access,
        subject=subject,
        facts={"people": [person_line(subject.respondent)], "from": timezone.localdate(at)},
        by=by,
        at=at,
        to=subject.access.agency,
        addressee=addressee_of(subject.access.agency),
    )


def _line(subject: Recommendation) -> str:
    letter = subject.letter
    return f"{subject.reference}, surat nomor {letter.number}, {subject.access.agency.name}"
