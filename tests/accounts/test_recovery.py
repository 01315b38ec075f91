"""A lost second factor is restored by two persons, neither of whom is the one who lost it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import factors, recovery
from accounts.models import Recovery
from agencies.models import Officer
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_mail")]
SECRET = "empat kata yang panjang"


@pytest.fixture
def owner(somebody):
    """An investigator with an app and recovery codes."""
    officer = somebody("kehilangan", "investigator")
    seed = factors.new_seed()
    now = timezone.now()
    code = factors.format_hotp_value(factors.hotp_value(seed, int(now.timestamp()) // factors.PERIOD))
    factors.add_app(officer, seed, code, at=now)
    factors.new_codes(officer, at=now)
    return officer


@pytest.fixture
def asked(owner):
    return recovery.ask(owner, by=None, at=timezone.now())


def vouch(asked, by):
    return recovery.vouch(asked, by=by, at=timezone.now())


def test_two_others_restore_it_and_the_old_factors_are_gone(asked, owner, penyelia, admin_account):
    assert vouch(asked, penyelia).stage == "PROPOSED"
    assert factors.enrolled(owner)
    assert vouch(asked, admin_account).stage == "APPROVED"
    assert not Authenticator.objects.filter(user=owner).exists()


def test_the_same_person_is_not_two(asked, owner, penyelia):
    vouch(asked, penyelia)
    with pytest.raises(PermissionDenied):
        vouch(asked, penyelia)
    assert factors.enrolled(owner)


def test_who_lost_it_has_no_voice_even_as_a_head(somebody, penyelia):
    head = somebody("admin.hilang", "admin")
    asked = recovery.ask(head, by=None, at=timezone.now())
    for act in (recovery.vouch, recovery.refuse):
        with pytest.raises(PermissionDenied):
            act(asked, by=head, at=timezone.now())


def test_strangers_to_the_account_have_no_voice(asked, people, head, owner):
    for other in (head, people["pemeriksa"], people["auditor"], people["kustodian"]):
        with pytest.raises(PermissionDenied):
            vouch(asked, other)


def test_heads_of_an_agency_restore_their_own_people_and_the_authority_helps(bkd_kukar, head, penyelia, bkd_kaltara):
    bkd_kukar.email = "bkd@kukar.example"
    bkd_kukar.save()
    asked = recovery.ask(bkd_kukar, by=head, at=timezone.now())
    vouch(asked, head)
    assert vouch(asked, penyelia).stage == "APPROVED"
    foreign = recovery.ask(bkd_kaltara, by=None, at=timezone.now())
    with pytest.raises(PermissionDenied):
        vouch(foreign, head)


def test_the_old_password_opens_nothing_until_the_mailed_link_was_used(
    asked, owner, penyelia, admin_account, post, link_in
):
    """Who stole the password must not enrol a device of their own in between."""
    vouch(asked, penyelia)
    vouch(asked, admin_account)
    answer = Client().post("/masuk/", {"username": owner.username, "password": "kata-sandi-lama-1"})
    assert answer.status_code != 302
    (letter,) = post()
    assert letter.to == [owner.email]
    visitor = Client()
    visitor.get(link_in(letter))
    assert visitor.post("/undangan/", {"password": SECRET, "again": SECRET}).status_code == 302
    signed = visitor.post("/masuk/", {"username": owner.username, "password": SECRET})
    assert signed.url == "/masuk/daftar-faktor/"  # a new one is begun at once
    assert Client().get(link_in(letter), follow=True).status_code == 404


def test_sessions_end_with_the_factors(asked, owner, penyelia, admin_account, visit):
    browser = visit(owner)
    assert browser.get("/petugas/").status_code == 200
    vouch(asked, penyelia)
    vouch(asked, admin_account)
    assert browser.get("/petugas/").status_code == 302


def test_without_an_address_for_the_link_nothing_is_removed(somebody, asked, owner, penyelia, admin_account):
    Officer.objects.filter(pk=owner.pk).update(email="")
    vouch(asked, penyelia)
    with pytest.raises(ValidationError):
        vouch(asked, admin_account)
    assert factors.enrolled(owner)
    assert Recovery.objects.get().approvals.count() == 1


def test_it_is_refused_and_everything_stays(asked, owner, penyelia):
    recovery.refuse(asked, by=penyelia, at=timezone.now())
    assert factors.enrolled(owner)
    with pytest.raises(MovedOn):
        vouch(asked, penyelia)


def test_it_is_asked_for_once(asked, owner):
    with pytest.raises(ValidationError):
        recovery.ask(owner, by=None, at=timezone.now())


def test_what_nobody_answers_ends_after_a_week(asked):
    assert recovery.expire(at=timezone.now() + timedelta(days=6)) == 0
    assert recovery.expire(at=timezone.now() + timedelta(days=8)) == 1
    assert Recovery.objects.get().stage == "REFUSED"


def test_every_step_is_an_event(asked, penyelia, admin_account):
    vouch(asked, penyelia)
    vouch(asked, admin_account)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"recovery.ask", "recovery.vouch", "recovery.grant", "account.factor_remove", "account.recover"} <= verbs


# Pages ------------------------------------------------------------------------------------------------------------------------
def test_it_is_asked_at_the_second_step_of_the_door(owner, half_in):
    browser = half_in(owner)
    assert "kehilangan-perangkat" in browser.get("/masuk/faktor/").content.decode()
    assert browser.get("/masuk/kehilangan-perangkat/").status_code == 200
    first = browser.post("/masuk/kehilangan-perangkat/")
    assert first.status_code == 200
    assert browser.post("/masuk/kehilangan-perangkat/").content == first.content
    assert Recovery.objects.get().by == owner


def test_who_has_not_shown_the_password_cannot_ask(owner, client):
    assert client.post("/masuk/kehilangan-perangkat/").status_code == 302
    assert not Recovery.objects.exists()


def test_two_heads_vouch_on_their_pages(asked, owner, visit, penyelia, admin_account):
    page = f"/petugas/akun-petugas/pemulihan/{asked.reference}/"
    for person in (penyelia, admin_account):
        browser = visit(person)
        assert "Benar, ini pemilik akun" in browser.get(page).content.decode()
        assert browser.post(page + "vouch/").status_code == 302
        assert "Benar, ini pemilik akun" not in browser.get(page).content.decode()
    assert not factors.enrolled(owner)


def test_a_head_asks_for_somebody_but_not_for_themself(visit, penyelia, intake):
    browser = visit(penyelia)
    assert browser.post("/petugas/akun-petugas/orang/intake/recover/").status_code == 302
    assert browser.post("/petugas/akun-petugas/orang/penyelia/recover/").status_code == 403
    assert Recovery.objects.get().officer == intake


def test_no_address_of_a_recovery_is_a_number(asked, owner, visit, penyelia):
    assert str(owner.pk) not in asked.reference
    assert visit(penyelia).get(f"/petugas/akun-petugas/pemulihan/{owner.pk}/").status_code == 404
