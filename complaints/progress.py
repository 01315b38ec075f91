"""Where a report stands, in the reporter's words. What a case adds comes from a later room, through `progress_source`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.models import Complaint

Stage = Complaint.Stage


class Step(models.TextChoices):
    """The way of a report as its reporter reads it."""

    RECEIVED = "RECEIVED", pgettext_lazy("langkah", "Diterima")
    VERIFIED = "VERIFIED", pgettext_lazy("langkah", "Diverifikasi")
    CLARIFIED = "CLARIFIED", pgettext_lazy("langkah", "Diklarifikasi")
    EXAMINED = "EXAMINED", pgettext_lazy("langkah", "Diperiksa")
    DECIDED = "DECIDED", pgettext_lazy("langkah", "Diputus")
    FOLLOWED_UP = "FOLLOWED_UP", pgettext_lazy("langkah", "Ditindaklanjuti")


class Outcome(models.TextChoices):
    """How a case ended."""

    CLOSED = "CLOSED", gettext_lazy("Selesai")
    MOOT = "MOOT", gettext_lazy("Dihentikan")
    TRANSFERRED = "TRANSFERRED", gettext_lazy("Dialihkan")


@dataclass(frozen=True)
class CaseProgress:
    """What a reporter may know of a case: the step it is in, the day each step began, the next due day, how it ended."""

    step: Step
    since: dict[Step, date] = field(default_factory=dict)
    due: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class StepLine:
    """One step of the line: `state` is "done", "now" or "" (ahead); `since` the day it began, when known."""

    step: Step
    state: str
    since: date | None = None

    @property
    def name(self) -> str:
        return str(self.step.label)


@dataclass(frozen=True)
class Progress:
    """A report's standing: headline, explanation, steps, the day by which something happens, whether it ended."""

    headline: str
    text: str
    steps: list[StepLine]
    due: date | None
    ended: bool = False


Source = Callable[[Complaint], CaseProgress | None]
_sources: list[Source] = []


def progress_source(source: Source) -> None:
    """Enter what tells the progress of the case a complaint led to, or None while there is no case."""
    if source not in _sources:
        _sources.append(source)


def progress_of(complaint: Complaint) -> Progress:
    """Where this report stands. A merged report goes the way of the one it was merged into."""
    leading = _leading(complaint)
    case = next((found for source in _sources if (found := source(leading))), None)
    if complaint.stage in ENDED:
        return _ended(complaint)
    if case is None:
        return _before_a_case(complaint, leading)
    return _within_a_case(complaint, case)


def public_status(complaint: Complaint) -> dict:
    """The same as JSON for who holds the receipt code: names and days, no text of the file."""
    progress = progress_of(complaint)
    steps = [
        {"step": s.step.value, "name": s.name, "state": s.state or "ahead", "since": s.since} for s in progress.steps
    ]
    return {
        "reference": complaint.reference,
        "stage": complaint.stage,
        "words": progress.headline,
        "text": progress.text,
        "since": _day(complaint, complaint.stage_since),
        "reason": complaint.reason or None,
        "due_date": progress.due,
        "steps": steps,
        "ended": progress.ended,
    }


ENDED = (Stage.REJECTED, Stage.FORWARDED, Stage.WITHDRAWN)


def _leading(complaint: Complaint) -> Complaint:
    while complaint.stage == Stage.MERGED and complaint.merged_into_id:
        complaint = complaint.merged_into
    return complaint


def _line(reached: Step, since: dict[Step, date], *, over: bool = False) -> list[StepLine]:
    order = list(Step)
    here = order.index(reached)

    def state(position: int) -> str:
        if position == here:
            return "done" if over else "now"
        return "done" if position < here else ""

    return [StepLine(step, state(i), since.get(step)) for i, step in enumerate(order)]


def _day(complaint: Complaint, at: datetime) -> date:
    """The day it was where the incident happened."""
    return timezone.localdate(at, ZoneInfo(complaint.territory.timezone) if complaint.territory else None)


def _begun(complaint: Complaint) -> dict[Step, date]:
    return {Step.RECEIVED: _day(complaint, complaint.created_at)}


def _before_a_case(complaint: Complaint, leading: Complaint) -> Progress:
    headline, text = _words_before(complaint, leading)
    since = _begun(complaint)
    if leading.stage == Stage.RECEIVED:
        return Progress(headline, text, _line(Step.RECEIVED, since), leading.due_date)
    if leading.pk == complaint.pk:
        since[Step.VERIFIED] = _day(complaint, complaint.stage_since)
    return Progress(headline, text, _line(Step.VERIFIED, since), leading.due_date, ended=leading.stage in ENDED)


def _words_before(complaint: Complaint, leading: Complaint) -> tuple[str, str]:
    if complaint.pk != leading.pk:
        return _("Digabung dengan laporan lain"), _(
            "Kejadian ini sudah dilaporkan lebih dulu. Keterangan Anda saling menguatkan, dan mereka tidak tahu tentang Anda."
        )
    if complaint.stage == Stage.INCOMPLETE:
        return _("Giliran Anda"), _("Ada pertanyaan untuk Anda. Jawaban Anda membantu kami melanjutkan laporan ini.")
    if complaint.stage == Stage.VERIFYING:
        return _("Sedang diverifikasi"), _(
            "Petugas membaca laporan dan bukti Anda, lalu menentukan siapa yang berwenang."
        )
    if complaint.stage == Stage.ACCEPTED:
        return _("Dilanjutkan"), _("Laporan Anda cukup kuat untuk diperiksa.")
    return _("Sudah kami terima"), _("Laporan Anda menunggu giliran dibaca petugas.")


def _ended(complaint: Complaint) -> Progress:
    headline, text = {
        Stage.REJECTED: (_("Tidak dilanjutkan"), complaint.reason),
        Stage.FORWARDED: (
            _("Diteruskan ke %(body)s") % {"body": complaint.forwarded_to},
            complaint.reason,
        ),
        Stage.WITHDRAWN: (_("Anda menarik laporan ini"), _("Kami tidak memprosesnya lagi sebagai laporan Anda.")),
    }[complaint.stage]
    since = _begun(complaint) | {Step.VERIFIED: _day(complaint, complaint.stage_since)}
    reached = Step.RECEIVED if complaint.stage == Stage.WITHDRAWN else Step.VERIFIED
    return Progress(headline, text, _line(reached, since, over=True), None, ended=True)


def _within_a_case(complaint: Complaint, case: CaseProgress) -> Progress:
    headline, text = _words_within(case)
    since = _begun(complaint) | case.since
    over = case.outcome is not None
    return Progress(headline, text, _line(case.step, since, over=over), None if over else case.due, ended=over)


def _words_within(case: CaseProgress) -> tuple[str, str]:
    if case.outcome == Outcome.CLOSED:
        return _("Selesai"), _("Perkara ini sudah ditutup. Terima kasih, keterangan Anda berarti.")
    if case.outcome == Outcome.MOOT:
        return _("Dihentikan"), _("Perkara ini dihentikan tanpa putusan.")
    if case.outcome == Outcome.TRANSFERRED:
        return _("Dialihkan"), _("Perkara ini ditangani otoritas lain yang berwenang.")
    return {
        Step.VERIFIED: (_("Dilanjutkan"), _("Laporan Anda menjadi perkara dan akan diperiksa.")),
        Step.CLARIFIED: (
            _("Sedang diklarifikasi"),
            _("Atasan orang yang Anda laporkan dimintai keterangan. Nama Anda tidak disebut."),
        ),
        Step.EXAMINED: (
            _("Sedang diperiksa"),
            _("Orang yang Anda laporkan dan para saksi dimintai keterangan. Nama Anda tidak disebut."),
        ),
        Step.DECIDED: (_("Sudah diputus"), _("Komisioner sudah mengambil putusan. Langkah berikutnya menyusul.")),
        Step.FOLLOWED_UP: (
            _("Sedang ditindaklanjuti"),
            _("Instansi diminta menjalankan putusan. Kami menagihnya sampai selesai."),
        ),
        Step.RECEIVED: (_("Sudah kami terima"), _("Laporan Anda menunggu giliran dibaca petugas.")),
    }[case.step]
