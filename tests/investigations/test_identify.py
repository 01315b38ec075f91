"""Who a respondent is, learnt after the report: written once, kept in the history, and never told in an event."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agencies.models import Agency
from complaints.actions import Person
from investigations import actions
from investigations.models import Case, Respondent
from sanctions import actions as sanctions
from sanctions.models import Recommendation
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db
NIP = "198001012005011001"


@pytest.fixture
def unknown(a_case):
    """A case about somebody of whom only the position was told."""
    return lambda stage="EXAMINATION": a_case(stage, people=[Person(position="Lurah")])


def identify(case, by, **other):
    known = {"name": "Sari Wulandari", "nip": NIP, "position": "Lurah", "kind": "PNS"}
    place = {"agency": Agency.objects.get(code="64.02"), "agency_text": ""}
    respondent = other.pop("respondent", None) or case.respondents.get()
    return actions.identify(case, by=by, respondent=respondent, **{**known, **place, **other})


def events() -> list[Event]:
    return list(Event.objects.filter(verb="case.identify").order_by("number"))


@pytest.mark.parametrize("stage", ["OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP"])
def test_a_respondent_is_identified_until_the_case_ends(unknown, pemeriksa, stage):
    case = unknown(stage)
    identify(case, pemeriksa)
    person = Respondent.objects.get(case=case)
    assert (person.name, person.nip, person.agency_id, person.kind) == ("Sari Wulandari", NIP, "64.02", "PNS")


def test_the_history_keeps_what_stood_before_and_who_changed_it(unknown, penyelia):
    case = unknown()
    identify(case, penyelia)
    newest, oldest = case.respondents.get().history.order_by("-history_id")
    assert (oldest.name, newest.name, newest.history_user) == ("", "Sari Wulandari", penyelia)


def test_the_event_says_which_fields_changed_and_nothing_of_what_they_say(unknown, pemeriksa):
    case = unknown()
    identify(case, pemeriksa)
    payload = events()[0].payload
    assert payload == {"respondent": case.respondents.get().pk, "fields": ["agency", "kind", "name", "nip"]}
    assert "Sari" not in json.dumps(payload) and NIP not in json.dumps(payload)


def test_saying_the_same_again_leaves_no_trace(unknown, pemeriksa):
    case = unknown()
    for _ in range(2):
        identify(case, pemeriksa)
    assert len(events()) == 1
    assert case.respondents.get().history.count() == 2


@pytest.mark.parametrize("name", ["intake", "komisioner", "bkd_kukar", "pimpinan", "auditor"])
def test_only_investigators_and_supervisors_identify(unknown, request, name):
    with pytest.raises(PermissionDenied):
        identify(unknown("DELIBERATION"), request.getfixturevalue(name))


def test_who_is_excluded_from_the_case_identifies_nobody(unknown, pemeriksa):
    case = unknown()
    case.access.excluded.add(pemeriksa)
    with pytest.raises(PermissionDenied):
        identify(case, pemeriksa)


def test_an_ended_case_is_not_written_on(unknown, penyelia):
    case = unknown()
    actions.moot(case, by=penyelia, reason="Meninggal.")
    with pytest.raises(MovedOn):
        identify(case, penyelia)
    assert events() == []


def test_a_respondent_of_another_case_cannot_be_changed_through_this_one(unknown, pemeriksa):
    other = unknown().respondents.get()
    with pytest.raises(Respondent.DoesNotExist):
        identify(unknown(), pemeriksa, respondent=other)
    assert Respondent.objects.get(pk=other.pk).name == ""


def test_somebody_of_whom_nothing_is_known_is_refused(unknown, pemeriksa):
    case = unknown()
    with pytest.raises(ValidationError):
        identify(case, pemeriksa, name="", nip="", position="", agency=None)
    assert case.respondents.get().position == "Lurah"


def test_a_respondent_without_name_and_position_is_called_so(a_case, kukar):
    assert str(a_case("OPEN", people=[Person(agency=kukar)]).respondents.get()) == "Tanpa nama"


def test_a_recommendation_drafted_before_the_agency_was_known_is_issued_to_it(unknown, people, penyelia, bkd_kukar):
    case = unknown("FOLLOW_UP")
    fresh = lambda: Recommendation.objects.select_related("access").get(case=case)  # noqa: E731
    sanctions.submit(fresh(), by=penyelia)
    sanctions.approve(fresh(), by=people["komisioner"])
    with pytest.raises(ValidationError):
        sanctions.issue(fresh(), by=penyelia)
    identify(Case.objects.get(pk=case.pk), penyelia)
    sanctions.issue(fresh(), by=penyelia)
    issued = fresh()
    assert (issued.stage, issued.access.agency_id, issued.letter.agency_id) == ("ISSUED", "64.02", "64.02")
    assert Recommendation.objects.visible_to(bkd_kukar).get() == issued


# The API ----------------------------------------------------------------------------------------------------------------
def path(case, respondent=None) -> str:
    return f"cases/{case.reference}/respondents/{(respondent or case.respondents.get()).pk}"


def test_by_the_api_what_is_left_out_stays(unknown, call, pemeriksa):
    case = unknown()
    answer = call(pemeriksa, "POST", path(case), {"name": "Sari\u202e\x00", "agency_code": "64.02"})
    assert answer.status_code == 200
    person = answer.json()["respondents"][0]
    assert (person["name"], person["position"], person["agency_code"]) == ("Sari", "Lurah", "64.02")
    cleared = call(pemeriksa, "POST", path(case), {"agency_code": None, "agency_text": "Kantor lurah", "kind": "PNS"})
    person = cleared.json()["respondents"][0]
    assert (person["agency_code"], person["agency_text"], person["kind"]) == (None, "Kantor lurah", "PNS")
    assert person["name"] == "Sari"


@pytest.mark.parametrize(
    ("who", "status"), [("komisioner", 404), ("intake", 403), ("bkd_kukar", 404), ("penyelia", 200)]
)
def test_by_the_api_strangers_find_nothing_and_readers_may_not(unknown, call, request, who, status):
    assert call(request.getfixturevalue(who), "POST", path(unknown()), {"name": "Sari"}).status_code == status


@pytest.mark.parametrize(
    "body", [{"agency_code": "99.99"}, {"agency_code": "\x00"}, {"name": "x" * 161}, {"kind": "KING"}, {"position": ""}]
)
def test_by_the_api_what_is_wrong_is_refused_and_nothing_changes(unknown, call, pemeriksa, body):
    case = unknown()
    assert call(pemeriksa, "POST", path(case), body).status_code == 422
    assert events() == []


def test_by_the_api_another_cases_respondent_and_an_ended_case(unknown, call, penyelia):
    case, other = unknown(), unknown()
    assert call(penyelia, "POST", path(case, other.respondents.get()), {"name": "Sari"}).status_code == 404
    actions.moot(case, by=penyelia, reason="Meninggal.")
    assert call(penyelia, "POST", path(case), {"name": "Sari"}).status_code == 409
