"""`GET deadlines/{reference}`: what runs, on what basis; nothing for a stranger."""

import pytest

from law.models import ClockRule

pytestmark = pytest.mark.django_db


def test_every_clock_shows_its_basis(call, penyelia, a_case, follow):
    case = a_case("EXAMINATION")
    follow()
    items = call(penyelia, "GET", f"deadlines/{case.reference}").json()["items"]
    by_code = {item["code"]: item for item in items}
    assert {"EXAMINATION", "SERVICE-DECISION"} <= set(by_code)
    decision = by_code["SERVICE-DECISION"]
    assert decision["basis"] == ClockRule.objects.get(pk="SERVICE-DECISION").basis
    assert (decision["paused"], decision["overdue"], decision["unit"]) == (False, False, "CALENDAR")
    assert decision["due_date"] and decision["started_at"] and decision["name"] and decision["certainty"] == "SOLID"


def test_the_case_itself_carries_the_same_deadlines(call, penyelia, a_case, follow):
    case = a_case("EXAMINATION")
    follow()
    listed = call(penyelia, "GET", f"deadlines/{case.reference}").json()["items"]
    assert call(penyelia, "GET", f"cases/{case.reference}").json()["deadlines"] == listed


def test_a_list_of_cases_asks_for_all_clocks_at_once(call, penyelia, a_case, follow, django_assert_max_num_queries):
    for _n in range(3):
        a_case("EXAMINATION")
    follow()
    with django_assert_max_num_queries(25):
        items = call(penyelia, "GET", "cases").json()["items"]
    assert len(items) == 3 and all(item["deadlines"] for item in items)


def test_another_agency_learns_nothing_and_what_is_absent_looks_the_same(call, bkd_kaltara, a_case, follow):
    case = a_case("EXAMINATION")
    follow()
    assert call(bkd_kaltara, "GET", f"deadlines/{case.reference}").status_code == 404
    assert call(bkd_kaltara, "GET", "deadlines/KAS-26-ZZZZZZ").status_code == 404
