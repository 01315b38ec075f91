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
