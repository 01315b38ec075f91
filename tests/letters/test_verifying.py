"""Is this letter genuine? Anybody may ask by its code; no name is told; whoever guesses waits; an altered PDF is none."""

import hashlib

import pytest
from django.utils import timezone

from letters import actions, layout
from letters.verifying import MISSES

pytestmark = pytest.mark.django_db


def verified(client, code):
    return client.get(f"/api/v1/verify/{code}").json()


def test_a_genuine_letter_is_told_without_a_name(client, a_letter, a_recommendation):
    about = a_recommendation("ISSUED")
    letter = a_letter(about)
    page = client.get(f"/verifikasi/{letter.code}/")
    text = page.content.decode()
    assert page.status_code == 200 and "Surat ini asli" in text and letter.sha256 in text and letter.number in text
    for hidden in (about.respondent.name, about.reference, about.case.reference, "Bupati Kutai", "Pelapor Rahasia"):
        assert hidden not in text
    answer = verified(client, letter.code)
    assert (answer["genuine"], answer["kind"], answer["sha256"]) == (True, "REMINDER", letter.sha256)
    assert answer["authority"] == "Badan Kepegawaian Negara" and answer["issued_on"] == letter.issued_on.isoformat()


def test_a_code_is_known_however_it_is_typed(client, a_letter):
    letter = a_letter()
    typed = layout.shown(letter.code).lower().replace("-", " ")
    answer = client.get("/verifikasi/", {"kode": typed}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/verifikasi/{letter.code}/" and answer.status_code == 200


def test_an_unknown_code_is_no_letter_and_whoever_guesses_waits(client, a_letter):
    letter = a_letter()
    page = client.get("/verifikasi/0000000000000000/")
    assert page.status_code == 404 and "Kode ini tidak kami kenal" in page.content.decode()
    for _ in range(MISSES - 1):
        answer = verified(client, "1" * 16)
    assert answer["genuine"] is False and answer["sha256"] is None
    refused = client.get(f"/verifikasi/{letter.code}/")  # right or wrong: nothing is told for a while
    assert refused.status_code == 429 and refused["Retry-After"]
    assert client.get(f"/api/v1/verify/{letter.code}").status_code == 429
    assert client.get(f"/verifikasi/{letter.code}/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_an_altered_pdf_has_another_digest(client, a_letter):
    letter = a_letter()
    altered = letter.pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert altered != letter.pdf
    versions = verified(client, letter.code)["versions"]
    assert hashlib.sha256(letter.pdf).hexdigest() in versions
    assert hashlib.sha256(altered).hexdigest() not in versions


def test_a_letter_that_was_replaced_or_withdrawn_says_so(client, a_letter, people):
    old, new, back = a_letter(), a_letter(), a_letter()
    actions.supersede(old, with_letter=new, by=people["penyelia"], at=timezone.now())
    actions.withdraw(back, by=people["penyelia"], at=timezone.now())
    assert (verified(client, old.code)["superseded"], verified(client, new.code)["superseded"]) == (True, False)
    assert verified(client, back.code)["withdrawn"] is True
    assert "tidak berlaku lagi" in client.get(f"/verifikasi/{old.code}/").content.decode()


def test_the_empty_field_and_an_empty_code_have_a_page(client, db):
    assert "Kode verifikasi" in client.get("/verifikasi/").content.decode()
    assert "Ketik kodenya dulu" in client.get("/verifikasi/?kode=").content.decode()
    assert client.get("/verifikasi/?kode=%20-%20", follow=True).status_code in (200, 404)
