"""The page on which a respondent is identified: an agency by typing, a NIP that is never refused, nothing typed lost."""

import pytest

from complaints.actions import Person
from investigations import actions
from investigations.models import Respondent
from workflow.models import Event

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Sari Wulandari",
    "nip": "198001012005011001",
    "position": "Lurah",
    "agency_text": "pemkab kutai kartanegara",
    "agency": "",
    "kind": "PNS",
}


@pytest.fixture
def case(a_case):
    """A case about somebody of whom only a position and a mistyped office were told."""
    return a_case("EXAMINATION", people=[Person(position="Lurah", agency_text="Kutai")])


def address(case, respondent=None) -> str:
    pk = (respondent or case.respondents.get()).pk
    return f"/petugas/perkara/{case.reference}/respondents/{pk}/identify/"


def test_the_case_page_marks_who_is_not_identified_and_leads_there(case, page, pemeriksa):
    shown = page(pemeriksa, f"/petugas/perkara/{case.reference}/")
    assert "Nama belum diketahui" in shown and "Instansi belum dikenali" in shown and address(case) in shown
    Respondent.objects.filter(case=case).update(name="Sari")
    shown = page(pemeriksa, f"/petugas/perkara/{case.reference}/")
    assert "Nama belum diketahui" not in shown and "Instansi belum dikenali" in shown


def test_who_is_identified_carries_no_mark(a_case, page, pemeriksa):
    shown = page(pemeriksa, f"/petugas/perkara/{a_case('EXAMINATION').reference}/")
    assert "belum diketahui" not in shown and "belum dikenali" not in shown
    assert "Lengkapi identitas" in shown


def test_what_is_known_stands_in_the_form_beside_names_of_agencies(case, page, pemeriksa):
    shown = page(pemeriksa, address(case))
    assert 'value="Lurah"' in shown and 'value="Kutai"' in shown
    assert 'list="instansi"' in shown and '<option value="Pemerintah Kabupaten Kutai Kartanegara">' in shown


def test_a_respondent_is_identified_and_the_agency_recognised_as_it_is_typed(case, at_desk, page, pemeriksa):
    answer = at_desk(pemeriksa).post(address(case), TYPED)
    person = case.respondents.get()
    assert answer.url == f"/petugas/perkara/{case.reference}/#terlapor-{person.pk}"
    assert (person.name, person.nip, person.agency_id, person.agency_text, person.kind) == (
        "Sari Wulandari", "198001012005011001", "64.02", "", "PNS",
    )  # fmt: skip
    shown = page(pemeriksa, f"/petugas/perkara/{case.reference}/")
    assert "Identitas dilengkapi: Sari Wulandari." in shown and "belum dikenali" not in shown


def test_an_agency_that_may_be_several_is_asked_about_and_nothing_typed_is_lost(case, at_desk, pemeriksa):
    browser = at_desk(pemeriksa)
    answer = browser.post(address(case), {**TYPED, "agency_text": "kutai"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and case.respondents.get().name == ""
    assert 'value="64.02"> Pemerintah Kabupaten Kutai Kartanegara' in shown
    assert 'value="Sari Wulandari"' in shown and 'value="kutai"' in shown
    assert browser.post(address(case), {**TYPED, "agency_text": "kutai", "agency": "64.02"}).status_code == 302
    assert case.respondents.get().agency_id == "64.02"


def test_words_of_ones_own_are_kept_when_one_says_so(case, at_desk, pemeriksa):
    at_desk(pemeriksa).post(address(case), {**TYPED, "agency_text": "Kantor lurah di Kutai", "agency": "-"})
    person = case.respondents.get()
    assert (person.agency_id, person.agency_text) == (None, "Kantor lurah di Kutai")


def test_words_that_are_like_no_agency_are_kept_without_a_question(case, at_desk, pemeriksa):
    assert at_desk(pemeriksa).post(address(case), {**TYPED, "agency_text": "PT Xyzzy"}).status_code == 302
    assert case.respondents.get().agency_text == "PT Xyzzy"


def test_a_choice_that_the_words_do_not_offer_is_no_choice(case, at_desk, pemeriksa):
    at_desk(pemeriksa).post(address(case), {**TYPED, "agency": "65"})
    assert case.respondents.get().agency_id == "64.02"


def test_an_agency_that_ended_stays_until_it_is_changed(a_case, at_desk, kukar, pemeriksa):
    case = a_case("EXAMINATION", people=[Person(name="Sari", agency=kukar)])
    kukar.valid_to = "2024-01-01"
    kukar.save()
    at_desk(pemeriksa).post(address(case), {**TYPED, "agency_text": kukar.name})
    person = case.respondents.get()
    assert (person.position, person.agency) == ("Lurah", kukar)


@pytest.mark.parametrize("nip", ["12345", "abcdef", "999999992005011001"])
def test_an_odd_nip_is_saved_and_pointed_out(case, at_desk, pemeriksa, nip):
    answer = at_desk(pemeriksa).post(address(case), {**TYPED, "nip": nip}, follow=True)
    assert case.respondents.get().nip == nip
    assert "Tidak apa-apa, Anda tetap bisa lanjut." in answer.content.decode()
    assert 'class="wm" id="id_nip_warning"' in at_desk(pemeriksa).get(address(case)).content.decode()


@pytest.mark.parametrize("wrong", [{"name": "x" * 161}, {"nip": "1" * 41}, {"kind": "KING"}])
def test_what_is_wrong_is_said_and_everything_else_kept(case, at_desk, pemeriksa, wrong):
    answer = at_desk(pemeriksa).post(address(case), {**TYPED, **wrong})
    shown = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in shown
    assert 'value="Lurah"' in shown and 'value="pemkab kutai kartanegara"' in shown
    assert "Kami kenali sebagai Pemerintah Kabupaten Kutai Kartanegara." in shown
    assert not Event.objects.filter(verb="case.identify").exists()


def test_somebody_without_any_clue_is_sent_back(case, at_desk, pemeriksa):
    answer = at_desk(pemeriksa).post(address(case), {"kind": "PNS"})
    assert answer.status_code == 422
    assert "Tulis satu petunjuk" in answer.content.decode()
    assert case.respondents.get().position == "Lurah"


@pytest.mark.parametrize(("who", "status"), [("intake", 403), ("pimpinan", 403), ("komisioner", 404), ("merit", 404)])
def test_strangers_find_nothing_and_readers_may_not(case, at_desk, people, who, status):
    browser = at_desk(people[who])
    assert browser.get(address(case)).status_code == status
    assert browser.post(address(case), TYPED).status_code == status
    assert case.respondents.get().name == ""


def test_readers_without_the_right_are_not_led_there(case, page, pimpinan):
    assert "Lengkapi identitas" not in page(pimpinan, f"/petugas/perkara/{case.reference}/")


def test_a_respondent_of_another_case_is_not_found(case, a_case, at_desk, pemeriksa):
    other = a_case("EXAMINATION").respondents.get()
    assert at_desk(pemeriksa).post(address(case, other), TYPED).status_code == 404


def test_an_ended_case_keeps_the_words_of_who_came_too_late(case, at_desk, penyelia):
    actions.moot(case, by=penyelia, reason="Meninggal.")
    answer = at_desk(penyelia).post(address(case), TYPED)
    assert answer.status_code == 409
    assert "Sari Wulandari" in answer.content.decode() and "berpindah ke Gugur" in answer.content.decode()
