"""Messages between a reporter with a code and an officer with a token, in the order in which they were written."""

import pytest

from complaints.actions import post_message
from complaints.models import Message

pytestmark = pytest.mark.django_db
ANONYMOUS = {"mode": "ANONYMOUS", "identity": {}}


@pytest.fixture
def reporter(call):
    """Calls with a receipt code: reporter(complaint, "GET") → response."""
    return lambda complaint, method, body=None: call(
        None,
        method,
        f"complaints/{complaint.reference}/messages",
        body,
        **{"X-Receipt-Code": complaint.receipt_code},
    )


def test_both_sides_write_and_read(call, a_complaint, reporter, intake):
    complaint = a_complaint()
    path = f"complaints/{complaint.reference}/messages"
    asked = call(intake, "POST", path, {"text": "Siapa yang melihatnya?"})
    told = reporter(complaint, "POST", {"text": "Dua orang."})
    assert (asked.status_code, told.status_code) == (201, 201)
    for read in (call(intake, "GET", path), reporter(complaint, "GET")):
        assert [(m["from"], m["text"]) for m in read.json()["items"]] == [
            ("OFFICER", "Siapa yang melihatnya?"),
            ("REPORTER", "Dua orang."),
        ]


def test_an_anonymous_answer_of_the_same_day_stands_after_its_question(call, a_complaint, reporter, intake):
    complaint = a_complaint(**ANONYMOUS)
    post_message(complaint, by=intake, text="Siapa yang melihatnya?")
    answer = reporter(complaint, "POST", {"text": "Dua orang."}).json()
    assert (answer["from"], answer["text"]) == ("REPORTER", "Dua orang.")
    assert [m["from"] for m in reporter(complaint, "GET").json()["items"]] == ["OFFICER", "REPORTER"]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", " \x00 "])
def test_an_empty_message_is_refused_beside_its_field(a_complaint, reporter, text):
    complaint = a_complaint()
    refused = reporter(complaint, "POST", {"text": text})
    assert refused.status_code == 422
    assert "text" in refused.json()["errors"]
    assert not Message.objects.exists()


def test_a_partner_reads_no_messages_of_what_it_referred(call, a_complaint, bawaslu):
    complaint = a_complaint()
    complaint.access.partners.add(bawaslu.agency)
    for method, body in (("GET", None), ("POST", {"text": "Halo"})):
        assert call(bawaslu, method, f"complaints/{complaint.reference}/messages", body).status_code == 403
