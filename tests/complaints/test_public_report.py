"""A citizen reports, from the first page to the receipt, without an account and without JavaScript."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints import drafts
from complaints.models import Complaint
from evidence.models import Evidence
from workflow.models import Event, Job

pytestmark = pytest.mark.django_db


def test_five_pages_and_a_check_page_make_one_complaint(citizen, the_complaint):
    citizen.reports()
    complaint = the_complaint()
    assert (complaint.kind, complaint.stage, complaint.source) == ("NEUTRALITY", "RECEIVED", "WEB")
    assert complaint.narrative == "Camat meminta staf memasang foto calon."
    assert (complaint.incident_date, complaint.territory_id) == (date(2024, 10, 12), "64.02")
    assert complaint.incident_place == "Grup WhatsApp kantor"
    assert [v.code for v in complaint.violations.all()] == ["NET-D8"]
    person = complaint.people.get()
    assert (person.name, person.position, person.agency_id) == ("Terlapor Satu", "Camat", "64.02")
    assert complaint.access.links.get().url == "https://www.instagram.com/p/abc"
    assert not complaint.access.sealed


def test_the_pages_follow_each_other(citizen):
    way = [citizen.writes(path).url for path in ("/lapor/", "/lapor/siapa/", "/lapor/kapan-di-mana/", "/lapor/bukti/")]
    assert way == ["/lapor/siapa/", "/lapor/kapan-di-mana/", "/lapor/bukti/", "/lapor/kontak/"]
    assert citizen.writes("/lapor/kontak/").url == "/lapor/periksa/"


def test_the_receipt_shows_number_code_and_dates(citizen, the_complaint):
    reference, code = citizen.reports()
    page = citizen.reads("/lapor/tanda-terima/")
    assert reference == the_complaint().reference
    assert len(code.replace("-", "")) == 24
    assert "Paling lambat" in page
    assert citizen.browser.get("/lapor/tanda-terima/").headers["Cache-Control"] == "no-store"


def test_the_code_is_stored_nowhere_in_clear(citizen, the_complaint):
    _reference, code = citizen.reports()
    draft, complaint = the_complaint().draft, the_complaint()
    words = complaint.receipt_digest + str(list(Event.objects.values()))
    kept = bytes(draft.sealed) + words.encode()
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept


def test_identity_is_sealed_apart_and_confidential_by_default(citizen, the_complaint):
    citizen.reports()
    complaint = the_complaint()
    assert complaint.mode == "CONFIDENTIAL"
    envelope = complaint.access.envelope
    assert b"Pelapor" not in bytes(envelope.sealed)
    assert envelope.lids.count() == 1


def test_an_anonymous_report_keeps_nothing_of_who_and_no_minute(citizen, the_complaint):
    citizen.reports(but={"/lapor/kontak/": {"mode": "ANONYMOUS", "email": "saya@example.org"}})
    complaint = the_complaint()
    assert not hasattr(complaint.access, "envelope")
    draft = complaint.draft
    for moment in (complaint.created_at, draft.created_at, draft.touched_at):
        assert timezone.localtime(moment).strftime("%H:%M:%S") == "00:00:00"


def test_no_job_tells_when_a_report_was_sent(citizen, the_draft):
    citizen.reports(but={"/lapor/kontak/": {"mode": "ANONYMOUS"}})
    due = timezone.localtime(Job.objects.get(kind="draft").due_at)
    assert (due.hour, due.minute, due.second, due.microsecond) == (0, 0, 0, 0)
    assert due == the_draft().touched_at + drafts.LIFE


def test_files_are_taken_in_at_once_and_follow_the_report(citizen, photo, the_complaint):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo("satu.png"), photo("dua.png")], "unggah": "1"})
    assert sorted(Evidence.objects.values_list("name", flat=True)) == ["dua.png", "satu.png"]
    assert "satu.png" in citizen.reads("/lapor/bukti/")
    citizen.reports()
    assert Evidence.objects.filter(access=the_complaint().access).count() == 2


def test_a_file_can_be_taken_away_again(citizen, photo):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"})
    citizen.browser.post("/lapor/bukti/", {"hapus": str(Evidence.objects.get().pk)})
    assert not Evidence.objects.exists()


def test_nobody_takes_away_the_file_of_another(citizen, another_citizen, photo):
    citizen.writes("/lapor/")
    citizen.browser.post("/lapor/bukti/", {"berkas": [photo()], "unggah": "1"})
    another_citizen.writes("/lapor/")
    another_citizen.browser.post("/lapor/bukti/", {"hapus": str(Evidence.objects.get().pk)})
    assert Evidence.objects.exists()


def test_people_are_added_and_removed_by_button(citizen, the_complaint):
    citizen.writes("/lapor/")
    citizen.writes("/lapor/siapa/", tambah="1")
    assert "Orang 2" in citizen.reads("/lapor/siapa/")
    citizen.writes("/lapor/siapa/", jumlah="2", orang__1__name="Terlapor Dua", tambah="1")
    citizen.writes("/lapor/siapa/", jumlah="3", orang__1__name="Terlapor Dua", orang__2__name="Tiga", hapus="0")
    page = citizen.reads("/lapor/siapa/")
    assert "Terlapor Dua" in page and "Tiga" in page and "Terlapor Satu" not in page


def test_a_person_without_a_name_is_known_by_a_clue(citizen, the_complaint):
    nameless = {"orang-0-name": "", "orang-0-name_unknown": "on", "orang-0-clue": "Berseragam khaki di foto kedua"}
    citizen.reports(but={"/lapor/siapa/": nameless})
    assert the_complaint().people.get().name == "Berseragam khaki di foto kedua"


def test_a_workplace_we_do_not_know_is_kept_as_written(citizen, the_complaint):
    citizen.reports(but={"/lapor/siapa/": {"orang-0-agency_text": "SDN 3 Tenggarong"}})
    person = the_complaint().people.get()
    assert (person.agency, person.agency_text) == (None, "SDN 3 Tenggarong")


def test_a_workplace_is_chosen_from_what_the_search_found(citizen, the_complaint):
    citizen.writes("/lapor/")
    found = citizen.writes("/lapor/siapa/", orang__0__agency_text="SDN 3 di Kutai Kartanegara", cari="0")
    assert "Pemerintah Kabupaten Kutai Kartanegara" in citizen.reads(found.url.partition("#")[0])
    citizen.reports(but={"/lapor/siapa/": {"orang-0-agency_text": "SDN 3 di Kutai", "orang-0-agency": "64.02"}})
    assert the_complaint().people.get().agency_id == "64.02"


def test_a_place_is_chosen_from_what_the_search_found(citizen, the_complaint):
    citizen.writes("/lapor/")
    found = citizen.writes("/lapor/kapan-di-mana/", territory_text="kutai", cari="1")
    page = citizen.reads(found.url.partition("#")[0])
    assert "Kabupaten Kutai Timur, Kalimantan Timur" in page
    citizen.reports(but={"/lapor/kapan-di-mana/": {"territory_text": "kutai", "territory": "64.08"}})
    assert the_complaint().territory_id == "64.08"


def test_a_place_outside_the_list_is_kept_in_words(citizen, the_complaint):
    citizen.reports(but={"/lapor/kapan-di-mana/": {"territory_text": "Kuala Lumpur", "territory": "-"}})
    complaint = the_complaint()
    assert complaint.territory is None
    assert complaint.incident_place == "Grup WhatsApp kantor, Kuala Lumpur"


def test_an_approximate_time_is_kept_in_the_reporters_words(citizen, the_complaint):
    citizen.reports(but={"/lapor/kapan-di-mana/": {"day": "", "month": "10", "time_note": "malam hari"}})
    complaint = the_complaint()
    assert complaint.incident_date is None
    assert complaint.narrative.endswith("Waktu menurut pelapor: Oktober 2024, malam hari")


def test_a_merit_report_needs_no_person(citizen, the_complaint):
    nobody = {"jumlah": "1", "orang-0-name": "", "orang-0-position": "", "orang-0-agency_text": "", "orang-0-nip": ""}
    citizen.reports(but={"/lapor/": {"kind": "MERIT", "violations": []}, "/lapor/siapa/": nobody})
    assert the_complaint().people.count() == 0


def test_other_reports_need_one_clue_about_somebody(citizen):
    nobody = {"jumlah": "1", "orang-0-name": "", "orang-0-position": "", "orang-0-agency_text": "", "lewati": "1"}
    citizen.fills_in(but={"/lapor/siapa/": {**nobody, "orang-0-nip": ""}})
    refused = citizen.sends()
    assert refused.status_code == 422
    assert "Tulis satu petunjuk" in refused.content.decode()
    assert not Complaint.objects.exists()


def test_a_change_from_the_check_page_leads_back_to_it(citizen):
    citizen.fills_in()
    assert "?ubah=1" in citizen.reads("/lapor/periksa/")
    assert citizen.writes("/lapor/kapan-di-mana/", ubah="1").url == "/lapor/periksa/"


def test_the_form_speaks_english_when_asked(citizen):
    page = citizen.browser.get("/lapor/?bahasa=en").content.decode()
    assert '<html lang="en">' in page


def test_suggestions_come_from_a_small_json(citizen):
    names = citizen.browser.get("/lapor/wilayah.json?q=kutai ke").json()["items"]
    assert "Kabupaten Kutai Kartanegara, Kalimantan Timur" in names
    assert citizen.browser.get("/lapor/instansi.json?q=kukar").json()["items"]


def test_what_happens_next_is_dated_by_the_law_of_clocks(citizen, the_complaint):
    citizen.reports()
    due = the_complaint().due_date
    assert due and due > timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(("month", "code"), [("8", "NET-E1"), ("10", "NET-D1")])
def test_the_day_decides_which_of_two_twins_is_meant(citizen, the_complaint, month, code):
    banner = {"/lapor/": {"violations": ["NET-D1"]}, "/lapor/kapan-di-mana/": {"month": month}}
    citizen.reports(but=banner)
    complaint = the_complaint()
    assert [v.code for v in complaint.violations.all()] == [code]
    assert complaint.election.vote_date == date(2024, 11, 27)


def test_without_a_day_the_act_stays_as_chosen(citizen, the_complaint):
    citizen.reports(but={"/lapor/": {"violations": ["NET-D1"]}, "/lapor/kapan-di-mana/": {"day": ""}})
    assert [v.code for v in the_complaint().violations.all()] == ["NET-D1"]
    assert the_complaint().election is None


@pytest.mark.parametrize("shown", ["NET-E1", "NET-D9"])
def test_of_two_twins_the_form_shows_one(citizen, shown):
    assert f'value="{shown}"' not in citizen.reads("/lapor/")
