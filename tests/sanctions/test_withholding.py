"""Where the personnel body belongs to the person reported it learns nothing, from no side, until the authority opens it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Contact
from agencies.models import Agency, Officer, Role
from complaints.actions import Person
from letters.models import Letter
from notifications.mailing import told_agency
from notifications.routing import told
from sanctions import actions
from sanctions.models import Recommendation
from sanctions.withholding import suggested
from search.permissions import tokens_of
from workflow.access import reaches
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.verbs import available

HEAD = "Kepala BKPSDM Kutai Kartanegara"


@pytest.mark.parametrize(
    "position",
    [
        HEAD, "Sekretaris Daerah", "Plt. Kepala BKD", "kepala  badan kepegawaian daerah", "Sekda Kota Bontang",
        "Kepala Biro Sumber Daya Manusia", "Asisten III", "Pj. Bupati Kutai", "Sekretaris Jenderal",
    ],
)  # fmt: skip
def test_these_posts_head_the_personnel_body_or_stand_above_it(position):
    assert suggested(position)


@pytest.mark.parametrize(
    "position", ["Camat", "Kepala Seksi", "Sekretaris Camat", "Kepala Dinas Pendidikan", "Staf BKD", ""]
)
def test_these_posts_do_not(position):
    assert not suggested(position)


@pytest.fixture
def withheld(a_recommendation, kukar):
    """A recommendation about the head of Kutai Kartanegara's personnel body, issued."""
    return a_recommendation("ISSUED", people=[Person(name="Ketua Kepegawaian", position=HEAD, agency=kukar)])


@pytest.fixture
def governor(people) -> Officer:
    """The appointing authority of the province above."""
    officer = Officer.objects.create_user("ppk.kaltim", full_name="Gubernur", agency_id="64", demo=True)
    officer.roles.add(Role.objects.get(code="appointing_authority"))
    return Officer.objects.get(pk=officer.pk)


def events_told(recommendation) -> dict[str, set[str]]:
    events = Event.objects.select_related("access__region").filter(subject_reference=recommendation.reference)
    names = dict(Officer.objects.values_list("pk", "username"))
    return {event.verb: {names[pk] for pk in told(event)} for event in events}


def seen_by(officer, recommendation, client, call) -> list[bool]:
    """Every way in: list, page, letter, API, its list, its verbs, search tokens, reach."""
    client.force_login(officer)
    reference, officer = recommendation.reference, Officer.objects.get(pk=officer.pk)
    listed = client.get("/instansi/").content.decode()
    return [
        reference in listed or "Ketua Kepegawaian" in listed,
        client.get(f"/instansi/rekomendasi/{reference}/").status_code == 200,
        client.get(f"/instansi/rekomendasi/{reference}/surat/").status_code == 200,
        call(officer, "GET", f"recommendations/{reference}").status_code == 200,
        bool(call(officer, "GET", "recommendations").json()["items"]),
        call(officer, "POST", f"recommendations/{reference}/transitions/rebut", {}).status_code == 422,
        Letter.objects.visible_to(officer).exists(),
        reaches(officer, recommendation.access),
    ]


@pytest.mark.django_db
def test_the_personnel_body_learns_nothing_until_the_authority_opens_it(
    withheld, bkd_kukar, ppk_kukar, penyelia, client, call, kukar, settings
):
    Contact.objects.create(agency=kukar, name="BKD", email="bkd@kukar.example", order=1)
    assert not any(seen_by(bkd_kukar, withheld, client, call))
    assert all(seen_by(ppk_kukar, withheld, client, call))
    assert not any("/i/" in token for token in tokens_of(withheld.access, "recommendation"))
    heard = events_told(withheld)
    assert "bkd.kukar" not in set().union(*heard.values()) and "ppk.kukar" in heard["recommendation.issue"]
    issued = Event.objects.select_related("access__agency").get(verb="recommendation.issue")
    assert told_agency(issued, at=timezone.now()) is None

    with pytest.raises(PermissionDenied):
        actions.disclose(withheld, by=bkd_kukar)
    client.force_login(ppk_kukar)
    assert client.post(f"/instansi/rekomendasi/{withheld.reference}/disclose/").status_code == 302
    now = Recommendation.objects.select_related("access").get(pk=withheld.pk)
    assert all(seen_by(bkd_kukar, now, client, call))
    assert "bkd.kukar" in events_told(withheld)["recommendation.disclose"]
    assert any("/i/" in token for token in tokens_of(now.access, "recommendation"))
    with pytest.raises(MovedOn):
        actions.disclose(now, by=penyelia)


@pytest.mark.django_db
def test_the_level_above_reads_along_and_can_do_nothing(withheld, governor, bkd_kukar, client, call):
    assert withheld.access.above == Agency.objects.get(code="64")
    assert list(Recommendation.objects.visible_to(governor)) == [withheld]
    assert "ppk.kaltim" in events_told(withheld)["recommendation.issue"]
    answer = call(governor, "GET", f"recommendations/{withheld.reference}")
    assert (answer.status_code, answer.json()["available_transitions"]) == (200, [])
    path = f"recommendations/{withheld.reference}/transitions/acknowledge"
    assert call(governor, "POST", path, {}).status_code == 403
    client.force_login(governor)
    page = client.get("/instansi/").content.decode()
    assert withheld.reference in page
    assert client.get(f"/instansi/tembusan/{withheld.reference}/").status_code == 200
    client.force_login(bkd_kukar)
    assert client.get(f"/instansi/tembusan/{withheld.reference}/").status_code == 404


@pytest.mark.django_db
def test_the_supervisor_sets_and_lifts_it_with_a_reason_before_it_is_issued(
    a_recommendation, penyelia, bkd_kukar, pemeriksa
):
    rec = a_recommendation("DRAFT")
    assert {"withhold"} <= {verb.name for verb in available(rec, penyelia)}
    with pytest.raises(PermissionDenied):
        actions.withhold(rec, by=pemeriksa, reason="x")
    actions.withhold(rec, by=penyelia, reason="Adik kepala BKD.")
    now = Recommendation.objects.get(pk=rec.pk)
    assert (now.withheld_because, now.access.withheld) == ("Adik kepala BKD.", True)
    actions.disclose(now, by=penyelia)
    assert not Recommendation.objects.get(pk=rec.pk).access.withheld


@pytest.mark.django_db
def test_a_reason_of_the_authority_is_on_no_page_of_the_agency(withheld, ppk_kukar, client, call):
    client.force_login(ppk_kukar)
    page = client.get(f"/instansi/rekomendasi/{withheld.reference}/").content.decode()
    assert "Diusulkan dari jabatan" not in page
    assert "Diusulkan" not in call(ppk_kukar, "GET", f"recommendations/{withheld.reference}").content.decode()
