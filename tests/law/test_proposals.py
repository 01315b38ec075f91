"""No row of the law changes by one person's will: one administrator proposes, another one decides."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import Officer, Role
from law import proposals
from law.models import Election, Holiday, Proposal, StageClock, Violation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(people):
    return people["admin"]


@pytest.fixture
def admin2(people):
    second = Officer.objects.create(
        username="admin2", full_name="Administrator Kedua", is_staff=True, authority=people["admin"].authority
    )
    second.roles.set(Role.objects.filter(code="admin"))
    return second


@pytest.fixture
def proposed(admin):
    """NET-D6 asked to get another note."""
    row = Violation.objects.get(pk="NET-D6")
    row.note = "Catatan baru."
    return proposals.propose(row, by=admin, at=timezone.now())


def note() -> str:
    return Violation.objects.get(pk="NET-D6").note


def test_a_proposal_changes_nothing_until_another_approves_it(proposed, admin2):
    assert note() == ""
    done = proposals.approve(proposed, by=admin2, at=timezone.now())
    assert (note(), done.answer, done.decided_by) == ("Catatan baru.", "APPROVED", admin2)
    assert done.changed == {"note": ("", "Catatan baru.")}


def test_nobody_approves_their_own(proposed, admin):
    with pytest.raises(PermissionDenied):
        proposals.approve(proposed, by=admin, at=timezone.now())
    assert note() == ""


def test_the_database_refuses_it_too(proposed, admin):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposed.pk).update(answer="APPROVED", decided_by=admin)


def test_who_is_no_administrator_decides_nothing(proposed, people):
    for name in ("penyelia", "auditor", "komisioner"):
        with pytest.raises(PermissionDenied):
            proposals.approve(proposed, by=people[name], at=timezone.now())


def test_refused_it_stays_as_it_was_and_is_over(proposed, admin2):
    proposals.refuse(proposed, by=admin2, at=timezone.now())
    assert note() == ""
    with pytest.raises(ValidationError):
        proposals.approve(proposed, by=admin2, at=timezone.now())


def test_a_row_that_changed_meanwhile_is_left_alone(proposed, admin2):
    Violation.objects.filter(pk="NET-D6").update(note="Dari rilis baru.")
    done = proposals.approve(proposed, by=admin2, at=timezone.now())
    assert (done.answer, note()) == ("OVERTAKEN", "Dari rilis baru.")


def test_one_open_proposal_for_a_row_and_none_without_a_change(proposed, admin):
    row = Violation.objects.get(pk="NET-D6")
    with pytest.raises(ValidationError):
        proposals.propose(row, by=admin, at=timezone.now())
    row.note = "Lain lagi."
    with pytest.raises(ValidationError):
        proposals.propose(row, by=admin, at=timezone.now())


def test_a_new_row_comes_and_an_old_one_goes_the_same_way(admin, admin2):
    new = Holiday(day=date(2026, 12, 28), kind="JOINT_LEAVE", source="uji", announced_on=date(2026, 12, 1))
    proposals.approve(proposals.propose(new, by=admin, at=timezone.now()), by=admin2, at=timezone.now())
    kept = Holiday.objects.get(day=date(2026, 12, 28))
    proposals.approve(proposals.propose(kept, by=admin, at=timezone.now(), gone=True), by=admin2, at=timezone.now())
    assert not Holiday.objects.filter(day=date(2026, 12, 28)).exists()


# On the pages of the administration --------------------------------------------------------------------------------------
def test_a_form_of_the_administration_only_proposes(client, admin, admin2):
    clock = StageClock.objects.get(kind="case", stage="EXAMINATION")
    form = {name: getattr(clock, name) for name in ("kind", "stage", "turn", "unit", "basis", "certainty")} | {
        "days": 21
    }
    client.force_login(admin)
    answer = client.post(f"/sistem/law/stageclock/{clock.pk}/change/", form, follow=True)
    assert "Usulan tersimpan" in answer.content.decode()
    assert StageClock.objects.get(pk=clock.pk).days == 14
    waiting = Proposal.objects.get(answer="OPEN")
    decide = {"action": "approve", "_selected_action": [waiting.pk]}
    own = client.post("/sistem/law/proposal/", decide, follow=True)
    assert "diputuskan orang lain" in own.content.decode()
    client.force_login(admin2)
    shown = client.get("/sistem/law/proposal/").content.decode()
    assert "14 → 21" in shown
    client.post("/sistem/law/proposal/", decide)
    assert StageClock.objects.get(pk=clock.pk).days == 21


def test_the_regions_of_an_election_wait_with_it(client, admin, admin2):
    election = Election.objects.get(pk="PSU-2025-08-06")
    form = {
        "name": election.name, "stages_from": "2024-02-27", "designation_date": "2024-09-22", "campaign_from": "2024-09-25",
        "campaign_to": "2024-11-23", "vote_date": "2025-08-06", "inauguration_date": "2025-10-08", "series": "PILKADA-2024",
        "in_force": "on", "territories": ["91"], "source": election.source, "certainty": "UNVERIFIED",
    }  # fmt: skip
    client.force_login(admin)
    client.post(f"/sistem/law/election/{election.pk}/change/", form)
    assert set(election.territories.values_list("pk", flat=True)) == {"91", "93.02"}
    proposals.approve(Proposal.objects.get(), by=admin2, at=timezone.now())
    election.refresh_from_db()
    assert set(election.territories.values_list("pk", flat=True)) == {"91"}
    assert election.inauguration_date == date(2025, 10, 8)
