"""Who searched what and was shown what: kept for auditors, without the text of any document, for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search import record
from search.models import SearchRecord
from tests.search.test_permission import make_officer

pytestmark = pytest.mark.django_db
LOG = "/petugas/cari/catatan/"


def test_a_search_is_kept_with_what_was_shown(client, intake, a_complaint, up_to_date):
    complaint = a_complaint(narrative="Sang camat.", people=[])
    a_complaint(narrative="Seorang lurah.", people=[])
    up_to_date()
    client.force_login(intake)
    client.get("/petugas/cari/", {"q": "camat", "wilayah": "64"})
    row = SearchRecord.objects.get()
    assert (row.by, row.total, row.door) == (intake, 1, "page")
    assert row.asked == {"q": "camat", "wilayah": "64"} and row.shown == [f"complaint/{complaint.pk}/text"]


def test_the_api_is_kept_too(call, intake, a_complaint, up_to_date):
    a_complaint(narrative="Sang camat.", people=[])
    up_to_date()
    call(intake, "GET", "search?q=camat&kind=complaint")
    row = SearchRecord.objects.get()
    assert (row.door, row.asked) == ("api", {"q": "camat", "kind": "complaint"}) and len(row.shown) == 1


def test_opening_the_empty_page_is_no_search(client, intake):
    client.force_login(intake)
    client.get("/petugas/cari/")
    assert not SearchRecord.objects.exists()


def test_auditors_read_words_and_names_of_documents_and_no_text(client, intake, auditor, a_complaint, up_to_date):
    complaint = a_complaint(narrative="Camat berpidato di alun-alun.", people=[])
    up_to_date()
    client.force_login(intake)
    client.get("/petugas/cari/", {"q": "camat <b>"})
    client.force_login(auditor)
    text = client.get(LOG).content.decode()
    assert "camat &lt;b&gt;" in text and intake.username in text and f"complaint/{complaint.pk}/text" in text
    assert "alun-alun" not in text


@pytest.mark.parametrize("name", ["intake", "pemeriksa", "penyelia", "komisioner", "bkd.kukar", "pimpinan", "admin"])
def test_nobody_else_reads_it(name, client, people):
    client.force_login(people[name])
    assert client.get(LOG).status_code == 403


def test_an_auditor_of_another_authority_reads_nothing_of_ours(client, intake, people):
    record.keep(intake, asked={"q": "camat"}, shown=[], total=0, door="page", at=timezone.now())
    client.force_login(make_officer("lain", "auditor", authority=None))
    assert "camat" not in client.get(LOG).content.decode()


def test_pages_of_the_log(client, intake, auditor):
    for number in range(51):
        record.keep(intake, asked={"q": f"kata{number}"}, shown=[], total=0, door="page", at=timezone.now())
    client.force_login(auditor)
    first = client.get(LOG).content.decode()
    last = SearchRecord.objects.order_by("pk")[1].pk
    assert "kata50" in first and f"sebelum={last}" in first
    second = client.get(LOG, {"sebelum": last}).content.decode()
    assert "kata0<" in second and "kata1<" not in second
    assert client.get(LOG, {"sebelum": "bukan angka"}).status_code == 200


def test_old_rows_are_forgotten(intake, settings):
    settings.SEARCH_LOG_DAYS = 30
    for days in (31, 29):
        at = timezone.now() - timedelta(days=days)
        record.keep(intake, asked={"q": str(days)}, shown=[], total=0, door="page", at=at)
    record.prune()
    assert [row.asked["q"] for row in SearchRecord.objects.all()] == ["29"]
