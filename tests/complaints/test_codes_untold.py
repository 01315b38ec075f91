"""What officers read opens nothing: no receipt code, of whichever report, and no code of a draft (I3)."""

import pytest

from complaints.models import Complaint, Message
from complaints.secrecy import tells_a_code
from tests.api.test_walk import REPORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(citizen):
    """A report that was sent: its code, as it is printed."""
    return citizen.reports()[1]


def spellings(code: str) -> list[str]:
    plain = code.replace("-", "")
    return [code, plain, plain.lower(), " ".join(plain), plain.replace("0", "O").replace("1", "l"), f"kode: {code}."]


def test_a_code_is_recognised_however_it_is_written(told):
    for text in spellings(told):
        assert tells_a_code(f"Ini kode saya {text} tolong dibaca"), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Camat membagikan kaus bergambar pasangan calon di balai desa pada 14 Oktober 2024 pukul 19.30.",
        "NIP 198001012005011001, nomor 0812-7777-1234, LAP-26-7K3M9Q",
        "A" * 50_000,
        "0123456789" * 200,
    ],
)
def test_what_people_write_is_no_code(told, text):
    assert not tells_a_code(text)


def test_a_story_is_searched_with_few_questions_to_the_database(told, django_assert_max_num_queries):
    story = "Pada 14 Oktober 2024 pukul 19.30 camat mengumpulkan 25 ketua RT di balai desa. " * 60
    with django_assert_max_num_queries(40):
        assert not tells_a_code(story)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/lapor/", "narrative"),
        ("/lapor/siapa/", "orang-0-name"),
        ("/lapor/siapa/", "orang-0-clue"),
        ("/lapor/kapan-di-mana/", "place"),
        ("/lapor/kapan-di-mana/", "time_note"),
        ("/lapor/bukti/", "tautan"),
    ],
)
def test_no_page_of_the_form_takes_one_and_everything_stays(told, another_citizen, path, field):
    another_citizen.writes("/lapor/")
    text = f"https://contoh.example/{told}" if field == "tautan" else f"Kodenya {told}"
    answer = another_citizen.writes(path, **{field.replace("-", "__"): text})
    assert answer.status_code == 422
    assert "kode rahasia Anda" in answer.content.decode() and told in answer.content.decode()


def test_a_story_with_the_code_of_its_own_draft_is_not_sent(citizen):
    citizen.writes("/lapor/")
    page = citizen.reads("/lapor/lanjutkan/")
    code = page.split("data-copy>")[1].split("<")[0]
    assert citizen.writes("/lapor/", narrative=f"Lanjutkan dengan {code}").status_code == 422
    assert citizen.sends().status_code == 422
    assert not Complaint.objects.exists()


def test_the_api_refuses_it_in_every_place(told, client):
    for change in (
        {"narrative": f"Kode {told}"},
        {"incident_place": told},
        {"respondents": [{"name": told}]},
        {"links": [f"https://contoh.example/{told}"]},
    ):
        answer = client.post("/api/v1/complaints", {**REPORT, **change}, content_type="application/json")
        assert answer.status_code == 422, change
    assert Complaint.objects.count() == 1


def test_no_message_tells_the_code_of_another_report(told, citizen, another_citizen, client):
    another, other_code = another_citizen.reports()
    answer = client.post(
        f"/api/v1/complaints/{another}/messages",
        {"text": f"Lihat juga {told}"},
        content_type="application/json",
        headers={"X-Receipt-Code": other_code},
    )
    assert answer.status_code == 422 and not Message.objects.exists()
