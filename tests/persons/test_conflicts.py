"""Conflict of interest: whoever is reported, stands near, or declares it, sees nothing of the file, whatever their role."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from complaints.actions import Person as Reported
from complaints.models import Complaint
from investigations import actions as investigations
from investigations.models import Case
from notifications.models import Notification
from persons import conflicts
from persons.models import Conflict, Person, Tie
from persons.queries import person_of
from tests.persons.conftest import NIP, OTHER_NIP
from workflow.models import Event
from workflow.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbered(people):
    """Writes down an officer's own number."""

    def write(officer, nip: str = NIP) -> int:
        return conflicts.write_number(officer, nip=nip, at=timezone.now())

    return write


def hidden_everywhere(officer, case, at_desk, call) -> None:
    """No page, no call, no hit and no total, no queue, no person, no notification."""
    desk = at_desk(officer)
    complaint = Complaint.objects.get(case_complaint__case=case)
    respondent = case.respondents.get()
    for path in (
        f"/petugas/perkara/{case.reference}/",
        f"/petugas/laporan/{complaint.reference}/",
        f"/petugas/orang/{person_of(respondent).pk}/",
        f"/petugas/perkara/{case.reference}/respondents/{respondent.pk}/orang/",
        f"/petugas/perkara/{case.reference}/benturan/",
    ):
        assert desk.get(path).status_code == 404, path
    for path in (f"cases/{case.reference}", f"complaints/{complaint.reference}"):
        assert call(officer, "GET", path).status_code == 404
    for path in ("/petugas/orang/", "/petugas/", "/petugas/laporan/", "/petugas/benturan/", "/pemberitahuan/"):
        text = desk.get(path).content.decode()
        assert case.reference not in text and complaint.reference not in text and respondent.name not in text, path
    assert case.reference not in call(officer, "GET", "notifications?after=0").content.decode()
    found = call(officer, "GET", f"search?q={respondent.name.split()[0]}")
    assert found.status_code == 403 or found.json()["total"] == 0
    assert not Person.objects.visible_to(officer).exists()


@pytest.mark.parametrize("name", ["pemeriksa2", "penyelia", "intake"])
def test_the_person_reported_sees_nothing_of_it_from_the_first_minute(name, people, numbered, about, at_desk, call):
    officer = people[name]
    numbered(officer)
    if name == "pemeriksa2":  # the others are needed to take it up
        case, _respondent = about("Kasmirandah Wijaya", nip=NIP)
    else:
        case, respondent = about("Kasmirandah Wijaya")
        assert at_desk(officer).get(f"/petugas/perkara/{case.reference}/").status_code == 200
        facts = {f: getattr(respondent, f) for f in ("name", "position", "agency", "agency_text", "kind")}
        investigations.identify(
            case, by=people["pemeriksa"], respondent=respondent, nip=NIP, at=timezone.now(), **facts
        )
    drain()
    hidden_everywhere(officer, case, at_desk, call)
    assert Conflict.objects.filter(officer=officer, why="SELF", by=None).exists()
    told = Notification.objects.filter(recipient=officer, event__subject_reference=case.reference)
    assert not told.filter(event__verb="case.conflict").exists()


def test_a_number_or_tie_written_later_takes_what_is_open_already(people, numbered, about, a_complaint):
    case, _respondent = about("Budi Santoso", nip=NIP)
    report = a_complaint(people=[Reported(name="Rina", nip=OTHER_NIP)])
    officer = people["pemeriksa"]
    assert case.assignee == officer
    assert numbered(officer, OTHER_NIP) == 1
    assert not Complaint.objects.visible_to(officer).filter(pk=report.pk).exists()
    assert conflicts.tie(officer, nip=NIP, kind=Tie.Kind.SUPERIOR, at=timezone.now()) == 2  # the case and its report
    assert not Case.objects.visible_to(officer).filter(pk=case.pk).exists()
    case.refresh_from_db(fields=["assignee"])
    assert case.assignee is None
    assert Conflict.objects.get(officer=officer, kind="case").why == "SUPERIOR"
    assert numbered(officer, OTHER_NIP) == 0
    with pytest.raises(ValidationError):
        numbered(officer, "199001012015011001")  # nobody changes their own number alone
    with pytest.raises(ValidationError):
        numbered(people["intake"], "12")


def test_a_wrong_number_is_corrected_by_who_decides_and_keeps_away_what_it_names(people, numbered, about, at_desk):
    case, _respondent = about("Budi Santoso", nip=NIP)
    officer = people["pemeriksa2"]
    numbered(officer, OTHER_NIP)
    desk, page = at_desk(people["penyelia"]), "/petugas/benturan/nip-petugas/"
    assert desk.post(page, {"officer": officer.username, "nip": "12"}).status_code == 422
    assert desk.post(page, {"officer": officer.username, "nip": NIP}).status_code == 302
    assert not Case.objects.visible_to(officer).filter(pk=case.pk).exists()
    assert at_desk(people["pemeriksa"]).post(page, {"officer": officer.username, "nip": NIP}).status_code == 403
    with pytest.raises(PermissionDenied):
        conflicts.correct_number(people["penyelia"], nip=OTHER_NIP, by=people["penyelia"], at=timezone.now())


def test_an_officer_declares_loses_sight_at_once_and_the_supervisor_is_told(people, about, at_desk, call):
    case, _respondent = about("Kasmirandah Wijaya")
    officer = people["pemeriksa"]
    page = f"/petugas/perkara/{case.reference}/benturan/"
    assert (
        "Saya punya benturan kepentingan"
        in at_desk(officer).get(f"/petugas/perkara/{case.reference}/").content.decode()
    )
    desk = at_desk(officer)
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"reason": ""}).status_code == 422
    assert desk.post(page, {"reason": "Sepupu saya."}).status_code == 302
    assert desk.post(page, {"reason": "Sepupu saya."}).status_code == 404  # the second click
    drain()
    hidden_everywhere(officer, case, at_desk, call)
    told = Notification.objects.filter(event__verb="case.conflict").values_list("recipient__username", flat=True)
    assert set(told) == {"penyelia"}
    assert "Sepupu" not in str(Event.objects.get(verb="case.conflict").payload)


def test_whoever_is_kept_out_cannot_be_assigned_and_the_message_says_why(people, about, call):
    case, _respondent = about("Budi Santoso")
    officer = people["pemeriksa2"]
    conflicts.state(case, officer=officer, by=people["penyelia"], reason="Ipar.", at=timezone.now())
    answer = call(people["penyelia"], "POST", f"cases/{case.reference}/transitions/assign", {"to": officer.username})
    assert answer.status_code == 422 and "benturan kepentingan" in answer.content.decode()
    with pytest.raises(ValidationError):
        investigations.assign(Case.objects.get(pk=case.pk), by=people["penyelia"], to=officer)
    with pytest.raises(ValidationError):
        conflicts.state(case, officer=officer, by=people["penyelia"], reason="Ipar.", at=timezone.now())
    with pytest.raises(PermissionDenied):
        conflicts.state(case, officer=people["intake"], by=people["pemeriksa"], reason="x", at=timezone.now())


def test_it_is_lifted_by_two_people_none_of_them_the_officer(people, about, at_desk):
    case, _respondent = about("Budi Santoso")
    officer, now = people["pemeriksa"], timezone.now()
    conflict = conflicts.declare(case, by=officer, reason="Tetangga.", at=now)
    with pytest.raises(PermissionDenied):
        conflicts.ask_lift(conflict, by=officer, reason="Keliru.", at=now)
    desk, second = at_desk(people["penyelia"]), at_desk(people["komisioner"])
    assert "Tetangga." in desk.get("/petugas/benturan/").content.decode()
    lift = f"/petugas/benturan/{conflict.pk}/lift/"
    assert at_desk(officer).post(lift, {"do": "agree"}).status_code == 404
    desk.post(lift, {"do": "ask", "reason": "Rumahnya berjauhan."})
    desk.post(lift, {"do": "agree"})
    assert not Case.objects.visible_to(officer).exists()  # one person alone lifts nothing
    second.post(lift, {"do": "agree"})
    assert Case.objects.visible_to(officer).filter(pk=case.pk).exists()
    assert Complaint.objects.visible_to(officer).exists()
    assert second.post(lift, {"do": "agree"}).status_code == 302
    assert Event.objects.filter(verb="case.lift_conflict").count() == 1


def test_what_two_people_lifted_does_not_come_back_by_itself(people, numbered, about):
    numbered(people["pemeriksa2"])
    case, _respondent = about("Budi Santoso", nip=NIP)
    for conflict in Conflict.objects.filter(officer=people["pemeriksa2"]):
        asked = conflicts.ask_lift(conflict, by=people["penyelia"], reason="Nomor keliru.", at=timezone.now())
        conflicts.lift(asked, by=people["komisioner"], at=timezone.now())
    conflicts.screen_all()
    assert Case.objects.visible_to(people["pemeriksa2"]).filter(pk=case.pk).exists()


def test_an_anonymous_report_is_screened_without_telling_its_time(people, numbered, a_complaint):
    numbered(people["pemeriksa2"])
    a_complaint(people=[Reported(name="Budi", nip=NIP)], mode="ANONYMOUS", identity={})
    event = Event.objects.get(verb="complaint.conflict")
    assert timezone.localtime(event.occurred_at).time().isoformat() == "00:00:00"
    assert timezone.localtime(Conflict.objects.get().at).time().isoformat() == "00:00:00"
