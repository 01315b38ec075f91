"""Who had a file in hands: every access leaves a row that those who work with it, and an auditor, may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence import custody, storage
from evidence.models import Custody, Evidence
from tests.evidence import tainted
from workflow.worker import drain


@pytest.fixture
def photo(a_file) -> Evidence:
    evidence = a_file("Rumah Bu Nurhayati.jpg", tainted.photo())
    drain()
    return Evidence.objects.select_related("access").get(pk=evidence.pk)


def page(evidence) -> str:
    return f"/petugas/bukti/{evidence.pk}/"


def told(evidence, what: str) -> int:
    return Custody.objects.filter(evidence=evidence, what=what).count()


def test_looking_counts_once_per_person_and_hour(photo, client, pemeriksa, penyelia):
    for officer in (pemeriksa, pemeriksa, penyelia):
        client.force_login(officer)
        client.get(page(photo))
    assert told(photo, "SEEN") == 2
    custody.note_seen(photo, by=pemeriksa, at=timezone.now() + timedelta(minutes=61))
    assert told(photo, "SEEN") == 3


def test_the_page_shows_who_had_it(photo, client, pemeriksa, penyelia):
    client.force_login(pemeriksa)
    b"".join(client.get(page(photo) + "berkas/").streaming_content)
    client.force_login(penyelia)
    html = client.get(page(photo)).content.decode()
    assert f"Salinan aman diunduh, {pemeriksa}" in html and f"Dilihat, {penyelia}" in html


def test_agencies_and_partners_do_not_see_who_had_it(a_complaint, a_file, client, people):
    complaint = a_complaint()
    complaint.access.partners.add(people["bawaslu"].agency)
    evidence = a_file(complaint=complaint)
    drain()
    client.force_login(people["pemeriksa"])
    client.get(page(evidence))
    client.force_login(people["bawaslu"])
    html = client.get(page(evidence)).content.decode()
    assert "Riwayat berkas" not in html and str(people["pemeriksa"]) not in html


def test_whether_a_file_is_whole_can_be_checked_and_is_noted(photo, client, pemeriksa):
    client.force_login(pemeriksa)
    assert "Utuh" in client.post(page(photo) + "periksa/", follow=True).content.decode()
    place = storage.path_of(photo.pk)
    place.chmod(0o600)
    place.write_bytes(b"lain")
    assert "tidak sama" in client.post(page(photo) + "periksa/", follow=True).content.decode()
    storage.discard(photo.pk)
    client.post(page(photo) + "periksa/")
    rows = Custody.objects.filter(evidence=photo, what="CHECKED").order_by("pk")
    assert list(rows.values_list("reason", "by__username")) == [
        ("utuh", "pemeriksa"),
        ("berubah", "pemeriksa"),
        ("hilang", "pemeriksa"),
    ]


def test_an_auditor_reads_the_rows_and_no_names_of_files(photo, client, pemeriksa, auditor):
    client.force_login(pemeriksa)
    b"".join(client.post(page(photo) + "asli/", {"reason": "Diminta ahli forensik"}).streaming_content)
    client.force_login(auditor)
    html = client.get("/petugas/jejak/bukti/").content.decode()
    assert "Berkas asli diunduh" in html and "Diminta ahli forensik" in html and str(photo.pk) in html
    assert "Nurhayati" not in html and photo.access.complaint.reference not in html
    assert client.get(page(photo)).status_code == 404
    only = client.get(f"/petugas/jejak/bukti/?nomor={photo.pk}").content.decode()
    assert "Berkas asli diunduh" in only
    assert "Tidak ada catatan" in client.get("/petugas/jejak/bukti/?nomor=bukan-nomor").content.decode()


def test_rows_of_another_authority_are_not_listed(photo, client, pemeriksa, auditor):
    client.force_login(pemeriksa)
    client.get(page(photo))
    photo.access.sealed = True
    photo.access.save()
    client.force_login(auditor)
    assert str(photo.pk) not in client.get("/petugas/jejak/bukti/").content.decode()


def test_the_list_goes_on(photo, client, auditor, pemeriksa):
    for _ in range(60):
        custody.note(photo, what="SEEN", by=pemeriksa, at=timezone.now())
    client.force_login(auditor)
    first = client.get("/petugas/jejak/bukti/")
    following = first.context["next"]
    assert len(first.context["rows"]) == 50 and following
    rest = client.get(f"/petugas/jejak/bukti/?setelah={following}")
    assert not {r.pk for r in rest.context["rows"]} & {r.pk for r in first.context["rows"]}


def test_only_auditors_read_them(photo, client, people):
    for name in ("pemeriksa", "intake", "admin", "bkd.kukar", "pimpinan"):
        client.force_login(people[name])
        assert client.get("/petugas/jejak/bukti/").status_code == 403
