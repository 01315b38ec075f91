"""The minutes of a plenary as a letter: who was there, what was decided on whom and on which allegation, who disagreed."""

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from investigations.deciding import held
from investigations.guards import counting, voters
from investigations.models import AgendaItem, Attendance, Case, Conclusion, Vote
from investigations.voting import dissents, placed
from letters.actions import write
from letters.models import Letter
from workflow.ledger import record, unit_of_work
from workflow.transitions import MovedOn

DECIDED = (Case.Stage.DECIDED, Case.Stage.FOLLOW_UP, Case.Stage.CLOSED)


def write_minutes(case: Case, *, by, notes: str = "", at=None) -> Letter:
    """Once a plenary, after its decision. Raises MovedOn before it and for a second time, ValidationError without a session."""
    at = at or timezone.now()
    with unit_of_work():
        locked = held(case, by, "case.deliberate")
        item = placed(locked)
        if locked.stage not in DECIDED or (item and item.minutes_id):
            raise MovedOn(locked, "minutes")
        if item is None:
            raise ValidationError(_("Perkara ini diputus tanpa sidang dalam agenda: tidak ada daftar hadirnya."))
        with translation.override("id"):
            facts = _facts(locked, item, notes)
        addressee = locked.access.authority.name
        letter = write(
            kind="PLENARY_MINUTES", access=locked.access, subject=locked, facts=facts, by=by, at=at, addressee=addressee
        )
        item.minutes = letter
        item.save(update_fields=["minutes"])
        record("case.minutes", locked, by=by, at=at, letter=str(letter.pk))
    return letter


def _facts(case: Case, item: AgendaItem, notes: str) -> dict:
    session, votes = item.session, counting(case, voters(case))
    when = timezone.localtime(session.held_at)
    people = list(case.respondents.filter(set_aside="").order_by("pk").prefetch_related("allegations"))
    otherwise = [(vote, person) for person in people for vote in votes if _disagrees(vote, person)]
    return {
        "case": f"{case.reference}, {case.title}",
        "when": f"{date_format(when, 'l, j F Y')}, {date_format(when, 'H.i')}, {session.place}",
        "quorum": str(case.access.authority.quorum),
        "present": ", ".join(_there(case, item)),
        "decisions": [line for person in people for line in _decided(person, votes)],
        "dissent": [_dissent(vote, person) for vote, person in otherwise],
        "notes": notes,
        "signatory": [_("Pimpinan sidang"), str(session.chair)],
    }


def _there(case: Case, item: AgendaItem) -> list[str]:
    """Those present; who is recused from this very case is named as such."""
    rows = item.session.attendances.filter(state=Attendance.State.PRESENT).select_related("officer")
    recused = set(case.access.excluded.values_list("pk", flat=True))
    own = _("tidak ikut memutus")
    return [f"{row.officer} ({own})" if row.officer_id in recused else str(row.officer) for row in rows.order_by("pk")]


def _decided(person, votes: list[Vote]) -> list[str]:
    cast = [vote for vote in votes if vote.respondent_id == person.pk]
    proven = sum(vote.conclusion == Conclusion.PROVEN for vote in cast)
    facts = {"who": person, "what": person.get_outcome_display(), "proven": proven, "cast": len(cast)}
    lines = [_("%(who)s: %(what)s (%(proven)s dari %(cast)s suara terbukti)") % facts]
    rows = person.allegations.order_by("violation__order", "pk")
    return lines + [f"{person}, {row.violation_id}: {row.get_outcome_display()}" for row in rows]


def _disagrees(vote: Vote, person) -> bool:
    return vote.respondent_id == person.pk and dissents(vote, person)


def _dissent(vote: Vote, person) -> str:
    facts = {"who": vote.commissioner, "about": person}
    head = _("Pendapat berbeda %(who)s tentang %(about)s") % facts
    return f"{head}: {vote.dissent or vote.reasons or vote.get_conclusion_display()}"
