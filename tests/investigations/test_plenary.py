"""The plenary: quorum and majority are the authority's configuration; a vote is cast once; a tie proves nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies.models import SupervisingAuthority
from complaints.models import Complaint
from investigations import actions
from investigations.models import Case, Vote
from sanctions.actions import close
from workflow.models import Access
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db
PROVEN, NOT_PROVEN = "PROVEN", "NOT_PROVEN"


def vote(case, by, conclusion=PROVEN):
    for respondent in case.respondents.filter(set_aside=""):
        actions.vote(case, by=by, respondent=respondent, conclusion=conclusion, reasons="")


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_below_the_quorum_nothing_is_decided(a_case, komisioner, komisioner2):
    case = a_case("DELIBERATION")
    vote(case, komisioner)
    vote(case, komisioner2)
    with pytest.raises(MovedOn):
        actions.decide(case, by=komisioner)


def test_another_quorum_is_a_matter_of_configuration(a_case, komisioner):
    case = a_case("DELIBERATION")
    case.access.authority.quorum = 1
    case.access.authority.save()
    vote(case, komisioner)
    actions.decide(case, by=komisioner)
    assert fresh(case).stage == "DECIDED"


@pytest.mark.parametrize(
    ("votes", "percent", "outcome"),
    [
        ([PROVEN, PROVEN, PROVEN], 50, PROVEN),
        ([PROVEN, PROVEN, NOT_PROVEN], 50, PROVEN),
        ([PROVEN, NOT_PROVEN, NOT_PROVEN], 50, NOT_PROVEN),
        ([NOT_PROVEN] * 3, 50, NOT_PROVEN),
        ([PROVEN, PROVEN, NOT_PROVEN], 66, PROVEN),
        ([PROVEN, PROVEN, NOT_PROVEN], 67, NOT_PROVEN),
    ],
)
def test_the_majority_decides(a_case, komisioner, komisioner2, komisioner3, votes, percent, outcome):
    case = a_case("DELIBERATION")
    case.access.authority.majority_percent = percent
    case.access.authority.save()
    for person, conclusion in zip((komisioner, komisioner2, komisioner3), votes, strict=True):
        vote(case, person, conclusion)
    actions.decide(case, by=komisioner)
    assert case.respondents.get().outcome == outcome


def test_a_tie_proves_nothing(a_case, komisioner, komisioner2):
    case = a_case("DELIBERATION")
    case.access.authority.quorum = 2
    case.access.authority.save()
    vote(case, komisioner, PROVEN)
    vote(case, komisioner2, NOT_PROVEN)
    actions.decide(case, by=komisioner)
    assert case.respondents.get().outcome == NOT_PROVEN


def test_the_second_vote_of_a_commissioner_is_refused(a_case, komisioner):
    case = a_case("DELIBERATION")
    vote(case, komisioner)
    with pytest.raises(actions.AlreadyVoted):
        vote(case, komisioner, NOT_PROVEN)
    assert Vote.objects.get().conclusion == PROVEN


@pytest.mark.parametrize("name", ["penyelia", "pemeriksa", "intake", "bkd_kukar", "auditor", "pimpinan"])
def test_only_commissioners_vote_and_decide(a_case, request, name):
    case, person = a_case("DELIBERATION"), request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        vote(case, person)
    with pytest.raises(PermissionDenied):
        actions.decide(case, by=person)


def test_what_is_sent_back_needs_new_votes(a_case, penyelia, komisioner, komisioner2, komisioner3):
    case = a_case("DELIBERATION")
    for person in (komisioner, komisioner2, komisioner3):
        vote(case, person)
    actions.send_back(case, by=penyelia, note="Tambah saksi.")
    assert not Case.objects.visible_to(komisioner).exists()
    actions.deliberate(case, by=penyelia)
    with pytest.raises(MovedOn):
        actions.decide(case, by=komisioner)
    vote(case, komisioner, NOT_PROVEN)
    assert Vote.objects.count() == 4


def test_the_files_of_its_complaints_come_before_the_plenary_too(a_case):
    case = a_case("DELIBERATION")
    assert Complaint.objects.get().access.at_plenary
    assert case.access.at_plenary


def test_a_case_in_which_nothing_was_proven_is_closed_by_a_person(a_case, penyelia):
    case = a_case("DECIDED", proven=False)
    close(case, by=penyelia, reason="Tidak terbukti.")
    assert fresh(case).stage == "CLOSED"


def test_a_case_in_which_something_was_proven_is_not_closed_before_its_follow_up(a_case, penyelia):
    with pytest.raises(MovedOn):
        close(a_case("DECIDED"), by=penyelia, reason="Selesai.")


def test_a_reopened_case_is_decided_anew(a_case, penyelia, komisioner):
    case = a_case("DECIDED", proven=False)
    close(case, by=penyelia, reason="Tidak terbukti.")
    actions.reopen(case, by=penyelia, reason="Bukti baru.")
    assert fresh(case).stage == "EXAMINATION"
    assert case.respondents.get().outcome == ""
    assert not Access.objects.filter(at_plenary=True).exists()


def test_a_transfer_inside_changes_the_authority_and_not_the_stage(a_case, penyelia, settings):
    case = a_case("EXAMINATION")
    to = SupervisingAuthority.objects.get(code="KASN")
    actions.transfer(case, by=penyelia, to=to, reason="Peralihan kewenangan.")
    moved = Case.objects.select_related("access").get(pk=case.pk)
    assert (moved.stage, moved.access.authority_id) == ("EXAMINATION", "KASN")
    assert not Case.objects.visible_to(penyelia).exists()
    assert Complaint.objects.get().access.authority_id == "KASN"


def test_a_transfer_to_another_body_ends_it_here(a_case, penyelia):
    case = a_case("EXAMINATION")
    outside = SupervisingAuthority.objects.filter(internal=False).first()
    actions.transfer(case, by=penyelia, to=outside, reason="Kewenangan kementerian.")
    assert fresh(case).stage == "TRANSFERRED"
    with pytest.raises(MovedOn):
        actions.moot(case, by=penyelia, reason="x")
