"""What an agency gets along with a letter: redacted copies alone, under neutral names, from its issue until it is sealed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evidence import shelf
from evidence.actions import add_file
from evidence.models import Custody, Evidence, Release
from evidence.redaction import redact
from notifications.models import Notification
from sanctions.annexes import annex, withdraw
from sanctions.models import Recommendation
from tests.evidence import corpus
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.worker import drain

MARK = {"page": 1, "left": 0.1, "top": 0.05, "right": 0.9, "bottom": 0.2}


@pytest.fixture
def issued(a_recommendation):
    return a_recommendation("ISSUED")


@pytest.fixture
def a_copy(people):
    """A redacted copy of a file of the recommendation's complaint."""

    def make(recommendation, name="Rumah Bu Nurhayati.pdf", marks=(MARK,)):
        access = recommendation.case.case_complaints.get().complaint.access
        upload = SimpleUploadedFile(name, corpus.pdf(f"Saksi rahasia {name}"))
        evidence = add_file(access, upload=upload, by=people["intake"], at=timezone.now())
        drain()
        evidence = Evidence.objects.get(pk=evidence.pk)
        made = redact(evidence, marks=list(marks), by=people["pemeriksa"], at=timezone.now())
        drain()
        made.refresh_from_db()
        assert made.state == "DONE"
        return made

    return make


def give(recommendation, redaction, by) -> Release:
    return annex(recommendation, redaction=redaction, by=by, at=timezone.now())


def page(recommendation) -> str:
    return f"/instansi/rekomendasi/{recommendation.reference}/"


def test_the_agency_reads_and_takes_the_redacted_copy(issued, a_copy, client, people):
    made = a_copy(issued)
    given = give(issued, made, people["pemeriksa"])
    client.force_login(people["bkd.kukar"])
    html = client.get(page(issued)).content.decode()
    assert "Lampiran 1.pdf" in html and "Nurhayati" not in html
    response = client.get(f"{page(issued)}lampiran/{given.pk}/")
    content = b"".join(response.streaming_content)
    assert content == shelf.redacted_of(made.evidence_id, made.pk).read_bytes()
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''Lampiran%201.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    row = Custody.objects.get(what="REDACTED")
    assert (row.evidence_id, row.by) == (made.evidence_id, people["bkd.kukar"])


def test_the_file_it_was_made_of_stays_out_of_reach(issued, a_copy, client, call, people):
    made = a_copy(issued)
    given = give(issued, made, people["pemeriksa"])
    bkd = people["bkd.kukar"]
    client.force_login(bkd)
    for place in (
        f"/petugas/bukti/{made.evidence_id}/",
        f"/petugas/bukti/{made.evidence_id}/berkas/",
        f"/petugas/bukti/{made.evidence_id}/halaman/1/",
        f"/petugas/bukti/{made.evidence_id}/samaran/{made.pk}/",
        f"/petugas/bukti/{made.evidence_id}/asli/",
        f"/instansi/bukti/{made.evidence_id}/berkas/",
    ):
        assert client.get(place).status_code == 404, place
    for path in ("", "/file", "/original"):
        assert call(bkd, "GET", f"evidence/{made.evidence_id}{path}").status_code == 404
    assert str(made.evidence_id) not in client.get(page(issued)).content.decode()
    assert call(bkd, "GET", "search?q=rahasia").status_code == 403
    assert given.name not in "Nurhayati"


def test_what_the_authority_added_without_redaction_does_not_go_along(issued, client, call, people):
    upload = SimpleUploadedFile("telaah internal.pdf", corpus.pdf("Hanya untuk kami"))
    evidence = add_file(issued.access, upload=upload, by=people["penyelia"], at=timezone.now())
    drain()
    bkd = people["bkd.kukar"]
    client.force_login(bkd)
    assert "telaah internal" not in client.get(page(issued)).content.decode()
    assert client.get(f"/instansi/bukti/{evidence.pk}/berkas/").status_code == 404
    assert call(bkd, "GET", f"evidence/{evidence.pk}/file").status_code == 404


def test_what_the_agency_added_stays_its_own(issued, client, people):
    bkd = people["bkd.kukar"]
    upload = SimpleUploadedFile("sk.pdf", corpus.pdf("SK"))
    evidence = add_file(issued.access, upload=upload, by=bkd, at=timezone.now())
    drain()
    client.force_login(bkd)
    assert "sk.pdf" in client.get(page(issued)).content.decode()
    response = client.get(f"/instansi/bukti/{evidence.pk}/berkas/")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_strangers_find_nothing(issued, a_copy, client, call, people):
    given = give(issued, a_copy(issued), people["pemeriksa"])
    for name in ("bkd.kaltara", "bawaslu", "auditor"):
        client.force_login(people[name])
        assert client.get(f"{page(issued)}lampiran/{given.pk}/").status_code == 404
        assert call(people[name], "GET", f"recommendations/{issued.reference}/annexes/{given.pk}").status_code == 404


def test_an_annex_of_another_recommendation_is_not_found(a_recommendation, a_copy, client, call, people):
    one, other = a_recommendation("ISSUED"), a_recommendation("ISSUED")
    given = give(one, a_copy(one), people["pemeriksa"])
    client.force_login(people["bkd.kukar"])
    assert client.get(f"{page(other)}lampiran/{given.pk}/").status_code == 404
    assert call(people["bkd.kukar"], "GET", f"recommendations/{other.reference}/annexes/{given.pk}").status_code == 404


def test_before_the_issue_nobody_outside_knows(a_recommendation, a_copy, client, people):
    draft = a_recommendation("DRAFT")
    given = give(draft, a_copy(draft), people["pemeriksa"])
    client.force_login(people["bkd.kukar"])
    assert client.get(f"{page(draft)}lampiran/{given.pk}/").status_code == 404
    drain()
    assert not Notification.objects.filter(recipient=people["bkd.kukar"]).exists()


def test_after_it_is_sealed_nobody_takes_it(issued, a_copy, client, people):
    given = give(issued, a_copy(issued), people["pemeriksa"])
    issued.access.sealed = True
    issued.access.save()
    client.force_login(people["bkd.kukar"])
    assert client.get(f"{page(issued)}lampiran/{given.pk}/").status_code == 404


def test_the_api_tells_of_annexes_and_hands_them_out(issued, a_copy, call, people):
    made = a_copy(issued)
    given = give(issued, made, people["pemeriksa"])
    bkd = people["bkd.kukar"]
    told = call(bkd, "GET", f"recommendations/{issued.reference}").json()["annexes"]
    assert [(a["id"], a["name"], a["sha256"]) for a in told] == [(given.pk, "Lampiran 1.pdf", made.sha256)]
    assert call(bkd, "GET", "recommendations").json()["items"][0]["annexes"] == told
    response = call(bkd, "GET", f"recommendations/{issued.reference}/annexes/{given.pk}")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_names_count_on_and_the_same_copy_is_given_once(issued, a_copy, people):
    first, second = a_copy(issued), a_copy(issued, "lain.pdf")
    one = give(issued, first, people["pemeriksa"])
    two = give(issued, second, people["penyelia"])
    assert (one.name, two.name) == ("Lampiran 1.pdf", "Lampiran 2.pdf")
    with pytest.raises(PermissionDenied):
        give(issued, first, people["pemeriksa"])
    assert Release.objects.count() == 2
    event = Event.objects.filter(verb="recommendation.annex").first()
    assert "Nurhayati" not in str(event.payload) and event.subject_reference == issued.reference


def test_only_copies_of_this_case_and_only_by_those_with_the_right(a_recommendation, a_copy, people):
    one, other = a_recommendation("ISSUED"), a_recommendation("ISSUED")
    made = a_copy(other)
    with pytest.raises(PermissionDenied):
        give(one, made, people["pemeriksa"])
    for name in ("intake", "komisioner", "bkd.kukar", "auditor"):
        with pytest.raises(PermissionDenied):
            give(other, made, people[name])
    assert not Release.objects.exists()


def test_nothing_is_added_to_what_has_ended(a_recommendation, a_copy, people):
    ended = a_recommendation("VERIFIED")
    made = a_copy(ended)
    with pytest.raises(MovedOn):
        give(ended, made, people["pemeriksa"])


def test_an_officer_chooses_at_the_desk(issued, a_copy, client, people):
    made = a_copy(issued)
    client.force_login(people["pemeriksa"])
    desk = f"/petugas/rekomendasi/{issued.reference}/"
    html = client.get(f"{desk}annexes/").content.decode()
    assert "Rumah Bu Nurhayati.pdf, disamarkan" in html
    assert client.post(f"{desk}annexes/", {"redaction": ""}).status_code == 422
    assert client.post(f"{desk}annexes/", {"redaction": made.pk + 999}).status_code == 422
    assert client.post(f"{desk}annexes/", {"redaction": made.pk}).status_code == 302
    assert "Lampiran 1.pdf" in client.get(desk).content.decode()
    client.force_login(people["intake"])
    assert client.get(f"{desk}annexes/").status_code == 403
    assert "Tambah lampiran" not in client.get(desk).content.decode()


def test_the_agency_hears_of_an_annex_that_follows_the_letter(issued, a_copy, people):
    give(issued, a_copy(issued), people["pemeriksa"])
    drain()
    assert Recommendation.objects.get(pk=issued.pk).stage == "ISSUED"
    assert Notification.objects.filter(recipient=people["bkd.kukar"], event__verb="recommendation.annex").exists()


# Taken back -------------------------------------------------------------------------------------------------------------
def test_a_withdrawn_annex_is_gone_for_the_agency_which_reads_that_it_is(issued, a_copy, client, call, people):
    made = a_copy(issued)
    given = give(issued, made, people["pemeriksa"])
    client.force_login(people["penyelia"])
    address = f"/petugas/rekomendasi/{issued.reference}/annexes/{given.pk}/withdraw/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Nama saksi terbaca"}).status_code == 302
    desk = client.get(f"/petugas/rekomendasi/{issued.reference}/").content.decode()
    assert "Nama saksi terbaca" in desk and address not in desk
    drain()
    bkd = people["bkd.kukar"]
    client.force_login(bkd)
    html = client.get(page(issued)).content.decode()
    assert "Lampiran 1.pdf" in html and "ditarik kembali" in html and "Nama saksi" not in html
    assert client.get(f"{page(issued)}lampiran/{given.pk}/").status_code == 404
    assert call(bkd, "GET", f"recommendations/{issued.reference}/annexes/{given.pk}").status_code == 404
    assert call(bkd, "GET", f"recommendations/{issued.reference}").json()["annexes"] == []
    event = Event.objects.get(verb="recommendation.withdraw_annex")
    assert event.payload == {"annex": given.pk} and event.subject_reference == issued.reference
    assert Notification.objects.filter(recipient=bkd, event__verb="recommendation.withdraw_annex").exists()


def test_the_next_annex_counts_on_and_the_withdrawn_copy_is_not_given_again(issued, a_copy, people):
    first, pemeriksa = a_copy(issued), people["pemeriksa"]
    given = give(issued, first, pemeriksa)
    withdraw(issued, annex=given, reason="Nama saksi terbaca", by=pemeriksa, at=timezone.now())
    with pytest.raises(PermissionDenied):
        give(issued, first, pemeriksa)
    assert give(issued, a_copy(issued, "lain.pdf"), pemeriksa).name == "Lampiran 2.pdf"


def test_an_annex_is_withdrawn_once_and_only_by_those_with_the_right(issued, a_copy, people):
    given = give(issued, a_copy(issued), people["pemeriksa"])
    for name in ("intake", "komisioner", "bkd.kukar", "auditor"):
        with pytest.raises(PermissionDenied):
            withdraw(issued, annex=given, reason="x", by=people[name], at=timezone.now())
    withdraw(issued, annex=given, reason="Nama saksi terbaca", by=people["pemeriksa"], at=timezone.now())
    with pytest.raises(MovedOn):
        withdraw(issued, annex=given, reason="lagi", by=people["penyelia"], at=timezone.now())
    assert Event.objects.filter(verb="recommendation.withdraw_annex").count() == 1
