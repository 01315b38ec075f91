"""Who of an agency has seen a recommendation, as the authority sees it; and which agencies have not looked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.models import Officer
from notifications import receipts
from notifications.models import ReceiptRule
from sanctions.models import Recommendation
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(a_recommendation):
    """A recommendation that was issued so many days ago."""

    def make(days: int = 0) -> Recommendation:
        found = a_recommendation("ISSUED")
        Recommendation.objects.filter(pk=found.pk).update(stage_since=timezone.now() - timedelta(days=days))
        return Recommendation.objects.select_related("access").get(pk=found.pk)

    return make


def test_the_first_look_of_each_officer_is_the_receipt(client, issued, bkd_kukar, bkd_kaltara, penyelia):
    found = issued()
    page = f"/petugas/rekomendasi/{found.reference}/"
    client.force_login(penyelia)
    assert "Belum dilihat siapa pun." in client.get(page).content.decode()
    client.force_login(bkd_kaltara)
    assert client.get(f"/instansi/rekomendasi/{found.reference}/").status_code == 404
    assert receipts.receipts_of(found) == [], "neither the authority's looks nor a stranger's count"
    client.force_login(bkd_kukar)
    for _ in range(2):
        client.get(f"/instansi/rekomendasi/{found.reference}/")
    (receipt,) = receipts.receipts_of(found)
    assert receipt.officer == bkd_kukar and receipt.at <= timezone.now()
    client.force_login(penyelia)
    text = client.get(page).content.decode()
    assert "Dilihat instansi" in text and bkd_kukar.full_name in text and "WITA" in text


def test_who_reads_by_the_api_has_seen_it_too(call, issued, bkd_kukar):
    found = issued()
    call(bkd_kukar, "GET", f"recommendations/{found.reference}")
    assert [receipt.officer for receipt in receipts.receipts_of(found)] == [bkd_kukar]


def test_the_list_of_who_has_not_looked_follows_the_authoritys_days(client, issued, bkd_kukar, penyelia):
    old, fresh = issued(5), issued(1)
    client.force_login(penyelia)
    text = client.get("/petugas/belum-dilihat/").content.decode()
    assert old.reference in text and fresh.reference not in text
    ReceiptRule.objects.create(authority=penyelia.authority, days=7)
    assert old.reference not in client.get("/petugas/belum-dilihat/").content.decode()
    ReceiptRule.objects.update(days=1)
    client.force_login(bkd_kukar)
    client.get(f"/instansi/rekomendasi/{old.reference}/")
    client.force_login(penyelia)
    text = client.get("/petugas/belum-dilihat/").content.decode()
    assert old.reference not in text and fresh.reference in text


def test_the_list_holds_nothing_of_other_regions(client, issued, penyelia):
    found = issued(5)
    penyelia.regions.set(["65"])
    client.force_login(penyelia)
    assert found.reference not in client.get("/petugas/belum-dilihat/").content.decode()


def test_the_authority_is_told_once(issued, told, deliver):
    issued(5), issued(1)
    receipts.remind("")
    receipts.remind("")
    assert Event.objects.filter(verb="recommendation.unseen").count() == 1
    assert told("recommendation.unseen") == {"penyelia", "pemeriksa"}


def test_what_is_older_than_two_months_is_history(issued):
    issued(90)
    receipts.remind("")
    assert not Event.objects.filter(verb="recommendation.unseen").exists()


def test_an_agency_has_no_such_list(client, bkd_kukar, merit):
    for officer in (bkd_kukar, Officer.objects.get(pk=merit.pk)):
        client.force_login(officer)
        assert client.get("/petugas/belum-dilihat/").status_code == 403
