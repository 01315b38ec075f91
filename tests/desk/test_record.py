"""A report by letter, telephone or in person: one page, one complaint, one receipt to hand over."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.models import Complaint
from complaints.queries import by_receipt
from evidence.models import Evidence
from identity.models import CustodianKey

pytestmark = pytest.mark.django_db
PATH = "/petugas/laporan/catat/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def typed(people):
    """What an officer types; anything can be typed otherwise."""

    def fill(**other) -> dict:
        facts = {
            "key": "0" * 32,
            "source": "LETTER",
            "kind": "NEUTRALITY",
            "narrative": "Lurah berkampanye di kantor.",
            "incident_date": "2024-11-01",
            "territory": "Kabupaten Kutai Kartanegara",
            "violations": ["NET-D8"],
            "links": "https://example.org/a\n\nhttps://example.org/b",
            "mode": "CONFIDENTIAL",
            "name": "Ibu Pelapor",
            "phone": "0811",
            "p-TOTAL_FORMS": "1",
            "p-INITIAL_FORMS": "0",
            "p-0-name": "Seseorang",
            "p-0-agency": "pemerintah kabupaten kutai kartanegara",
        }
        return {**facts, **other}

    return fill


def code_in(text: str) -> str:
    return re.search(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", text).group()


def test_it_becomes_a_complaint_and_the_code_opens_it(typed, at_desk, intake):
    answer = at_desk(intake).post(PATH, typed())
    complaint = Complaint.objects.get()
    assert answer.status_code == 200
    assert by_receipt(complaint.reference, code_in(answer.content.decode())) == complaint
    person = complaint.people.get()
    assert (person.name, person.agency_id) == ("Seseorang", "64.02")
    assert (complaint.territory_id, complaint.source, complaint.access.links.count()) == ("64.02", "LETTER", 2)
    assert [v.code for v in complaint.violations.all()] == ["NET-D8"]


def test_the_code_is_not_on_the_page_of_the_complaint(typed, at_desk, page, intake):
    code = code_in(at_desk(intake).post(PATH, typed()).content.decode())
    assert code not in page(intake, f"/petugas/laporan/{Complaint.objects.get().reference}/")


def test_the_reporters_name_is_sealed(typed, at_desk, intake):
    at_desk(intake).post(PATH, typed())
    assert b"Ibu Pelapor" not in bytes(Complaint.objects.get().access.envelope.sealed)


def test_sent_twice_it_is_one_complaint_with_one_receipt(typed, at_desk, intake):
    browser = at_desk(intake)
    first, second = (code_in(browser.post(PATH, typed()).content.decode()) for _ in range(2))
    assert first == second
    assert Complaint.objects.count() == 1


def test_other_words_under_the_same_page_are_no_second_complaint(typed, at_desk, intake):
    browser = at_desk(intake)
    browser.post(PATH, typed())
    answer = browser.post(PATH, typed(narrative="Sesuatu yang lain."))
    assert answer.status_code == 409
    assert "Sesuatu yang lain." in answer.content.decode()
    assert Complaint.objects.count() == 1


def test_a_forged_key_of_another_officer_opens_nothing(typed, at_desk, intake, penyelia):
    at_desk(intake).post(PATH, typed())
    at_desk(penyelia).post(PATH, typed())
    assert Complaint.objects.count() == 2


def test_an_anonymous_reporter_leaves_no_name(typed, at_desk, intake):
    at_desk(intake).post(PATH, typed(mode="ANONYMOUS"))
    assert not hasattr(Complaint.objects.get().access, "envelope")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("narrative", "", "wajib"),
        ("narrative", "x" * 50_001, "50000"),
        ("incident_date", "2042-01-01", "Tanggal ini belum terjadi."),
        ("incident_date", "31-31-2024", ""),
        ("territory", "Negeri Antah Berantah", "Wilayah ini tidak ada dalam daftar."),
        ("links", "javascript:alert(1)", "Tautan dimulai dengan"),
        ("email", "bukan surel", "Alamat surel ini belum lengkap."),
        ("kind", "FORGED", ""),
        ("violations", "NET-X99", "tidak ada dalam katalog"),
        ("narrative", "nul\x00nul", ""),
        ("p-0-name", "x" * 161, "160"),
    ],
)
def test_what_is_wrong_is_said_and_everything_else_kept(typed, at_desk, intake, field, value, message):
    answer = at_desk(intake).post(PATH, typed(**{field: value}, incident_place="Balai desa"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in shown
    assert message.replace("wajib", "") in shown
    assert "Balai desa" in shown and "0811" in shown
    assert Complaint.objects.count() == 0


def test_somebody_has_to_be_named_but_for_the_merit_system(typed, at_desk, intake):
    nobody = {"p-0-name": "", "p-0-agency": ""}
    answer = at_desk(intake).post(PATH, typed(**nobody))
    assert answer.status_code == 422
    assert "Tulis satu petunjuk" in answer.content.decode()
    assert at_desk(intake).post(PATH, typed(**nobody, kind="MERIT", violations=[])).status_code == 200


def test_one_more_person_keeps_everything_typed(typed, at_desk, intake):
    answer = at_desk(intake).post(PATH, typed(tambah="1", narrative="Belum selesai"))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="p-1-name"' in shown and 'value="Seseorang"' in shown and "Belum selesai" in shown
    assert 'aria-invalid="true"' not in shown
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("total", ["", "-5", "abc", "999999"])
def test_a_forged_number_of_people_is_no_error(typed, at_desk, intake, total):
    browser = at_desk(intake)
    assert browser.post(PATH, typed(tambah="1", **{"p-TOTAL_FORMS": total})).status_code == 200
    assert browser.post(PATH, typed(**{"p-TOTAL_FORMS": total})).status_code in (200, 422)


def test_a_file_that_is_refused_does_not_lose_the_report(typed, at_desk, intake):
    files = [SimpleUploadedFile("surat.pdf", PDF), SimpleUploadedFile("<b>jahat.exe", b"MZ\x90\x00")]
    shown = at_desk(intake).post(PATH, typed(files=files)).content.decode()
    assert Evidence.objects.get().name == "surat.pdf"
    assert "Berkas yang tidak bisa diterima" in shown and "<b>jahat" not in shown


def test_only_who_may_write_reports_down_sees_the_form(people, at_desk, pemeriksa, komisioner, bawaslu):
    assert {at_desk(person).get(PATH).status_code for person in (pemeriksa, komisioner, bawaslu)} == {403}


def test_the_form_offers_places_and_agencies_without_a_script(people, page, intake):
    shown = page(intake, PATH)
    assert '<option value="Kabupaten Kutai Kartanegara">' in shown
    assert 'list="wilayah"' in shown and 'list="instansi"' in shown


def test_where_nobody_holds_a_key_a_name_is_refused_and_everything_typed_stays(typed, at_desk, intake, settings):
    settings.IDENTITY_KEY = ""
    CustodianKey.objects.all().delete()
    answer = at_desk(intake).post(PATH, typed())
    page = answer.content.decode()
    assert answer.status_code == 422 and "belum dapat disegel" in page and "Ibu Pelapor" in page
    assert not Complaint.objects.exists()
