"""The page of one complaint: everything an officer needs to decide, and nothing about who reported."""

import pytest

from complaints.actions import Person, post_message, reject
from complaints.queries import messages_of, reporter_of
from evidence.models import Link
from workflow.models import Event

pytestmark = pytest.mark.django_db
SECRETS = ("Pelapor Rahasia", "pelapor@example.org", "+628110000001")


def address(complaint) -> str:
    return f"/petugas/laporan/{complaint.reference}/"


def test_it_shows_text_people_links_mode_and_law(a_complaint, page, intake):
    complaint = a_complaint(links=[("https://example.org/berita", "Berita setempat")])
    shown = page(intake, address(complaint))
    for words in (
        "Camat membagikan kaus bergambar",
        "Pemerintah Kabupaten Kutai Kartanegara",
        "https://example.org/berita",
        "Berita setempat",
        "Rahasia: hanya otoritas pengawas yang tahu",
        "NET-D8",
    ):
        assert words in shown


def test_who_reported_is_nowhere_on_it(a_complaint, page, intake):
    shown = page(intake, address(a_complaint("INCOMPLETE")))
    assert not [secret for secret in SECRETS if secret in shown]


def test_an_address_given_as_evidence_is_words_and_no_link(a_complaint, page, intake):
    shown = page(intake, address(a_complaint(links=[("https://trap.example/x", "")])))
    assert "https://trap.example/x" in shown
    assert 'href="https://trap.example' not in shown


def test_what_strangers_wrote_is_shown_as_written(a_complaint, page, intake):
    evil = "<script>alert('x')</script>"
    complaint = a_complaint(
        narrative=f"{evil} Camat berkampanye.",
        incident_place=evil,
        people=[Person(name=evil, position=evil, agency_text=evil)],
        links=[("https://x.example/" + evil, evil)],
    )
    post_message(complaint, by=reporter_of(complaint), text=evil)
    shown = page(intake, address(complaint))
    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;alert") >= 7
    assert evil not in page(intake, "/petugas/")


def test_it_says_whose_turn_it_is_and_offers_what_can_be_done(a_complaint, page, intake, pemeriksa):
    complaint = a_complaint("VERIFYING")
    shown = page(intake, address(complaint))
    assert "Giliran Anda" in shown
    for verb in ("accept", "request_completion", "reject", "forward", "merge"):
        assert f'href="{address(complaint)}{verb}/"' in shown
    other = page(pemeriksa, address(complaint))
    assert "Giliran petugas penerimaan" in other and f"{address(complaint)}reject/" not in other


def test_a_likely_duplicate_is_one_press_from_being_merged(a_complaint, page, at_desk, intake):
    person = Person(name="Orang yang sama")
    first, second = a_complaint(people=[person]), a_complaint(people=[person])
    merge = f"{address(second)}merge/?into={first.reference}"
    assert merge in page(intake, address(second))
    assert f'value="{first.reference}"' in page(intake, merge)
    answer = at_desk(intake).post(f"{address(second)}merge/", {"into": first.reference})
    assert answer.status_code == 302
    second.refresh_from_db()
    assert (second.stage, second.merged_into) == ("MERGED", first)


def test_messages_go_both_ways_and_the_officer_is_always_petugas(a_complaint, at_desk, page, intake):
    complaint = a_complaint("INCOMPLETE")
    answer = at_desk(intake).post(f"{address(complaint)}messages/", {"text": "Terima kasih atas fotonya."})
    assert answer.status_code == 302
    assert messages_of(complaint)[-1].text == "Terima kasih atas fotonya."
    shown = page(intake, address(complaint))
    letters = shown[shown.index('class="msgs"') : shown.index("</article>", shown.rindex("<article"))]
    assert "Kapan kejadiannya?" in letters and "Petugas" in letters and str(intake) not in letters


def test_an_empty_message_is_refused_and_a_long_one_kept(a_complaint, at_desk, intake):
    complaint = a_complaint()
    answer = at_desk(intake).post(f"{address(complaint)}messages/", {"text": "  "})
    assert answer.status_code == 422
    answer = at_desk(intake).post(f"{address(complaint)}messages/", {"text": "panjang " * 3000})
    assert answer.status_code == 422
    assert "panjang panjang" in answer.content.decode()
    assert messages_of(complaint) == []


def test_a_message_with_a_nul_is_refused_without_an_error(a_complaint, at_desk, intake):
    assert at_desk(intake).post(f"{address(a_complaint())}messages/", {"text": "a\x00b"}).status_code == 422


def test_a_message_is_only_posted(a_complaint, at_desk, intake):
    assert at_desk(intake).get(f"{address(a_complaint())}messages/").status_code == 405


def test_an_officer_who_may_not_write_is_told_so(a_complaint, at_desk, bawaslu):
    complaint = a_complaint()
    complaint.access.partners.add(bawaslu.agency)
    assert at_desk(bawaslu).post(f"{address(complaint)}messages/", {"text": "Halo"}).status_code == 403


def test_the_timeline_tells_in_words_what_happened(a_complaint, page, intake):
    shown = page(intake, address(a_complaint("INCOMPLETE")))
    for words in (
        "Laporan diterima lewat situs.",
        "Verifikasi dimulai.",
        "Pelapor diminta melengkapi laporan.",
        str(intake),
    ):
        assert words in shown


def test_of_an_anonymous_report_the_timeline_shows_the_day_alone(a_complaint, page, intake):
    complaint = a_complaint(mode="ANONYMOUS", identity={})
    shown = page(intake, address(complaint))
    moments = shown[shown.index('class="tl"') :]
    assert "Laporan diterima" in moments and "<time" not in moments


def test_a_long_timeline_goes_on_where_it_ended(a_complaint, at_desk, page, intake):
    complaint = a_complaint()
    for number in range(65):
        post_message(complaint, by=intake, text=f"Pesan {number}")
    answer = at_desk(intake).get(address(complaint))
    older = answer.context["timeline"].older
    assert older == Event.objects.order_by("-number")[59].number
    assert "Laporan diterima" not in answer.content.decode()
    assert "Laporan diterima" in page(intake, f"{address(complaint)}?sebelum={older}")


def test_an_accepted_complaint_leads_to_its_case_for_who_sees_it(a_case, page, intake):
    case = a_case()
    complaint = case.case_complaints.get().complaint
    assert f"/petugas/perkara/{case.reference}/" in page(intake, address(complaint))


def test_the_list_of_all_reports_is_filtered_and_paged(a_complaint, at_desk, intake):
    wanted = [a_complaint("VERIFYING").reference for _ in range(3)]
    a_complaint()
    answer = at_desk(intake).get("/petugas/laporan/?tahap=VERIFYING")
    assert [row.subject.reference for row in answer.context["rows"]] == wanted[::-1]


def test_the_page_asks_a_bounded_number_of_questions(a_complaint, at_desk, intake, django_assert_max_num_queries):
    few = a_complaint()
    many = a_complaint(people=[Person(name=f"Orang {n}") for n in range(30)])
    for number in range(20):
        Link.objects.create(access=many.access, url=f"https://example.org/{number}")
        post_message(many, by=intake, text=f"Pesan {number}")
    browser = at_desk(intake)
    for complaint in (few, many):
        with django_assert_max_num_queries(42):
            assert browser.get(address(complaint)).status_code == 200


def test_no_merge_is_offered_into_a_report_that_ended(a_complaint, page, intake):
    ended, living, complaint = a_complaint("VERIFYING"), a_complaint(), a_complaint()
    reject(ended, by=intake, reason="Bukan kewenangan kami")
    shown = page(intake, address(complaint))
    assert ended.reference in shown and f"?into={ended.reference}" not in shown
    assert f"?into={living.reference}" in shown
