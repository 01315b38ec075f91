"""Who sees what, as the table says: own authority and regions, never sealed or conflicting files, the agency its own."""

import pytest
from django.utils import timezone

from agencies.models import Officer
from complaints.actions import file_report
from complaints.models import Complaint
from evidence.models import Evidence
from investigations.models import Case
from sanctions.models import Recommendation
from workflow.access import issued_to, reaches, referred_by, within
from workflow.models import Access

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "intake", "pemeriksa", "penyelia", "komisioner", "bkd_kukar", "bkd_kaltara", "bawaslu", "pimpinan", "auditor",
    "kustodian", "merit", "admin_account",
]  # fmt: skip


def seen_by(request, rows) -> set[str]:
    return {name for name in EVERYBODY if rows.model.objects.visible_to(request.getfixturevalue(name)).exists()}


def test_a_complaint_is_seen_by_the_authoritys_staff_alone(request, a_complaint):
    a_complaint()
    assert seen_by(request, Complaint.objects.none()) == {"intake", "pemeriksa", "penyelia"}


def test_a_partner_sees_what_it_referred(request, report, people, bawaslu, a_complaint):
    a_complaint()
    mine = file_report(report(source="REFERRAL"), by=bawaslu, at=timezone.now()).complaint
    assert list(Complaint.objects.visible_to(bawaslu)) == [mine]


def test_a_case_before_the_plenary_is_seen_by_staff_and_leadership(request, a_case):
    a_case("EXAMINATION")
    assert seen_by(request, Case.objects.none()) == {"intake", "pemeriksa", "penyelia", "pimpinan"}


def test_commissioners_see_a_case_from_the_plenary_on(request, a_case):
    a_case("DELIBERATION")
    assert seen_by(request, Case.objects.none()) == {"intake", "pemeriksa", "penyelia", "komisioner", "pimpinan"}


def test_a_recommendation_is_unseen_by_the_agency_before_it_is_issued(request, a_recommendation):
    a_recommendation("APPROVED")
    staff = {"intake", "pemeriksa", "penyelia", "komisioner", "pimpinan"}
    assert seen_by(request, Recommendation.objects.none()) == staff


def test_an_issued_recommendation_is_seen_by_its_agency_and_no_other(request, a_recommendation):
    a_recommendation("ISSUED")
    staff = {"intake", "pemeriksa", "penyelia", "komisioner", "pimpinan"}
    assert seen_by(request, Recommendation.objects.none()) == staff | {"bkd_kukar"}
    assert seen_by(request, Case.objects.none()) == staff
    assert seen_by(request, Complaint.objects.none()) == {"intake", "pemeriksa", "penyelia"}


def test_a_province_does_not_see_its_regencies(a_recommendation, people):
    a_recommendation("ISSUED")
    Officer.objects.filter(username="bkd.kaltara").update(agency_id="64")
    assert not Recommendation.objects.visible_to(Officer.objects.get(username="bkd.kaltara")).exists()


def test_evidence_follows_what_it_belongs_to(request, a_recommendation):
    recommendation = a_recommendation("ISSUED")
    access = {
        "complaint": Complaint.objects.get().access,
        "case": recommendation.case.access,
        "recommendation": recommendation.access,
    }
    for place in access.values():
        Evidence.objects.create(access=place, name="a.txt", size=1, sha256="0" * 64)

    def places(name):
        rows = Evidence.objects.visible_to(request.getfixturevalue(name)).values_list("access_id", flat=True)
        return {place for place, row in access.items() if row.pk in rows}

    assert places("pemeriksa") == {"complaint", "case", "recommendation"}
    assert places("komisioner") == {"complaint", "case", "recommendation"}
    assert places("bkd_kukar") == set()  # what the authority added reaches it as a redacted copy alone
    own = request.getfixturevalue("bkd_kukar")
    Evidence.objects.create(access=recommendation.access, name="sk.txt", size=1, sha256="1" * 64, added_by=own)
    assert places("bkd_kukar") == {"recommendation"}
    for name in ("bkd_kaltara", "bawaslu", "auditor", "kustodian", "admin_account"):
        assert places(name) == set()


@pytest.mark.parametrize("model", [Complaint, Case, Recommendation, Evidence])
def test_sealed_excluded_or_disabled_means_unseen(model, a_recommendation, penyelia):
    a_recommendation("ISSUED")
    Evidence.objects.create(access=Case.objects.get().access, name="a.txt", size=1, sha256="0" * 64)
    assert model.objects.visible_to(penyelia).exists()

    for access in Access.objects.all():
        access.excluded.add(penyelia)
    assert not model.objects.visible_to(penyelia).exists()
    Access.excluded.through.objects.all().delete()

    Access.objects.update(sealed=True)
    assert not model.objects.visible_to(penyelia).exists()
    Access.objects.update(sealed=False)

    penyelia.is_active = False
    assert not model.objects.visible_to(penyelia).exists()


def test_another_authoritys_officers_see_nothing(a_case, penyelia):
    a_case("OPEN")
    type(penyelia).objects.filter(pk=penyelia.pk).update(authority_id="KASN")
    assert not Case.objects.visible_to(type(penyelia).objects.get(pk=penyelia.pk)).exists()


def test_a_role_taken_away_holds_from_the_next_request_on(a_case, penyelia):
    a_case("OPEN")
    penyelia.roles.clear()
    assert not Case.objects.visible_to(type(penyelia).objects.get(pk=penyelia.pk)).exists()


@pytest.mark.parametrize(
    "changed", ["nothing", "sealed", "issued", "partner", "region", "no region", "authority", "excluded"]
)
@pytest.mark.parametrize("regions", [[], ["64"], ["64.02"], ["73"]])
def test_the_answer_in_memory_is_the_answer_of_the_database(people, kukar, changed, regions):
    access = Access.objects.create(authority_id="BKN", region_id="64.02", agency=kukar)
    if changed == "excluded":
        access.excluded.set(people.values())
    elif changed == "partner":
        access.partners.add("K.01")
    else:
        access.sealed, access.issued = changed == "sealed", changed == "issued"
        access.region_id = {"region": "73.71", "no region": None}.get(changed, "64.02")
        access.authority_id = "KASN" if changed == "authority" else "BKN"
        access.save()
    for officer in people.values():
        officer.regions.set(regions)
        fresh, row = Officer.objects.get(pk=officer.pk), Access.objects.get(pk=access.pk)
        scope = within(fresh, prefix="") | issued_to(fresh, prefix="") | referred_by(fresh, prefix="")
        assert reaches(fresh, row) == Access.objects.filter(scope, pk=access.pk).exists(), officer.username
