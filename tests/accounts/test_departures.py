"""Leaving hands over open work first; only then is the account closed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import departures, people
from accounts.models import Departure
from agencies.models import ApiToken, Officer
from identity import actions as identity
from identity import boxes, keys
from identity.models import Unsealing
from investigations.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(pemeriksa, penyelia, a_case):
    """An investigator with a case, who is going to leave."""
    a_case("OPEN")
    return departures.begin(pemeriksa, by=penyelia, at=timezone.now())


def close(departure, by):
    return departures.close(departure, by=by, at=timezone.now())


def give(departure, to, by) -> int:
    heirs = {(w.kind, w.reference): to for w in people.open_work(departure.officer, by)}
    return departures.hand_over(departure, heirs, by=by, at=timezone.now())


def test_an_account_with_open_work_is_not_closed(leaving, penyelia, pemeriksa):
    with pytest.raises(ValidationError) as refused:
        close(leaving, penyelia)
    assert "1 pekerjaan" in str(refused.value)
    assert Officer.objects.get(pk=pemeriksa.pk).is_active


def test_work_goes_to_somebody_who_can_go_on_with_it_and_then_the_account_closes(
    leaving, penyelia, pemeriksa, pemeriksa2
):
    assert give(leaving, pemeriksa2, penyelia) == 1
    assert Case.objects.get().assignee == pemeriksa2
    close(leaving, penyelia)
    gone = Officer.objects.get(pk=pemeriksa.pk)
    assert not gone.is_active and gone.closed_at
    assert gone not in people.people_of(penyelia)


def test_work_goes_to_nobody_who_could_not_do_it(leaving, penyelia, auditor):
    with pytest.raises(ValidationError):
        give(leaving, auditor, penyelia)
    assert Case.objects.get().assignee_id == leaving.officer_id


def test_an_administrator_sees_that_work_is_left_but_not_which(leaving, admin_account, visit):
    page = visit(admin_account).get(f"/petugas/akun-petugas/berhenti/{leaving.reference}/").content.decode()
    assert "1 pekerjaan lain" in page
    assert Case.objects.get().reference not in page
    assert people.open_work(leaving.officer, admin_account) == []


def test_tokens_and_sessions_end_with_the_account(leaving, penyelia, pemeriksa, pemeriksa2, visit):
    browser, secret = visit(pemeriksa), ApiToken.issue(pemeriksa, at=timezone.now())
    give(leaving, pemeriksa2, penyelia)
    close(leaving, penyelia)
    assert browser.get("/petugas/").status_code == 302
    assert ApiToken.objects.officer_of(secret, timezone.now()) is None
    assert ApiToken.objects.get().revoked_at


def test_open_requests_for_identities_end_with_their_asker(monkeypatch, a_complaint, penyelia, pemeriksa, kustodian):
    monkeypatch.setattr(boxes, "COST", 2**4)
    keys.make_custodian_key(kustodian, passphrase="kata sandi kustodian", at=timezone.now())
    report = a_complaint("VERIFYING")
    identity.ask(
        report.access, about=report.reference, by=pemeriksa, reason="Perlu didengar sebagai saksi.", hours=2,
        phrase="frasa peminta ini", at=timezone.now(),
    )  # fmt: skip
    close(departures.begin(pemeriksa, by=penyelia, at=timezone.now()), penyelia)
    assert Unsealing.objects.get().stage == "ENDED"


def test_a_custodian_leaves_only_when_two_others_hold_keys(monkeypatch, kustodian, kustodian2, somebody, penyelia):
    monkeypatch.setattr(boxes, "COST", 2**4)
    for custodian in (kustodian, kustodian2):
        keys.make_custodian_key(custodian, passphrase="kata sandi kustodian", at=timezone.now())
    departure = departures.begin(kustodian, by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError):
        close(departure, penyelia)
    assert Officer.objects.get(pk=kustodian.pk).is_active
    keys.make_custodian_key(somebody("kustodian.tiga", "custodian"), passphrase="kata sandi ketiga", at=timezone.now())
    close(departure, penyelia)
    assert not keys.living().filter(officer=kustodian).exists()


def test_the_last_two_heads_of_an_agency_stay_until_one_replaces_them(head, head2, somebody):
    with pytest.raises(ValidationError):
        departures.begin(head2, by=head, at=timezone.now())
    somebody("kepala.tiga", "agency_admin", agency="64.02")
    close(departures.begin(head2, by=head, at=timezone.now()), head)
    assert not Officer.objects.get(pk=head2.pk).is_active


def test_two_who_leave_at_once_do_not_leave_one_behind(head, head2, somebody):
    third = somebody("kepala.tiga", "agency_admin", agency="64.02")
    first = departures.begin(head2, by=head, at=timezone.now())
    second = departures.begin(third, by=head, at=timezone.now())
    close(first, head)
    with pytest.raises(ValidationError):
        close(second, head)


def test_nobody_processes_their_own_departure_nor_anothers_people(head, head2, bkd_kaltara, intake, pemeriksa, auditor):
    with pytest.raises(ValidationError):
        departures.begin(head, by=head, at=timezone.now())
    for other in (bkd_kaltara, intake):
        with pytest.raises(PermissionDenied):
            departures.begin(other, by=head, at=timezone.now())
    for other in (pemeriksa, auditor):
        with pytest.raises(PermissionDenied):
            departures.begin(intake, by=other, at=timezone.now())


def test_who_stays_after_all_keeps_the_account(leaving, penyelia, pemeriksa):
    departures.cancel(leaving, by=penyelia, at=timezone.now())
    assert Officer.objects.get(pk=pemeriksa.pk).is_active
    departures.begin(pemeriksa, by=penyelia, at=timezone.now())


def test_the_whole_way_on_the_pages(visit, penyelia, pemeriksa, pemeriksa2, a_case):
    a_case("OPEN")
    browser = visit(penyelia)
    begun = browser.post("/petugas/akun-petugas/orang/pemeriksa/leave/")
    page = browser.get(begun.url).content.decode()
    assert Case.objects.get().reference in page and "Tutup akun" not in page
    assert browser.post(begun.url + "hand_over/", {}).status_code == 422
    assert browser.post(begun.url + "hand_over/", {"work_0": "pemeriksa2"}).status_code == 302
    assert "Tutup akun" in browser.get(begun.url).content.decode()
    assert browser.post(begun.url + "close/").status_code == 302
    assert Case.objects.get().assignee == pemeriksa2
    assert Departure.objects.get().closed_at
    assert browser.get(begun.url).status_code == 404
    assert browser.get("/petugas/akun-petugas/orang/pemeriksa/").status_code == 404
