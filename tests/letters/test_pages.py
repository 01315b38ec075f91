"""Who opens a letter, and what is known of how it reached its addressee."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models import ApiToken
from letters.models import Delivery
from tests.letters.test_writing import words_of
from workflow.models import AccessRecord

pytestmark = pytest.mark.django_db


def page(letter):
    return reverse("letters:show", args=[letter.pk])


def opened(client, person, letter):
    client.force_login(person)
    return client.get(page(letter)).status_code, client.get(page(letter) + "pdf/").status_code


def test_the_authority_and_the_agency_it_was_issued_to_open_it_nobody_else(client, a_letter, people):
    letter = a_letter()
    for name in ("penyelia", "pemeriksa", "intake", "komisioner", "pimpinan", "bkd.kukar"):
        assert opened(client, people[name], letter) == (200, 200), name
    for name in ("bkd.kaltara", "bawaslu", "auditor", "merit", "admin", "kustodian"):
        assert opened(client, people[name], letter) == (404, 404), name
    client.logout()
    assert client.get(page(letter)).status_code == 302


def test_an_agency_sees_no_letter_of_what_was_not_issued(client, a_letter, a_recommendation, people):
    assert opened(client, people["bkd.kukar"], a_letter(a_recommendation("APPROVED"))) == (404, 404)


def test_a_letter_to_others_about_an_issued_recommendation_stays_hidden_from_the_agency(client, a_letter, people):
    letter = a_letter(
        to=None, addressee="Menteri Dalam Negeri", kind="HOME_AFFAIRS", facts={"authorities": 1, "count": 1}
    )
    assert opened(client, people["bkd.kukar"], letter) == (404, 404)


def test_the_api_gives_the_same_pdf_and_every_look_is_recorded(client, a_letter, people):
    letter = a_letter()
    token = {"Authorization": "Bearer " + ApiToken.issue(people["bkd.kukar"], at=timezone.now())}
    answer = client.get(f"/api/v1/letters/{letter.pk}.pdf", headers=token)
    assert answer["Content-Type"] == "application/pdf" and answer.content == letter.pdf
    look = AccessRecord.objects.latest("pk")
    assert (look.what, look.reference, look.actor_id) == ("letter.pdf", letter.code, people["bkd.kukar"].pk)
    stranger = {"Authorization": "Bearer " + ApiToken.issue(people["bkd.kaltara"], at=timezone.now())}
    assert client.get(f"/api/v1/letters/{letter.pk}.pdf", headers=stranger).status_code == 404


def test_the_first_look_of_the_addressee_is_its_delivery(client, a_letter, people):
    letter = a_letter()
    opened(client, people["penyelia"], letter)
    assert not letter.deliveries.exists()
    opened(client, people["bkd.kukar"], letter)
    opened(client, people["bkd.kukar"], letter)
    assert letter.deliveries.get().way == Delivery.Way.WORKSPACE


def sent(letter, **other):
    proof = SimpleUploadedFile("resi.txt", b"Resi pos PD123", content_type="text/plain")
    return {"way": "POST", "on": letter.issued_on.isoformat(), "tracking": "PD123ID", "proof": proof, **other}


def test_post_is_noted_with_number_date_and_proof(client, a_letter, people):
    letter = a_letter()
    client.force_login(people["penyelia"])
    answer = client.post(page(letter) + "penyampaian/", sent(letter, receiver="Sekretariat"))
    assert answer.status_code == 302
    row = letter.deliveries.get()
    assert (row.way, row.tracking, row.receiver, row.proof.name) == ("POST", "PD123ID", "Sekretariat", "resi.txt")
    assert "PD123ID" in client.get(page(letter)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"tracking": ""}, "Tulis nomor kiriman"),
        ({"on": "2020-01-01"}, "belum ada pada tanggal itu"),
        ({"on": "2999-01-01"}, "belum terjadi"),
        ({"proof": ""}, "Pilih berkas bukti"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, a_letter, people, wrong, word):
    letter = a_letter()
    client.force_login(people["penyelia"])
    answer = client.post(page(letter) + "penyampaian/", sent(letter, receiver="Sekretariat", **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422 and word in text and "Sekretariat" in text
    assert not letter.deliveries.exists()


def test_who_may_not_note_a_delivery(client, a_letter, people):
    letter = a_letter()
    for name, status in {"komisioner": 403, "bkd.kukar": 403, "bkd.kaltara": 404}.items():
        client.force_login(people[name])
        assert client.post(page(letter) + "penyampaian/", sent(letter)).status_code == status


def test_the_reporter_is_in_no_letter(a_letter, a_recommendation):
    issued = a_recommendation("ISSUED")
    for letter in (issued.letter, a_letter(issued)):
        text = words_of(letter.pdf)
        for secret in ("Pelapor Rahasia", "pelapor@example.org", "628110000001"):
            assert secret not in text
