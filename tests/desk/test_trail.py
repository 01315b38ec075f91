"""The trail for auditors: number, time, verb, reference and actor of every event, and no content."""

import pytest

from agencies.models import SupervisingAuthority
from complaints.actions import post_message
from workflow.models import Access, Event

pytestmark = pytest.mark.django_db
PATH = "/petugas/jejak/"


def test_it_lists_events_by_number_with_the_role_of_who_did_it(a_complaint, page, auditor, intake):
    complaint = a_complaint("VERIFYING")
    shown = page(auditor, PATH)
    for words in (
        complaint.reference,
        "complaint.submit",
        "complaint.verify",
        "intake",
        "Petugas penerimaan",
        "pelapor",
    ):
        assert words in shown


def test_it_holds_no_content(a_case, page, auditor):
    case = a_case("DECIDED")
    shown = page(auditor, PATH)
    for words in (case.title, "kaus bergambar", case.respondents.get().name, "Setuju.", "Foto dan dua saksi"):
        assert words not in shown


def test_it_is_filtered_by_reference_however_it_was_typed(a_complaint, page, auditor):
    wanted, other = a_complaint(), a_complaint()
    shown = page(auditor, f"{PATH}?nomor=%20{wanted.reference.lower()}%20")
    assert wanted.reference in shown and other.reference not in shown
    assert "Tidak ada kejadian" in page(auditor, f"{PATH}?nomor=LAP-26-000000")


def test_pages_follow_each_other_without_gap_or_repeat(a_complaint, at_desk, auditor, intake):
    complaint = a_complaint()
    for number in range(120):
        post_message(complaint, by=intake, text=str(number))
    seen, path = [], PATH
    while path:
        answer = at_desk(auditor).get(path)
        seen += [event.number for event in answer.context["events"]]
        path = f"{PATH}?setelah={answer.context['next']}" if answer.context["next"] else ""
    assert seen == sorted(Event.objects.values_list("number", flat=True), reverse=True)


@pytest.mark.parametrize("cursor", ["abc", "-1", "9" * 40, "٣"])
def test_an_unreadable_cursor_is_the_first_page(a_complaint, page, auditor, cursor):
    assert a_complaint().reference in page(auditor, f"{PATH}?setelah={cursor}")


def test_events_of_another_authority_are_not_listed(a_complaint, page, auditor):
    complaint = a_complaint()
    Access.objects.filter(pk=complaint.access_id).update(authority=SupervisingAuthority.objects.get(code="KASN"))
    assert complaint.reference not in page(auditor, PATH)


@pytest.mark.parametrize("who", ["intake", "penyelia", "komisioner", "pimpinan", "bkd.kukar", "bawaslu", "admin"])
def test_it_is_for_auditors(people, at_desk, who):
    assert at_desk(people[who]).get(PATH).status_code == 403


def test_it_asks_a_bounded_number_of_questions(a_complaint, at_desk, auditor, django_assert_max_num_queries):
    browser = at_desk(auditor)
    for _ in range(20):
        a_complaint("VERIFYING")
    with django_assert_max_num_queries(12):
        browser.get(PATH)
