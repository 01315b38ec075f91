"""What the law says of an act: phase, regime, instrument, sanction, and why. Sources that disagree are shown, not settled.

Rows of the catalogue follow the day of the incident, discipline the day of the decree (PP 94/2021 art. 40).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Territory
from law.catalogue import draft_sanction, permitted_sanctions
from law.models import (
    Certainty,
    Election,
    Follows,
    Instrument,
    LegalNote,
    Regime,
    RespondentKind,
    Sanction,
    SanctioningOfficial,
    Violation,
)
from law.phases import Phase, PhaseOfDay, phase_of, replaced_plans
from law.rules import in_force, rule_in_force

WEAKEST_FIRST = (Certainty.UNVERIFIED, Certainty.SINGLE, Certainty.SOLID)


@dataclass(frozen=True)
class Question:
    """What is asked. `as_of` is the day of the decision; `earlier` are levels imposed before for the same kind of act."""

    violation: Violation
    incident: date
    as_of: date
    territory: Territory | None = None
    election: Election | None = None
    respondent_kind: str = ""
    position_class: str = ""
    heads_agency: bool = False
    earlier: Sequence[str] = ()


@dataclass(frozen=True)
class Reason:
    """One step of the explanation, with the source it stands on."""

    step: str
    text: str
    source: str = ""
    certainty: str = ""


@dataclass
class Assessment:
    """The answer. `applies` is the row in force that day, which may be the twin of the one asked about."""

    question: Question
    phase: PhaseOfDay
    applies: Violation
    alternatives: list[Violation] = field(default_factory=list)
    regime: str | None = None
    instrument: Instrument | None = None
    discipline_law: Instrument | None = None
    level: str = ""
    default_sanction: Sanction | None = None
    permitted: list[Sanction] = field(default_factory=list)
    official: SanctioningOfficial | None = None
    explanation: list[Reason] = field(default_factory=list)
    conflicts: list[Reason] = field(default_factory=list)
    unknown: list[Reason] = field(default_factory=list)

    @property
    def certainty(self) -> str:
        """The weakest of what the answer stands on."""
        used = {reason.certainty for reason in self.explanation if reason.certainty}
        return next((each for each in WEAKEST_FIRST if each in used), Certainty.UNVERIFIED)


def assess(question: Question) -> Assessment:
    """Derive and explain. Raises Rule.DoesNotExist when a rule of reckoning is missing from the data."""
    phase = phase_of(question.incident, territory=question.territory, election=question.election)
    answer = Assessment(question, phase, question.violation)
    _tell_phase(answer)
    _choose_row(answer)
    if question.respondent_kind == RespondentKind.NOT_ASN:
        text = _("Yang dilaporkan bukan pegawai ASN: tidak ada sanksi kepegawaian; kesampingkan dari kasus.")
        answer.explanation.append(Reason("respondent", text, "UU 20/2023 pasal 1", Certainty.SOLID))
        return answer
    answer.regime, answer.level = answer.applies.regime, answer.applies.default_level
    _choose_instruments(answer)
    _aggravate(answer)
    _choose_sanction(answer)
    _choose_official(answer)
    _add_notes(answer)
    return answer


def heaviest(assessments: Sequence[Assessment]) -> Assessment | None:
    """Of several violations the one whose sanction is imposed, alone (PP 94/2021 art. 35); None when none has a level."""
    known = [each for each in assessments if each.level]
    if not known:
        return None
    order = rule_in_force("HEAVIEST", on=known[0].question.as_of).value["order"]
    return max(known, key=lambda each: order.index(each.level))


def _tell_phase(answer: Assessment) -> None:
    found, day = answer.phase, _day(answer.question.incident)
    if found.election is None:
        text = _("%(day)s: di luar tahapan pemilihan di wilayah ini.") % {"day": day}
        answer.explanation.append(Reason("phase", text, _("Kalender pemilihan"), Certainty.SINGLE))
    else:
        facts = {"day": day, "name": found.election.name, "designation": _day(found.election.designation_date)}
        text = {
            Phase.BEFORE: _("%(day)s: sebelum penetapan calon %(name)s (%(designation)s)."),
            Phase.AFTER: _("%(day)s: sesudah penetapan calon %(name)s (%(designation)s)."),
        }[found.phase] % facts
        answer.explanation.append(Reason("phase", text, found.election.source, found.election.certainty))
    for plan in replaced_plans(found, answer.question.incident):
        text = _("%(name)s akan memberi masa lain, tetapi sudah diganti.") % {"name": plan.name}
        answer.explanation.append(Reason("replaced", text, plan.source))
    for rival, phase in found.rivals:
        text = _("%(name)s di wilayah yang sama memberi masa lain: sebut pemilihan yang dimaksud.") % {
            "name": rival.name
        }
        answer.conflicts.append(Reason(f"phase {phase}", text, rival.source, rival.certainty))
    if found.guessed_end:
        rule = rule_in_force("END-OF-ELECTION", on=found.election.vote_date)
        answer.unknown.append(Reason("inauguration", rule.label, rule.source, rule.certainty))
    if answer.question.territory is None and answer.question.election is None:
        answer.unknown.append(Reason("territory", _("Wilayah tidak disebut: dipakai kalender nasional.")))


def _choose_row(answer: Assessment) -> None:
    asked, phase = answer.question.violation, answer.phase.phase
    codes = asked.turns_into or ([asked.twin_id] if asked.twin_id else [])
    if fits(asked, phase):
        answer.applies = asked
    elif rows := [row for row in _rows(codes) if fits(row, phase)]:
        answer.applies, answer.alternatives = rows[0], rows[1:]
        facts = {"asked": asked.code, "code": rows[0].code}
        text = _("%(asked)s tidak berlaku pada masa ini; perbuatan yang sama adalah %(code)s.") % facts
        answer.explanation.append(Reason("twin", text, rows[0].source, rows[0].certainty))
    else:
        text = _("%(code)s mensyaratkan masa lain, dan tidak ada baris penggantinya.") % {"code": asked.code}
        answer.conflicts.append(Reason("phase", text, asked.source, asked.certainty))
    row = answer.applies
    answer.explanation.append(Reason("violation", f"{row.code}: {row.label}", row.source, row.certainty))
    if not _valid(row, answer.question.incident):
        text = _("%(code)s belum atau tidak lagi berlaku pada hari kejadian.") % {"code": row.code}
        answer.conflicts.append(Reason("validity", text, row.source, row.certainty))


def fits(violation: Violation, phase: Phase) -> bool:
    """Does the row apply in this phase? Outside any election nobody has been designated: what holds before it, holds."""
    if violation.phase == Violation.Phase.ANY:
        return True
    return (violation.phase == Violation.Phase.AFTER) == (phase == Phase.AFTER)


def _choose_instruments(answer: Assessment) -> None:
    asked = answer.question
    if answer.applies.kind == Violation.Kind.NEUTRALITY:
        answer.instrument = _instrument(Instrument.Kind.JOINT_DECREE, asked.incident, asked)
        _tell_instrument(answer, answer.instrument, _("Belum ada keputusan bersama pada hari kejadian."))
    if answer.regime == Regime.DISCIPLINE:
        answer.discipline_law = _instrument(Instrument.Kind.DISCIPLINE, asked.as_of, asked)
        _tell_instrument(answer, answer.discipline_law, _("Peraturan disiplin pada hari keputusan belum dicatat."))


def _instrument(kind: str, day: date, asked: Question) -> Instrument | None:
    who = asked.respondent_kind or RespondentKind.PNS
    rows = in_force(Instrument.objects.filter(kind=kind), on=day).order_by("-valid_from")
    return next((row for row in rows if not row.respondent_kinds or who in row.respondent_kinds), None)


def _tell_instrument(answer: Assessment, row: Instrument | None, missing: str) -> None:
    if row is None:
        answer.unknown.append(Reason("instrument", missing))
    else:
        answer.explanation.append(Reason("instrument", row.label, row.source, row.certainty))


def _aggravate(answer: Assessment) -> None:
    """The same kind of act again: one step heavier on the ladder, when an earlier sanction was as heavy as this one."""
    asked = answer.question
    if not asked.earlier:
        return
    rule = rule_in_force("REPETITION", on=asked.as_of)
    ladder = rule.value["ladder"]
    facts = {"count": len(asked.earlier)}
    text = _("Pelanggaran sejenis sebelumnya: %(count)s. Hukuman lebih berat daripada yang sebelumnya.") % facts
    answer.explanation.append(Reason("repetition", text, rule.source, rule.certainty))
    if answer.level in ladder:
        before = [ladder.index(level) for level in asked.earlier if level in ladder]
        wanted = max([ladder.index(answer.level), *(index + 1 for index in before)])
        answer.level = ladder[min(wanted, len(ladder) - 1)]


def _choose_sanction(answer: Assessment) -> None:
    asked, row = answer.question, answer.applies
    who = asked.respondent_kind or RespondentKind.PNS
    raised = answer.level if answer.level != row.default_level else ""
    answer.permitted = list(permitted_sanctions(row, asked.as_of, respondent_kind=who, level=raised))
    usual = draft_sanction(row, on=asked.as_of, respondent_kind=who)
    answer.default_sanction = usual if usual in answer.permitted else next(iter(answer.permitted), None)
    if not answer.level:
        answer.default_sanction = None
    if answer.default_sanction:
        chosen = answer.default_sanction
        answer.explanation.append(Reason("sanction", chosen.label, chosen.source, chosen.certainty))
    elif not answer.permitted:
        answer.unknown.append(Reason("sanction", _("Tidak ada sanksi yang tercatat berlaku pada hari keputusan.")))


def _choose_official(answer: Assessment) -> None:
    asked = answer.question
    rows = in_force(SanctioningOfficial.objects.all(), on=asked.as_of)
    dismissal = bool(answer.default_sanction) and "DISMISSAL" in answer.default_sanction.code
    fitting = [row for row in rows if _official_fits(row, asked, answer.level, dismissal)]
    answer.official = max(fitting, key=_speciality, default=None)
    if answer.official:
        row = answer.official
        answer.explanation.append(Reason("official", row.label, row.source, row.certainty))


def _official_fits(row: SanctioningOfficial, asked: Question, level: str, dismissal: bool) -> bool:
    return (
        row.position_class in ("", asked.position_class)
        and row.level in ("", level)
        and (not row.heads_agency or asked.heads_agency)
        and (not row.dismissal or dismissal)
    )


def _speciality(row: SanctioningOfficial) -> tuple[bool, bool, bool, bool]:
    return (bool(row.position_class), row.dismissal, row.heads_agency, bool(row.level))


def _add_notes(answer: Assessment) -> None:
    asked = answer.question
    days = {Follows.INCIDENT: asked.incident, Follows.DECREE: asked.as_of}
    for follows, day in days.items():
        for note in in_force(LegalNote.objects.filter(follows=follows), on=day).order_by("code"):
            if _note_fits(note, answer):
                into = answer.conflicts if note.kind == LegalNote.Kind.CONFLICT else answer.unknown
                into.append(Reason(note.code, note.label, note.source))


def _note_fits(note: LegalNote, answer: Assessment) -> bool:
    codes = {answer.applies.code, answer.question.violation.code}
    who = answer.question.respondent_kind or RespondentKind.PNS
    return (
        (not note.on_designation_day or answer.phase.designation_day)
        and (not note.violations or any(_is_or_begins(code, each) for code in codes for each in note.violations))
        and (not note.regimes or answer.regime in note.regimes)
        and (not note.levels or answer.level in note.levels)
        and (not note.respondent_kinds or who in note.respondent_kinds)
    )


def _is_or_begins(code: str, pattern: str) -> bool:
    return code.startswith(pattern) if pattern.endswith("-") else code == pattern


def _rows(codes: Sequence[str]) -> list[Violation]:
    found = Violation.objects.in_bulk(codes)
    return [found[code] for code in codes if code in found]


def _valid(row: Violation, day: date) -> bool:
    return not (row.valid_from and row.valid_from > day) and not (row.valid_to and row.valid_to < day)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
