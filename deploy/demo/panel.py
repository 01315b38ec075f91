"""What the demo shows of the plenary's desk: a session called, tasks, notes that call a colleague, questions to other bodies."""

from datetime import datetime, timedelta

from django.utils import timezone

from agencies.models import Officer
from consultations import actions as consultations
from consultations.models import Consultation
from investigations import sessions
from investigations.models import Case, Session
from tasks import actions as tasks
from tasks.models import Task

TASKS = (
    ("Minta daftar hadir kegiatan di balai desa", 2),
    ("Cocokkan jam unggahan dengan jadwal kampanye", 0),
    ("Siapkan ringkasan untuk sidang pleno", 5),
)
NOTE = "Saksi kedua bersedia didengar hari Kamis. @pemeriksa tolong siapkan undangannya."
QUESTIONS = (
    ("Apakah kajian dugaan pelanggaran netralitas pada kegiatan 14 Oktober sudah diputus, dan apa kesimpulannya?", ""),
    (
        "Apakah unggahan yang kami lampirkan pernah dilaporkan kepada lembaga Anda?",
        "Belum ada laporan atas unggahan itu. Pemeriksaan awal kami tidak menemukan akun yang sama.",
    ),
)


def prepare(*, now: datetime) -> None:
    """Once each; a second run finds it done."""
    people = {officer.username: officer for officer in Officer.objects.filter(demo=True).select_related("agency")}
    if not Session.objects.exists():
        _call(people, now)
    if not Task.objects.exists():
        _give(people, now)
    if not Consultation.objects.exists():
        _ask(people, now)


def _call(people: dict[str, Officer], now: datetime) -> None:
    """This morning, on one of the cases that wait, with all three there; the next case waits for an agenda."""
    waiting = list(sessions.waiting_cases(people["penyelia"])[:1])
    called = [people[name] for name in ("komisioner", "komisioner2", "komisioner3")]
    morning = timezone.localtime(now).replace(hour=9, minute=0, second=0, microsecond=0)
    if not waiting:
        return
    session = sessions.call(
        by=people["penyelia"],
        held_at=morning,
        place="Ruang pleno lantai 4",
        chair=called[0],
        members=called,
        cases=waiting,
        at=now,
    )
    sessions.attend(session, by=people["penyelia"], present=called, at=now)


def _give(people: dict[str, Officer], now: datetime) -> None:
    today = timezone.localdate(now)
    for (title, days), case in zip(TASKS, _examined(people), strict=False):
        tasks.give(
            case,
            by=people["penyelia"],
            title=title,
            owner=people["pemeriksa"],
            due_date=today + timedelta(days=days),
            at=now,
        )
    first = next(iter(_examined(people)), None)
    if first:
        tasks.write_note(first, by=people["penyelia"], text=NOTE, at=now)


def _ask(people: dict[str, Officer], now: datetime) -> None:
    body, by = people["bawaslu"], people["pemeriksa"]
    for (question, answer), case in zip(QUESTIONS, _examined(people), strict=False):
        asked = consultations.ask(
            case, by=by, body="ELECTION_SUPERVISOR", agency=body.agency, question=question, at=now
        )
        if answer:
            consultations.answer(asked, by=body, text=answer, at=now)


def _examined(people: dict[str, Officer]) -> list[Case]:
    rows = Case.objects.visible_to(people["pemeriksa"]).filter(stage=Case.Stage.EXAMINATION)
    return list(rows.select_related("access__authority").order_by("-kind", "-stage_since", "pk")[: len(TASKS)])
