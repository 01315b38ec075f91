"""Evidence through the API: what an upload answers, what is told of a file, and to whom."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from ninja.errors import HttpError

from agencies.models import ApiToken
from evidence.api import accept_upload
from evidence.models import Evidence
from evidence.processing import process
from tests.evidence import corpus


@pytest.fixture
def api(client):
    """GET with an officer's token."""

    def get(officer, path: str):
        token = ApiToken.issue(officer, at=timezone.now())
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})

    return get


def test_an_upload_answers_what_arrived(a_complaint, intake):
    content = corpus.HONEST["undangan.pdf"][0]
    upload = SimpleUploadedFile("undangan.pdf", content)
    answer = accept_upload(a_complaint().access, upload, by=intake, at=timezone.now())
    evidence = Evidence.objects.get()
    assert answer == {
        "id": str(evidence.pk),
        "name": "undangan.pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "stage": "QUARANTINED",
    }


@pytest.mark.parametrize(("name", "status"), [("kosong.pdf", 422), ("program.exe", 415), ("banjir.png", 413)])
def test_a_refusal_carries_status_and_words(name, status, a_complaint, intake):
    upload = SimpleUploadedFile(name, corpus.HOSTILE[name])
    with pytest.raises(HttpError) as refused:
        accept_upload(a_complaint().access, upload, by=intake, at=timezone.now())
    assert refused.value.status_code == status
    assert str(refused.value).endswith(".")


def test_a_reporter_sends_a_file_with_the_receipt_code(a_complaint, client):
    complaint = a_complaint()
    post = lambda code: client.post(  # noqa: E731
        f"/api/v1/complaints/{complaint.reference}/evidence",
        {"file": SimpleUploadedFile("catatan.txt", b"isi")},
        headers={"X-Receipt-Code": code},
    )
    assert post(complaint.receipt_code).status_code == 201
    assert post("0000-0000-0000-0000-0000-0000").status_code == 404
    assert Evidence.objects.get().access == complaint.access


def test_a_refused_upload_is_a_problem_document(a_complaint, client):
    complaint = a_complaint()
    response = client.post(
        f"/api/v1/complaints/{complaint.reference}/evidence",
        {"file": SimpleUploadedFile("program.exe", corpus.PROGRAM)},
        headers={"X-Receipt-Code": complaint.receipt_code},
    )
    assert (response.status_code, response["Content-Type"]) == (415, "application/problem+json")
    assert "Berkas .exe" in response.json()["detail"]


def test_state_and_pages_for_who_may_see_them(a_file, api, pemeriksa):
    evidence = a_file("undangan.pdf", corpus.pdf("Halaman satu", "Halaman dua"))
    assert api(pemeriksa, f"evidence/{evidence.pk}").json()["stage"] == "QUARANTINED"
    process(str(evidence.pk))
    body = api(pemeriksa, f"evidence/{evidence.pk}").json()
    assert (body["stage"], body["content_type"], body["facts"]) == ("READY", "application/pdf", [])
    assert [(page["number"], page["text"]) for page in body["pages"]] == [(1, "Halaman satu"), (2, "Halaman dua")]


def test_the_file_only_once_it_is_ready(a_file, api, pemeriksa):
    evidence = a_file()
    assert api(pemeriksa, f"evidence/{evidence.pk}/file").status_code == 409
    process(str(evidence.pk))
    response = api(pemeriksa, f"evidence/{evidence.pk}/file")
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == Evidence.objects.get(pk=evidence.pk).safe_sha256
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_strangers_and_unknown_numbers_get_the_same_answer(a_file, api, people, client):
    evidence = a_file()
    absent = "00000000-0000-0000-0000-000000000000"
    for path in ("evidence/{}", "evidence/{}/file"):
        for name in ("auditor", "bkd.kukar", "bawaslu", "komisioner", "admin"):
            hidden = api(people[name], path.format(evidence.pk))
            unknown = api(people[name], path.format(absent))
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.content == unknown.content
        assert client.get("/api/v1/" + path.format(evidence.pk)).status_code == 401
