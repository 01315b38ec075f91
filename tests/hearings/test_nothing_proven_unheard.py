"""Nothing is proven against somebody whom nobody invited: neither by a finding nor by a vote, on the page or by the API."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from complaints.actions import Person
from hearings import actions
from hearings.models import Invitation
from hearings.queries import invited
from investigations import actions as investigations
from investigations.models import Case, Finding, Respondent
from law.models import Violation
from workflow.ledger import unit_of_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined(a_case, kukar, pemeriksa):
    """A case in examination, and a respondent who came to it afterwards."""
    case = a_case("CLARIFICATION")
    investigations.examine(case, by=pemeriksa)
    late = Respondent.objects.create(case=case, name="Datang Belakangan", position="Lurah", agency=kukar)
    return Case.objects.get(pk=case.pk), late


def finding(late, conclusion="PROVEN") -> dict:
    return {"respondent": late.pk, "violation": "NET-D8", "conclusion": conclusion, "reasons": "Dua saksi."}


def test_the_api_says_so_with_422_and_takes_the_finding_after_the_invitation(joined, call, pemeriksa, wanted):
    case, late = joined
    there = f"cases/{case.reference}/findings"
    answer = call(pemeriksa, "POST", there, finding(late))
    assert answer.status_code == 422 and "Undang dulu Datang Belakangan" in json.dumps(answer.json())
    assert not Finding.objects.filter(allegation__respondent=late).exists()
    assert call(pemeriksa, "POST", there, finding(late, "NOT_PROVEN")).status_code == 201
    asked = {"respondent": late.pk, "questions": ["Di mana Anda hari itu?"]}
    made = call(pemeriksa, "POST", f"cases/{case.reference}/invitations", asked)
    assert made.status_code == 201 and made.json()["code"].count("-") == 5 and made.json()["letter"]["number"]
    assert call(pemeriksa, "POST", there, finding(late)).status_code == 201
    listed = call(pemeriksa, "GET", f"cases/{case.reference}/invitations").json()["items"]
    assert [row["name"] for row in listed][-1] == "Datang Belakangan" and "code" not in listed[-1]


def test_the_page_says_so_and_keeps_what_was_written(joined, client, pemeriksa):
    case, late = joined
    client.force_login(pemeriksa)
    assert "Belum diundang" in client.get(f"/petugas/perkara/{case.reference}/").content.decode()
    there = f"/petugas/perkara/{case.reference}/respondents/{late.pk}/finding/"
    sent = {"violation": "NET-D8", "conclusion": "PROVEN", "reasons": "Alasan yang panjang."}
    answer = client.post(there, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Undang dulu" in shown and "Alasan yang panjang." in shown


def test_no_vote_proves_what_no_finding_could(joined, komisioner, penyelia, pemeriksa):
    case, late = joined
    for person in case.respondents.all():
        for violation in Violation.objects.filter(code="NET-D8"):
            investigations.write_finding(
                case, by=pemeriksa, respondent=person, violation=violation, conclusion="NOT_PROVEN", reasons="x"
            )
    investigations.deliberate(case, by=penyelia)
    with pytest.raises(ValidationError, match="Undang dulu"):
        investigations.vote(Case.objects.get(pk=case.pk), by=komisioner, respondent=late, conclusion="PROVEN")
    investigations.vote(Case.objects.get(pk=case.pk), by=komisioner, respondent=late, conclusion="NOT_PROVEN")


def test_whoever_begins_the_examination_at_once_invites_by_it(a_case, pemeriksa, kukar):
    case = a_case("OPEN", people=[Person(name="Satu", agency=kukar), Person(agency=kukar)])
    investigations.examine(case, by=pemeriksa)
    known, unknown = case.respondents.order_by("pk")
    assert invited(known) and not invited(unknown)


def test_beginning_invites_once_and_who_was_set_aside_not(a_case, pemeriksa, penyelia, kukar):
    case = a_case("OPEN", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    aside = case.respondents.last()
    investigations.set_aside(case, by=penyelia, respondent=aside, reason="RETIRED")
    investigations.clarify(case, by=pemeriksa)
    investigations.examine(case, by=pemeriksa)
    assert list(case.invitations.values_list("respondent", "number")) == [(case.respondents.first().pk, 1)]
    assert not invited(aside)


def test_an_invitation_is_made_with_the_move_or_not_at_all(a_case, pemeriksa):
    case = a_case("OPEN")
    with pytest.raises(RuntimeError), unit_of_work():
        investigations.clarify(case, by=pemeriksa)
        raise RuntimeError
    assert not Invitation.objects.exists() and Case.objects.get(pk=case.pk).stage == "OPEN"


def test_a_witness_invited_is_no_respondent_heard(joined, pemeriksa, wanted):
    case, late = joined
    asked = wanted(case, role="SUPERIOR", respondent=late, name="Atasan")
    actions.invite(case, by=pemeriksa, wanted=asked, at=timezone.now())
    assert not invited(late)
