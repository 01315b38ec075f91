"""Tasks and notes: given to colleagues who see the file, done once, overdue once; who is called in a note hears of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from investigations.models import Case, Statement
from notifications.routing import told
from sanctions.actions import close
from tasks import actions
from tasks.models import Task
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db


def page(officer, path: str, status: int = 200, data=None) -> str:
    browser = Client()
    browser.force_login(officer)
    answer = browser.get(path) if data is None else browser.post(path, data)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def heard(verb: str) -> list[int]:
    return told(Event.objects.filter(verb=verb).latest("number"))


def a_task(subject, by, owner, *, days: int = 3) -> Task:
    due = timezone.localdate() + timedelta(days=days)
    return actions.give(subject, by=by, title="Minta daftar hadir rapat", owner=owner, due_date=due)


def test_a_task_goes_from_the_page_to_its_owner_and_is_done_once(a_case, penyelia, pemeriksa):
    case, tomorrow = a_case("EXAMINATION"), timezone.localdate() + timedelta(days=1)
    place = f"/petugas/perkara/{case.reference}/tugas/"
    assert place in page(penyelia, f"/petugas/perkara/{case.reference}/")
    wrong = {"title": "Minta daftar hadir", "owner": pemeriksa.pk, "due_date": "2020-01-01"}
    assert "sudah lewat" in page(penyelia, place, 422, wrong)
    page(penyelia, place, 302, wrong | {"due_date": tomorrow.isoformat()})
    task = Task.objects.get()
    assert heard("case.task") == [pemeriksa.pk]
    for path in ("/petugas/", "/petugas/tugas/", place, f"/petugas/perkara/{case.reference}/"):
        assert "Minta daftar hadir" in page(pemeriksa, path)
    page(pemeriksa, f"/petugas/tugas/{task.pk}/selesai/", 302, {})
    page(pemeriksa, f"/petugas/tugas/{task.pk}/selesai/", 302, {})  # the second click changes nothing
    assert Event.objects.filter(verb="case.task_done").count() == 1
    assert heard("case.task_done") == [penyelia.pk]
    assert "diberikan kepada" in page(penyelia, f"/petugas/perkara/{case.reference}/")


def test_strangers_neither_see_nor_do(a_case, penyelia, pemeriksa, people):
    case = a_case("EXAMINATION")
    task, place = a_task(case, penyelia, pemeriksa), f"/petugas/perkara/{case.reference}/tugas/"
    assert page(people["intake"], place) and "Beri tugas" not in page(people["intake"], place)
    page(people["intake"], place, 403, {"title": "x"})
    page(people["intake"], f"/petugas/tugas/{task.pk}/selesai/", 403, {})
    for who in ("komisioner", "bkd.kukar", "bawaslu"):
        page(people[who], place, 404)
        page(people[who], f"/petugas/tugas/{task.pk}/selesai/", 404, {})
        assert not Task.objects.visible_to(people[who]).exists()
    with pytest.raises(PermissionDenied):
        a_task(case, people["bkd.kukar"], pemeriksa)
    with pytest.raises(ValidationError, match="tidak melihat"):
        a_task(case, penyelia, people["bkd.kukar"])
    case.access.excluded.add(pemeriksa)
    assert not Task.objects.visible_to(pemeriksa).exists()
    with pytest.raises(PermissionDenied):
        actions.finish(task, by=pemeriksa)


def test_an_ended_file_takes_no_task_and_a_complaint_does(a_case, a_complaint, intake, penyelia, pemeriksa):
    complaint = a_complaint("VERIFYING")
    a_task(complaint, intake, intake)
    assert "Minta daftar hadir rapat" in page(intake, f"/petugas/laporan/{complaint.reference}/")
    ended = a_case("DECIDED", proven=False)
    close(ended, by=penyelia, reason="Tidak terbukti.")
    with pytest.raises(MovedOn):
        a_task(Case.objects.get(pk=ended.pk), penyelia, pemeriksa)
    page(penyelia, f"/petugas/perkara/{ended.reference}/tugas/", 409, {"title": "x"})


def test_an_overdue_task_is_told_once_and_again_after_a_new_day(a_case, penyelia, pemeriksa):
    task = a_task(a_case("EXAMINATION"), penyelia, pemeriksa, days=1)
    now = timezone.now()
    assert actions.tell_overdue(at=now) == 0
    assert actions.tell_overdue(at=now + timedelta(days=2)) == 1
    assert actions.tell_overdue(at=now + timedelta(days=3)) == 0
    assert set(heard("case.task_overdue")) == {penyelia.pk, pemeriksa.pk}
    actions.hand_on(task, by=pemeriksa, owner=penyelia, due_date=timezone.localdate() + timedelta(days=4))
    assert heard("case.task_pass") == [penyelia.pk]
    assert actions.tell_overdue(at=now + timedelta(days=6)) == 1


def test_who_is_called_in_a_note_hears_of_it_and_nobody_else_can_be(a_case, penyelia, pemeriksa, people):
    case = a_case("EXAMINATION")
    notes = f"/petugas/perkara/{case.reference}/notes/"
    said = page(penyelia, notes, 422, {"text": "Tolong @bawaslu dan @siapa-saja lihat ini."})
    assert "@bawaslu, @siapa-saja tidak dikenal" in said and "Tolong @bawaslu" in said and "@pemeriksa" in said
    assert not Statement.objects.filter(kind="NOTE").exists()
    page(penyelia, notes, 302, {"text": "Lihat halaman 2, @pemeriksa. Kirim ke sekda@kukar.go.id."})
    assert Event.objects.filter(verb="case.call").count() == 1
    assert heard("case.call") == [pemeriksa.pk]
    event = Event.objects.get(verb="case.call")
    assert set(event.payload) == {"statement", "to"}
    case.access.excluded.add(people["pemeriksa2"])
    page(penyelia, notes, 422, {"text": "@pemeriksa2 bagaimana?"})
