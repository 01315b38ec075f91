"""Reference data and a respondent set aside, through the API; the bare root answers nothing."""

import pytest

from investigations.models import Respondent

pytestmark = pytest.mark.django_db


def test_the_catalogue_and_the_agencies_are_listed_for_whoever_has_a_token(call, intake):
    codes = {row["code"] for row in call(intake, "GET", "violations?kind=NEUTRALITY").json()["items"]}
    assert {"NET-E1", "NET-D12", "NET-P4"} <= codes
    page = call(intake, "GET", "agencies?kind=PROVINCE").json()
    assert len(page["items"]) == 38 and page["next"] is None
    first = call(intake, "GET", "agencies?kind=REGENCY").json()
    second = call(intake, "GET", f"agencies?kind=REGENCY&cursor={first['next']}").json()
    assert not {a["code"] for a in first["items"]} & {a["code"] for a in second["items"]}


def test_one_agency_is_found_by_its_code_and_another_is_not_there(call, intake):
    assert call(intake, "GET", "agencies/64.02").json()["name"] == "Pemerintah Kabupaten Kutai Kartanegara"
    assert call(intake, "GET", "agencies/99.99").status_code == 404


def test_a_respondent_is_set_aside_by_the_supervisor_alone(call, a_case, penyelia, pemeriksa, bkd_kukar):
    case = a_case("EXAMINATION")
    path = f"cases/{case.reference}/respondents/{case.respondents.get().pk}/set_aside"
    assert call(bkd_kukar, "POST", path, {"reason": "DIED"}).status_code == 404
    assert call(pemeriksa, "POST", path, {"reason": "DIED"}).status_code == 403
    assert call(penyelia, "POST", path, {"reason": "BORED"}).status_code == 422
    assert call(penyelia, "POST", path, {"reason": "DIED"}).json()["respondents"][0]["set_aside"] == "DIED"
    assert Respondent.objects.get().set_aside == "DIED"


def test_the_bare_root_of_the_api_is_no_page(client, reference_data):
    assert client.get("/api/v1/").status_code == 404


def assessed(call, officer, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return call(officer, "GET", f"law/assess?{query}")


def test_the_same_post_is_ethics_before_the_designation_and_discipline_after_it(call, pemeriksa):
    for violation in ("NET-E4", "NET-D6"):
        facts = {"violation": violation, "territory": "64.02", "respondent_kind": "PNS"}
        before = assessed(call, pemeriksa, date="2024-09-21", **facts).json()
        after = assessed(call, pemeriksa, date="2024-09-23", **facts).json()
        assert (before["applies"], before["phase"], before["regime"]) == ("NET-E4", "BEFORE_DESIGNATION", "ETHICS")
        assert (after["applies"], after["phase"], after["regime"]) == ("NET-D6", "AFTER_DESIGNATION", "DISCIPLINE")
        assert (before["default_sanction"], after["default_sanction"]) == ("MORAL-OPEN", "HEAVY-DEMOTION-12M")
        assert (after["instrument"], after["discipline_law"], after["certainty"]) == (
            "SKB-2022",
            "PP-94-2021",
            "SINGLE",
        )
        assert after["default_sanction"] in after["permitted_sanctions"]
        assert all(reason["text"] for reason in after["explanation"])


def test_the_days_of_incident_and_decision_are_two_questions(call, pemeriksa):
    facts = {"violation": "NET-D6", "date": "2020-10-01", "territory": "33.72"}
    old = assessed(call, pemeriksa, as_of="2021-08-30", **facts).json()
    new = assessed(call, pemeriksa, as_of="2021-08-31", **facts).json()
    assert (old["discipline_law"], new["discipline_law"]) == ("PP-53-2010", "PP-94-2021")
    assert old["instrument"] == new["instrument"] == "SKB-2020"


def test_what_is_wrong_with_a_question_is_said_by_its_field(call, pemeriksa):
    good = {"violation": "NET-E4", "date": "2024-09-21", "territory": "64.02"}
    for field, value in [
        ("violation", "NET-X9"), ("violation", ""), ("date", "kemarin"), ("territory", "00.00"), ("respondent_kind", "TNI"),
        ("election", "PILKADA-1999"), ("as_of", "besok"), ("position_class", "RAJA"),
    ]:  # fmt: skip
        answer = assessed(call, pemeriksa, **(good | {field: value}))
        assert answer.status_code == 422 and field in answer.content.decode(), field


def test_without_a_territory_the_national_calendar_answers_and_says_so(call, pemeriksa):
    answer = assessed(call, pemeriksa, violation="NET-E4", date="2024-09-23").json()
    assert answer["phase"] == "AFTER_DESIGNATION"
    assert "territory" in {each["step"] for each in answer["unknown"]}
