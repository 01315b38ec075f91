"""The reporter follows the report with number and code: status, messages both ways, more evidence, withdrawal."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import actions
from complaints.models import Complaint
from complaints.queries import messages_of
from complaints.views import cookies
from evidence.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracked(citizen, a_complaint):
    """A complaint of stage …, opened by its reporter; answers (complaint, reporter's browser)."""

    def make(stage="RECEIVED", **other):
        complaint = a_complaint(stage, **other)
        assert citizen.opens(complaint.reference, complaint.receipt_code).url == "/lacak/"
        return complaint, citizen

    return make


def spelled(text):
    yield text.lower()
    yield text.replace("-", "")
    yield text.replace("-", " ")
    yield f"  {text}  "
    yield text.replace("0", "O").replace("1", "I")
    yield text.replace("0", "o").replace("1", "l")


def test_number_and_code_are_forgiving_in_spelling(citizen, a_complaint):
    complaint = a_complaint()
    for reference in spelled(complaint.reference):
        for code in spelled(complaint.receipt_code):
            assert citizen.opens(reference, code).status_code == 302, (reference, code)


def test_wrong_code_and_unknown_number_get_the_same_answer(citizen, a_complaint, another_citizen):
    complaint, other = a_complaint(), a_complaint()
    tries = [
        (complaint.reference, "A" * 24),
        ("LAP-26-ZZZZZZ", complaint.receipt_code),
        (complaint.reference, other.receipt_code),
        ("LAP-26-ZZZZZZ", ""),
        ("\x00", "\x00"),
        ("😀" * 100, "a" * 10_000),
    ]
    answers = [another_citizen.opens(*pair) for pair in tries]
    assert {answer.status_code for answer in answers} == {422}
    strip = lambda page: re.sub(r'value="[^"]*"', "", page.content.decode())  # noqa: E731 - what was typed, the form's token
    assert len({strip(answer) for answer in answers}) == 1
    assert all(cookies.OPENED not in answer.cookies for answer in answers)


def test_a_wrong_answer_takes_as_many_queries_as_another(citizen, a_complaint, django_assert_num_queries):
    complaint = a_complaint()
    with django_assert_num_queries(1):
        citizen.opens(complaint.reference, "A" * 24)
    with django_assert_num_queries(1):
        citizen.opens("LAP-26-ZZZZZZ", "B" * 24)


def test_the_code_is_in_no_address_and_the_cookie_holds_it_not(tracked):
    complaint, citizen = tracked()
    cookie = citizen.browser.cookies[cookies.OPENED]
    plain = complaint.receipt_code.replace("-", "")
    assert complaint.receipt_code not in cookie.value and plain not in cookie.value
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/lacak/", "Strict", 20 * 60)
    assert cookie["httponly"]
    assert citizen.browser.get("/lacak/").headers["Cache-Control"] == "no-store"


def test_another_browser_sees_only_the_entry(tracked, another_citizen):
    complaint, _citizen = tracked()
    assert complaint.reference not in another_citizen.reads("/lacak/")


def test_a_forged_cookie_opens_nothing(a_complaint, another_citizen):
    complaint = a_complaint()
    another_citizen.browser.cookies[cookies.OPENED] = f"{complaint.pk}:1abcde:palsu"
    assert complaint.reference not in another_citizen.reads("/lacak/")


def test_after_twenty_minutes_the_code_is_asked_again_and_the_text_waits(tracked, monkeypatch):
    complaint, citizen = tracked()
    monkeypatch.setattr(cookies, "OPEN_FOR", -1)
    closed = citizen.browser.post("/lacak/pesan/", {"text": "Pesan panjang saya"})
    assert closed.status_code == 403
    assert "Pesan panjang saya" in closed.content.decode()
    monkeypatch.undo()
    codes = {"nomor": complaint.reference, "kode": complaint.receipt_code, "text": "Pesan panjang saya"}
    assert "Pesan panjang saya" in citizen.browser.post("/lacak/", codes).content.decode()


@pytest.mark.parametrize(
    ("path", "name"), [("/lacak/jawab/", "text"), ("/lacak/bukti/", "tautan"), ("/lacak/pesan/", "text")]
)
def test_after_twenty_minutes_everything_typed_waits_in_its_own_field(tracked, monkeypatch, path, name):
    complaint, citizen = tracked("INCOMPLETE")
    monkeypatch.setattr(cookies, "OPEN_FOR", -1)
    closed = citizen.browser.post(path, {name: "https://example.org/lama"}).content.decode()
    monkeypatch.undo()
    waiting = dict(re.findall(r'<textarea name="(\w+)" hidden>\n([^<]+)<', closed))
    codes = {"nomor": complaint.reference, "kode": "salah", **waiting}
    again = citizen.browser.post("/lacak/", codes).content.decode()
    assert dict(re.findall(r'<textarea name="(\w+)" hidden>\n([^<]+)<', again)) == waiting
    page = citizen.browser.post("/lacak/", {**codes, "kode": complaint.receipt_code}).content.decode()
    field = {"/lacak/jawab/": "jawaban", "/lacak/bukti/": "tautan", "/lacak/pesan/": "tulis"}[path]
    assert re.search(rf'<textarea id="{field}"[^>]*>\nhttps://example.org/lama<', page)


def test_a_code_mistyped_is_kept_to_be_mended_and_by_no_browser_cache(tracked, another_citizen):
    complaint, _citizen = tracked()
    answer = another_citizen.opens(complaint.reference, "ABCD-1234")
    assert 'value="ABCD-1234"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_status_is_told_in_plain_words(tracked):
    _complaint, citizen = tracked()
    page = citizen.reads("/lacak/")
    assert "Sudah kami terima" in page
    assert "Kabar berikutnya paling lambat" in page
    assert page.index("Diterima") < page.index("Ditindaklanjuti")


def test_what_an_officer_writes_privately_is_not_shown(tracked, intake):
    complaint, citizen = tracked("VERIFYING")
    actions.reject(complaint, by=intake, reason="Orang ini bukan ASN.")
    page = citizen.reads("/lacak/")
    assert "Tidak dilanjutkan" in page and "Orang ini bukan ASN." in page
    assert intake.full_name not in page and intake.username not in page


def test_messages_go_both_ways_and_the_officer_has_no_name(tracked, intake):
    complaint, citizen = tracked()
    citizen.browser.post("/lacak/pesan/", {"text": "Saya punya saksi."})
    actions.post_message(complaint, by=intake, text="Siapa saksinya?")
    assert [(m.sender, m.text) for m in messages_of(complaint)] == [
        ("REPORTER", "Saya punya saksi."),
        ("OFFICER", "Siapa saksinya?"),
    ]
    page = citizen.reads("/lacak/")
    assert "Petugas" in page and "Siapa saksinya?" in page
    assert intake.full_name not in page


def test_the_same_message_pressed_twice_is_written_once(tracked):
    complaint, citizen = tracked()
    for _ in range(2):
        citizen.browser.post("/lacak/pesan/", {"text": "Halo"})
    assert len(messages_of(complaint)) == 1


def test_a_message_with_the_code_in_it_is_refused_and_kept_in_the_field(tracked):
    complaint, citizen = tracked()
    for code in spelled(complaint.receipt_code):
        answer = citizen.browser.post("/lacak/pesan/", {"text": f"kode saya {code} ya"})
        assert answer.status_code == 422
        assert "kode rahasia Anda" in answer.content.decode()
        assert "kode saya" in answer.content.decode()
    assert messages_of(complaint) == []


@pytest.mark.parametrize("text", ["", "   ", "\x00", "a" * 10_001])
def test_messages_that_are_empty_or_too_long(tracked, text):
    complaint, citizen = tracked()
    answer = citizen.browser.post("/lacak/pesan/", {"text": text})
    assert answer.status_code == 422
    assert messages_of(complaint) == []


def test_an_anonymous_reporter_leaves_no_minute(tracked):
    complaint, citizen = tracked(mode="ANONYMOUS", identity={})
    citizen.browser.post("/lacak/pesan/", {"text": "Halo"})
    assert "pukul" not in citizen.reads("/lacak/")


def test_a_question_is_answered_and_the_report_goes_back(tracked, photo):
    complaint, citizen = tracked("INCOMPLETE")
    page = citizen.reads("/lacak/")
    assert "Giliran Anda" in page and "Kapan kejadiannya?" in page
    citizen.browser.post("/lacak/jawab/", {"text": "Sabtu malam.", "berkas": [photo()]})
    complaint = Complaint.objects.get(pk=complaint.pk)
    assert complaint.stage == "VERIFYING"
    assert messages_of(complaint)[-1].text == "Sabtu malam."
    assert complaint.access.evidence.count() == 1


def test_i_do_not_know_is_an_answer(tracked):
    complaint, citizen = tracked("INCOMPLETE")
    citizen.browser.post("/lacak/jawab/", {"text": "", "tidak_tahu": "1"})
    assert Complaint.objects.get(pk=complaint.pk).stage == "VERIFYING"


def test_i_do_not_know_pressed_twice_is_one_answer(tracked):
    complaint, citizen = tracked("INCOMPLETE")
    for _ in range(2):
        assert citizen.browser.post("/lacak/jawab/", {"tidak_tahu": "1"}).status_code == 302
    assert [m.sender for m in messages_of(complaint)].count("REPORTER") == 1


def test_a_file_refused_with_an_answer_is_told_beside_the_answer(tracked):
    complaint, citizen = tracked("INCOMPLETE")
    bad = SimpleUploadedFile("program.exe", b"MZ" + b"\x00" * 200)
    answer = citizen.browser.post("/lacak/jawab/", {"text": "Sabtu malam.", "berkas": [bad]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="berkas-jawab-galat"' in page and 'id="berkas-galat"' not in page
    assert "Sabtu malam." in page
    assert Complaint.objects.get(pk=complaint.pk).stage == "INCOMPLETE"


def test_what_is_refused_far_down_is_told_at_the_top(tracked):
    _complaint, citizen = tracked()
    page = citizen.browser.post("/lacak/pesan/", {"text": ""}).content.decode()
    assert page.index('role="alert"') < page.index("<h1>") < page.index('id="tulis-galat"')
    assert 'href="#tulis"' in page


def test_an_empty_answer_is_asked_again(tracked):
    complaint, citizen = tracked("INCOMPLETE")
    answer = citizen.browser.post("/lacak/jawab/", {"text": ""})
    assert answer.status_code == 422
    assert Complaint.objects.get(pk=complaint.pk).stage == "INCOMPLETE"


def test_a_late_answer_is_still_read(tracked):
    complaint, citizen = tracked("INCOMPLETE")
    citizen.browser.post("/lacak/jawab/", {"text": "Jawaban pertama"})
    citizen.browser.post("/lacak/jawab/", {"text": "Jawaban dari tab lain"})
    assert [m.text for m in messages_of(complaint)][-2:] == ["Jawaban pertama", "Jawaban dari tab lain"]


def test_more_evidence_is_added_and_shown_by_name_and_size_alone(tracked, photo):
    complaint, citizen = tracked()
    sent = {"berkas": [photo("satu.png"), photo("dua.png")], "tautan": "https://example.org/bukti"}
    citizen.browser.post("/lacak/bukti/", sent)
    page = citizen.reads("/lacak/")
    assert "satu.png" in page and "1 kB" in page and "https://example.org/bukti" in page
    assert all(str(e.pk) not in page and e.sha256 not in page for e in Evidence.objects.filter(access=complaint.access))


def test_evidence_we_cannot_take_says_why(tracked, photo):
    complaint, citizen = tracked()
    bad = SimpleUploadedFile("program.exe", b"MZ" + b"\x00" * 200)
    answer = citizen.browser.post("/lacak/bukti/", {"berkas": [photo(), bad], "tautan": "bukan tautan"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "program.exe" in page and ">bukan tautan<" in page.replace("\n", "")
    assert complaint.access.evidence.count() == 1


def test_withdrawing_asks_once_more(tracked):
    complaint, citizen = tracked()
    assert "Tarik laporan ini?" in citizen.reads("/lacak/tarik/")
    assert Complaint.objects.get(pk=complaint.pk).stage == "RECEIVED"
    citizen.browser.post("/lacak/tarik/", {"text": "Sudah selesai."})
    assert Complaint.objects.get(pk=complaint.pk).stage == "WITHDRAWN"
    assert "Anda menarik laporan ini" in citizen.reads("/lacak/")


def test_withdrawing_twice_is_withdrawing_once(tracked):
    complaint, citizen = tracked()
    for _ in range(2):
        assert citizen.browser.post("/lacak/tarik/", {"text": "Sudah selesai."}).status_code == 302
    assert Complaint.objects.get(pk=complaint.pk).reason == "Sudah selesai."


def test_the_reason_for_withdrawing_is_refused_beside_its_field_and_kept(tracked):
    complaint, citizen = tracked()
    for reason in (f"kode saya {complaint.receipt_code}", "a" * 10_001):
        answer = citizen.browser.post("/lacak/tarik/", {"text": reason})
        assert answer.status_code == 422
        assert reason in answer.content.decode() and 'id="alasan-galat"' in answer.content.decode()
    assert Complaint.objects.get(pk=complaint.pk).stage == "RECEIVED"


def test_a_link_with_the_code_in_it_is_refused(tracked):
    complaint, citizen = tracked()
    answer = citizen.browser.post("/lacak/bukti/", {"tautan": f"https://example.org/{complaint.receipt_code}"})
    assert answer.status_code == 422
    assert "kode rahasia Anda" in answer.content.decode()
    assert not complaint.access.links.exists()


def test_what_cannot_be_withdrawn_any_more_says_so(tracked, intake):
    complaint, citizen = tracked("VERIFYING")
    actions.reject(complaint, by=intake, reason="Bukan ASN.")
    assert citizen.browser.get("/lacak/tarik/").status_code == 302
    answer = citizen.browser.post("/lacak/tarik/", {})
    assert answer.status_code == 422
    assert "berpindah tahap" in answer.content.decode()


def test_leaving_wipes_the_visit(tracked):
    complaint, citizen = tracked()
    answer = citizen.browser.post("/lacak/tutup/")
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert complaint.reference not in citizen.reads("/lacak/")


@pytest.mark.parametrize("path", ["/lacak/tutup/", "/lacak/pesan/", "/lacak/bukti/", "/lacak/jawab/"])
def test_following_a_link_does_nothing_and_leads_to_the_report(tracked, path):
    """A refresh, the back button or the other language after a refusal."""
    complaint, citizen = tracked("INCOMPLETE")
    assert citizen.browser.get(path + "?bahasa=en").url == "/lacak/"
    assert complaint.reference in citizen.reads("/lacak/")
    assert Complaint.objects.get(pk=complaint.pk).stage == "INCOMPLETE"


@pytest.mark.parametrize("path", ["/lacak/pesan/", "/lacak/bukti/", "/lacak/jawab/", "/lacak/tarik/"])
def test_without_an_opened_report_nothing_is_done(another_citizen, path):
    assert another_citizen.browser.post(path, {"text": "x"}).status_code == 403


def test_the_page_has_a_bounded_number_of_queries(tracked, django_assert_max_num_queries, photo):
    complaint, citizen = tracked()
    for i in range(5):
        citizen.browser.post("/lacak/pesan/", {"text": f"Pesan {i}"})
    citizen.browser.post("/lacak/bukti/", {"berkas": [photo(), photo(), photo()]})
    with django_assert_max_num_queries(12):
        citizen.reads("/lacak/")


def test_the_case_is_told_by_its_steps(tracked, a_case, citizen):
    case = a_case("EXAMINATION")
    complaint = case.case_complaints.get().complaint
    code = actions.random_text(24)
    Complaint.objects.filter(pk=complaint.pk).update(receipt_digest=actions.receipt_digest(code))
    citizen.opens(complaint.reference, code)
    page = citizen.reads("/lacak/")
    assert "Sedang diperiksa" in page
    assert re.search(r'aria-current="step"><b>Diperiksa', page)
    assert case.reference not in page


def test_a_merged_report_goes_the_way_of_the_other(tracked, a_complaint, intake):
    complaint, citizen = tracked("VERIFYING")
    into = a_complaint("VERIFYING")
    actions.merge(complaint, by=intake, into=into)
    page = citizen.reads("/lacak/")
    assert "Digabung dengan laporan lain" in page
    assert into.reference not in page
