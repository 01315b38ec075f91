"""Reads of the sanctions room, for the pages of an agency."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from law.calendar import WorkingDays
from law.models import StageClock
from sanctions.models import Escalation, Recommendation
from workflow.access import copied_to
from workflow.models import Event

PAGE = 50
Stage = Recommendation.Stage
GROUPS = {
    "tindakan": [Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.ESCALATED],
    "menunggu": [Stage.REBUTTED, Stage.IMPLEMENTED],
    "selesai": Recommendation.ENDED,
}
GROUP_NAMES = {"tindakan": _("Perlu tindakan"), "menunggu": _("Menunggu otoritas"), "selesai": _("Selesai")}
NEVER = date(9999, 12, 31)  # sorts what has no date behind what has one
AGENCY = "bkd"  # whose turn a stage clock says it is

WAY = {"issue": _("Terbit"), "acknowledge": _("Dibaca"), "implement": _("Dilaksanakan"), "verify": _("Diverifikasi")}
NEXT = {
    Stage.ISSUED: "acknowledge",
    Stage.ACKNOWLEDGED: "implement",
    Stage.ESCALATED: "implement",
    Stage.REBUTTED: "implement",
    Stage.IMPLEMENTED: "verify",
}
# What an agency may read of a recommendation's past; the words a step was sent back with inside the authority are not.
TOLD = {
    "issue": _("Rekomendasi terbit"),
    "acknowledge": _("Dinyatakan sudah dibaca"),
    "rebut": _("Sanggahan diajukan"),
    "uphold": _("Sanggahan dijawab: rekomendasi tetap"),
    "supersede": _("Sanggahan diterima: rekomendasi diganti"),
    "implement": _("Keputusan dicatat"),
    "contest": _("Tindak lanjut dikembalikan"),
    "verify": _("Tindak lanjut diverifikasi"),
    "escalate": _("Naik jenjang"),
    "convene": _("Tim pemeriksa atau majelis dibentuk"),
    "appeal": _("Keberatan atau banding pegawai dicatat"),
    "settle": _("Putusan keberatan dicatat"),
    "unblock": _("Blokir data dibuka"),
    "disclose": _("Dibuka untuk pengelola kepegawaian"),
    "served": _("Sanksi selesai dijalani"),
    "moot": _("Dinyatakan gugur"),
}
WITH_NOTE = {"rebut", "uphold", "supersede", "contest", "verify", "moot"}


@dataclass(frozen=True)
class Row:
    """A recommendation in the agency's list: `left` working days until it is due, `mine` when the agency has to act."""

    subject: Recommendation
    left: int | None
    mine: bool


@dataclass(frozen=True)
class Step:
    """One step of the stage line; `state` is "done", "now" or empty."""

    name: str
    state: str
    at: datetime | None


@dataclass(frozen=True)
class Told:
    """Something that happened, as the agency reads it; `note` are the words that came with it."""

    name: str
    at: datetime
    note: str


def own(user):
    """What was issued to the user's own agency; nothing for people without one."""
    rows = Recommendation.objects.visible_to(user).filter(access__agency_id=user.agency_id, access__issued=True)
    return rows.select_related(
        "respondent", "sanction", "decree_sanction", "letter__authority", "letter__agency", "case", "access"
    )


def copied(user):
    """What the user reads along as the level above, newest first; nothing for everybody else."""
    rows = Recommendation.objects.filter(copied_to(user)).order_by("-pk")
    return rows.select_related(
        "respondent", "sanction", "letter__authority", "letter__agency", "case", "access__agency"
    )


def counts(user) -> dict[str, int]:
    """How many stand in each group of the agency's list."""
    return own(user).aggregate(**{name: Count("pk", filter=Q(stage__in=stages)) for name, stages in GROUPS.items()})


def page_of(user, group: str, *, today: date, after: str = "") -> tuple[list[Row], str]:
    """One page of a group, next due first, and the cursor of the next page (empty on the last)."""
    rows = own(user).filter(stage__in=GROUPS[group]).annotate(due=Coalesce("due_date", Value(NEVER)))
    cursor = _read(after)
    if cursor:
        day, pk = cursor
        rows = rows.filter(Q(due__gt=day) | Q(due=day, pk__gt=pk))
    found = list(rows.order_by("due", "pk")[: PAGE + 1])
    page = found[:PAGE]
    following = f"{page[-1].due:%Y%m%d}-{page[-1].pk}" if len(found) > PAGE else ""
    return _rows(page, today), following


def _read(cursor: str) -> tuple[date, int] | None:
    day, _dash, pk = cursor.partition("-")
    if not (cursor.isascii() and day.isdigit() and len(day) == 8 and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), int(pk)
    except ValueError:
        return None


def _rows(page: list[Recommendation], today: date) -> list[Row]:
    days = WorkingDays(today=today, dates=[r.due_date for r in page])
    turns = {c.stage: c.turn for c in StageClock.objects.filter(kind=Recommendation.KIND)}
    return [Row(r, days.until(r.due_date), turns.get(r.stage, "") == AGENCY) for r in page]


def row_of(recommendation: Recommendation, *, today: date) -> Row:
    """One recommendation with its urgency and its turn."""
    return _rows([recommendation], today)[0]


def way_of(recommendation: Recommendation) -> list[Step]:
    """The stage line from the letter to the end, each step dated by its event."""
    at = {e.verb.partition(".")[2]: e.occurred_at for e in _events(recommendation)}
    following = NEXT.get(recommendation.stage)
    reached = list(WAY).index(following) if following else len(WAY)
    steps = [_step(verb, number, reached, at) for number, verb in enumerate(WAY)]
    if recommendation.stage == Stage.REBUTTED:
        here = Step(recommendation.get_stage_display(), "now", recommendation.stage_since)
        return [*steps[:reached], here, *(Step(step.name, "", None) for step in steps[reached:])]
    if recommendation.stage in (Stage.SUPERSEDED, Stage.MOOT):
        done = [step for step in steps if step.at]
        return [*done, Step(recommendation.get_stage_display(), "now", recommendation.stage_since)]
    return steps


def _step(verb: str, number: int, reached: int, at: dict) -> Step:
    state = "done" if number < reached else "now" if number == reached else ""
    return Step(str(WAY[verb]), state, at.get(verb) if state == "done" else None)


def told_of(recommendation: Recommendation) -> list[Told]:
    """What happened since the letter, newest first, with the words that were meant for the agency or came from it."""
    notes = dict(recommendation.history.filter(note__gt="").order_by("history_id").values_list("stage_since", "note"))
    events = [e for e in _events(recommendation) if e.verb.partition(".")[2] in TOLD]
    return [_told(event, notes) for event in reversed(events)]


def _told(event: Event, notes: dict) -> Told:
    verb = event.verb.partition(".")[2]
    name = f"{TOLD[verb]}: {Escalation.Step(event.payload['step']).label}" if verb == "escalate" else str(TOLD[verb])
    return Told(name, event.occurred_at, notes.get(event.occurred_at, "") if verb in WITH_NOTE else "")


def _events(recommendation: Recommendation) -> list[Event]:
    mine = Event.objects.filter(subject_reference=recommendation.reference, subject_kind=Recommendation.KIND)
    return list(mine.order_by("number"))
