"""The mail address that a reporter chose for notices goes when the matter ends, however it ends, and stays away."""

import pytest

from agencies.models import SupervisingAuthority
from complaints import actions as complaints
from complaints.models import Complaint
from complaints.queries import reporter_of
from identity import envelopes
from identity.models import NoticeAddress
from investigations import actions as investigations
from investigations.models import Case
from sanctions import actions as sanctions
from workflow.worker import drain

TOLD = {"name": "P", "email": "kabar@example.org", "phone": "", "notify": True}


@pytest.fixture
def told(a_complaint):
    return a_complaint("VERIFYING", identity=TOLD)


def address_of(complaint) -> str | None:
    drain()
    return envelopes.notice_address(complaint.access)


def opened(told, people) -> Case:
    return Case.objects.get(reference=investigations.accept(told, by=people["intake"])["case"])


def test_it_is_there_while_the_matter_goes_on(told, people):
    assert address_of(told) == "kabar@example.org"
    case = opened(told, people)
    assert address_of(told) == "kabar@example.org"
    investigations.assign(case, by=people["penyelia"], to=people["pemeriksa"])
    assert address_of(told) == "kabar@example.org"


@pytest.mark.parametrize(
    "end",
    [
        lambda told, people: complaints.reject(told, by=people["intake"], reason="Bukan wewenang."),
        lambda told, people: complaints.forward(told, by=people["intake"], to="Bawaslu", reason="Wewenangnya."),
        lambda told, people: complaints.withdraw(told, by=reporter_of(told)),
        lambda told, people: investigations.moot(opened(told, people), by=people["penyelia"], reason="Pensiun."),
        lambda told, people: investigations.transfer(
            opened(told, people),
            by=people["penyelia"],
            to=SupervisingAuthority.objects.filter(internal=False).first(),
            reason="Wewenangnya.",
        ),
    ],
    ids=["rejected", "forwarded", "withdrawn", "moot", "left this site"],
)
def test_it_goes_with_the_end(told, people, end):
    end(told, people)
    assert address_of(told) is None


def test_it_goes_when_the_case_is_closed(a_case, people):
    case = a_case("DECIDED", proven=False, identity=TOLD)
    drain()
    assert NoticeAddress.objects.exists()
    sanctions.close(case, by=people["penyelia"], reason="Tidak terbukti.")
    drain()
    assert not NoticeAddress.objects.exists()


def test_who_reported_the_same_is_forgotten_with_it(told, a_complaint, people):
    again = a_complaint("VERIFYING", identity=TOLD)
    complaints.merge(again, by=people["intake"], into=told)
    assert address_of(again) == "kabar@example.org", "the matter goes on"
    complaints.reject(Complaint.objects.get(pk=told.pk), by=people["intake"], reason="Bukan wewenang.")
    assert address_of(again) is None


def test_opened_again_it_stays_forgotten(told, people):
    case = opened(told, people)
    investigations.moot(case, by=people["penyelia"], reason="Pensiun.")
    assert address_of(told) is None
    investigations.reopen(Case.objects.get(pk=case.pk), by=people["penyelia"], reason="Bukti baru.")
    assert address_of(told) is None


def test_others_keep_theirs(told, a_complaint, people):
    other = a_complaint("VERIFYING", identity=TOLD)
    complaints.reject(told, by=people["intake"], reason="Bukan wewenang.")
    assert address_of(other) == "kabar@example.org"
