"""What the API answers when something is wrong: 401, 403, 404, 409, 422, 429, always as problem details."""

import base64
import json
from urllib.parse import quote

import pytest

from complaints.models import Complaint, IdempotentAnswer
from tests.api.test_walk import REPORT
from workflow import api

pytestmark = pytest.mark.django_db


def problem(answer, status):
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    return body


CURSORS = [
    ["0001-01-01T00:00:00+14:00", 5],
    ["9999-12-31T23:59:59-14:00", 5],
    ["2024-01-01T00:00:00+00:00", float("inf")],
    ["kemarin", 5],
    [5, 5],
    {"a": 1},
    None,
]


@pytest.mark.parametrize("path", ["complaints", "cases", "recommendations"])
@pytest.mark.parametrize("place", CURSORS, ids=str)
def test_a_cursor_that_nobody_gave_out_is_422(call, intake, path, place):
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    assert "cursor" in problem(call(intake, "GET", f"{path}?cursor={quote(cursor)}"), 422)["errors"]


def test_a_cursor_of_nested_brackets_is_422(call, intake):
    cursor = base64.urlsafe_b64encode(b"[" * 9000).decode()
    problem(call(intake, "GET", f"complaints?cursor={cursor}"), 422)


def test_a_cursor_far_behind_the_last_row_answers_an_empty_page(call, intake, a_complaint):
    a_complaint()
    cursor = base64.urlsafe_b64encode(json.dumps(["1999-01-01T00:00:00+07:00", 10**30]).encode()).decode()
    assert call(intake, "GET", f"complaints?cursor={cursor}").json() == {"items": [], "next": None}


def test_what_is_missing_or_wrong_goes_by_its_own_name(call, intake, a_complaint):
    path = f"complaints/{a_complaint().reference}/evidence"
    assert list(problem(call(intake, "POST", path, {}), 422)["errors"]) == ["file"]
    assert list(problem(call(intake, "GET", "notifications?after=-1"), 422)["errors"]) == ["after"]


def test_a_wrong_method_is_problem_details_too(call, intake, a_complaint):
    answer = call(intake, "DELETE", f"complaints/{a_complaint().reference}")
    problem(answer, 405)
    assert answer["Allow"] == "GET"


def test_a_body_that_is_too_large_is_413(call, settings, reference_data):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    problem(call(None, "POST", "complaints", {**REPORT, "narrative": "a" * 20_000}), 413)


HALF = '"\\ud800"'  # half of a character: JSON can say it, no database keeps it


@pytest.mark.parametrize("field", ["narrative", "territory", "election", "violations", "links", "incident_place"])
def test_half_a_character_is_refused_wherever_it_stands(client, reference_data, field):
    half = f"[{HALF}]" if isinstance(REPORT.get(field), list) else HALF
    body = json.dumps({**REPORT, field: "HALF"}).replace('"HALF"', half)
    problem(client.post("/api/v1/complaints", body, content_type="application/json"), 422)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("value", [HALF, "{}", "[]", '["x"]', "null", '" "'])
def test_a_detail_that_is_no_text_is_refused_beside_its_field(client, token, a_complaint, intake, value):
    path = f"/api/v1/complaints/{a_complaint('VERIFYING').reference}/transitions/reject"
    headers = {"Authorization": f"Bearer {token(intake)}"}
    body = problem(client.post(path, f'{{"reason": {value}}}', content_type="application/json", headers=headers), 422)
    assert value == HALF or "reason" in body["errors"]


@pytest.mark.parametrize("day", [5, 20241014, True, None, {}, ["2024-10-14"], "14/10/2024x"])
def test_a_decree_date_of_another_kind_is_422(call, a_recommendation, bkd_kukar, day):
    reference = a_recommendation("ACKNOWLEDGED").reference
    decree = {"decree_number": 800, "decree_date": day, "sanction": "HEAVY-DEMOTION-12M"}
    body = problem(call(bkd_kukar, "POST", f"recommendations/{reference}/transitions/implement", decree), 422)
    assert "decree_date" in body["errors"]


@pytest.mark.parametrize(
    "path", ["complaints", "cases", "recommendations", "cases/KAS-26-000000", "violations", "agencies", "notifications"]
)
def test_without_a_token_nothing_is_answered(call, path):
    problem(call(None, "GET", path), 401)


def test_a_wrong_token_is_no_token(client, reference_data):
    problem(client.get("/api/v1/cases", headers={"Authorization": "Bearer ntr_wrong"}), 401)
    problem(client.get("/api/v1/complaints/LAP-26-000000/status", headers={"Authorization": "Bearer wrong"}), 401)


def test_a_disabled_officers_token_is_no_token(call, intake, client, token):
    secret = token(intake)
    type(intake).objects.filter(pk=intake.pk).update(is_active=False)
    problem(client.get("/api/v1/complaints", headers={"Authorization": f"Bearer {secret}"}), 401)


def test_absent_and_foreign_are_the_same(call, a_case, people):
    case = a_case("OPEN")
    foreign = call(people["komisioner"], "GET", f"cases/{case.reference}")
    absent = call(people["komisioner"], "GET", "cases/KAS-26-000000")
    assert problem(foreign, 404) == problem(absent, 404)


def test_an_unknown_kind_or_verb_is_not_there(call, a_complaint, intake):
    reference = a_complaint().reference
    problem(call(intake, "POST", f"complaints/{reference}/transitions/sell", {}), 404)
    problem(call(intake, "POST", f"letters/{reference}/transitions/verify", {}), 404)


def test_who_sees_but_may_not_is_told_403(call, a_complaint, pemeriksa):
    problem(call(pemeriksa, "POST", f"complaints/{a_complaint().reference}/transitions/verify", {}), 403)


def test_the_second_click_is_told_409_with_the_stage(call, a_complaint, intake):
    reference = a_complaint("VERIFYING").reference
    body = problem(call(intake, "POST", f"complaints/{reference}/transitions/verify", {}), 409)
    assert body["stage"] == "VERIFYING"


def test_wrong_details_are_told_by_field(call, a_complaint, intake):
    reference = a_complaint("VERIFYING").reference
    body = problem(call(intake, "POST", f"complaints/{reference}/transitions/reject", {}), 422)
    assert "reason" in body["errors"]
    assert Complaint.objects.get(reference=reference).stage == "VERIFYING"


@pytest.mark.parametrize(
    "raw", [b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 5000, b'{"reason": {"a": 1}}', b'{"reason": []}']
)
def test_a_body_that_is_no_object_is_422(client, token, a_complaint, intake, raw):
    path = f"/api/v1/complaints/{a_complaint('VERIFYING').reference}/transitions/reject"
    headers = {"Authorization": f"Bearer {token(intake)}"}
    answer = client.post(path, raw, content_type="application/json", headers=headers)
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"narrative": ""}, "narrative"),
        ({"narrative": "\x00 "}, "narrative"),
        ({"narrative": "a" * 200_000}, "narrative"),
        ({"kind": "POLITICS"}, "kind"),
        ({"incident_date": "2030-01-01"}, "incident_date"),
        ({"incident_date": "14-10-2024"}, "incident_date"),
        ({"incident_date": 0}, "incident_date"),
        ({"incident_date": 1728864000}, "incident_date"),
        ({"territory": "99.99"}, "territory"),
        ({"violations": ["NET-X9"]}, "violations"),
        ({"respondents": []}, "respondents"),
        ({"respondents": [{"name": None}]}, "respondents"),
        ({"respondents": [{"agency_code": "zz"}]}, "agency_code"),
        ({"links": ["javascript:alert(1)"]}, "links"),
        ({"reporter": {"mode": "SECRET"}}, "mode"),
        ({"source": "TELEPATHY"}, "source"),
    ],
)
def test_a_wrong_report_is_refused_by_field_and_leaves_nothing(call, reference_data, change, field):
    body = problem(call(None, "POST", "complaints", {**REPORT, **change}), 422)
    assert any(field in name for name in body["errors"]), body
    assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"narrative": "🙂 أحمد ‮ laporan"},
        {"narrative": "Judul\x00 terpotong"},
        {"kind": "MERIT", "violations": ["MER-01"], "respondents": []},
        {"respondents": [{"nip": "12345"}]},
        {"respondents": [{"name": "محمد"}]},
        {"stage": "ACCEPTED", "priority": 9, "reference": "LAP-26-MINE00"},
        {"incident_date": None, "territory": None, "incident_place": None, "election": None},
        {"reporter": {"mode": "ANONYMOUS", "name": "Tidak jadi"}},
    ],
)
def test_an_odd_but_honest_report_is_taken(call, reference_data, change):
    answer = call(None, "POST", "complaints", {**REPORT, **change})
    assert answer.status_code == 201, answer.content
    complaint = Complaint.objects.get(reference=answer.json()["reference"])
    assert complaint.stage == "RECEIVED"
    assert "\x00" not in complaint.narrative


def test_an_anonymous_report_keeps_no_identity(call, reference_data):
    body = {**REPORT, "reporter": {"mode": "ANONYMOUS", "name": "Siti", "phone": "0811"}}
    call(None, "POST", "complaints", body)
    assert not hasattr(Complaint.objects.get(), "identity")


def test_the_same_key_gets_the_same_answer_once(call, reference_data):
    first = call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "k-1"})
    again = call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "k-1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Complaint.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(call, reference_data):
    call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "k-1"})
    other = {**REPORT, "narrative": "Lain."}
    problem(call(None, "POST", "complaints", other, **{"Idempotency-Key": "k-1"}), 422)
    assert Complaint.objects.count() == 1


def test_the_kept_answer_is_unreadable_without_the_key(call, reference_data):
    code = call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "k-1"}).json()["receipt_code"]
    row = IdempotentAnswer.objects.get()
    assert code.encode() not in bytes(row.sealed)
    assert "k-1" not in row.digest


def test_a_refused_report_does_not_use_up_its_key(call, reference_data):
    wrong = {**REPORT, "territory": "99.99"}
    problem(call(None, "POST", "complaints", wrong, **{"Idempotency-Key": "k-2"}), 422)
    assert call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "k-2"}).status_code == 201


def test_a_key_belongs_to_its_caller(call, bawaslu):
    """Nobody occupies the number that a partner is going to use, nor gets the partner's receipt by it."""
    taken = call(None, "POST", "complaints", REPORT, **{"Idempotency-Key": "BAWASLU-0001"})
    partners = call(bawaslu, "POST", "complaints", REPORT, **{"Idempotency-Key": "BAWASLU-0001"})
    assert (taken.status_code, partners.status_code) == (201, 201)
    assert taken.json()["receipt_code"] != partners.json()["receipt_code"]


def test_beyond_the_free_reports_one_waits(call, reference_data, settings):
    settings.INTAKE_FREE = 2
    answers = [call(None, "POST", "complaints", REPORT).status_code for _ in range(3)]
    assert answers == [201, 201, 429]


def test_lists_page_without_gap_or_repeat(call, intake, a_complaint, monkeypatch):
    monkeypatch.setattr(api, "PAGE", 3)
    made = [a_complaint().reference for _ in range(8)]
    seen, cursor = [], ""
    while cursor is not None:
        page = call(intake, "GET", f"complaints?cursor={cursor}").json()
        seen += [item["reference"] for item in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == sorted(made)
    problem(call(intake, "GET", "complaints?cursor=zzz"), 422)


def test_a_list_asks_the_database_a_bounded_number_of_times(
    call, penyelia, a_complaint, a_case, django_assert_max_num_queries
):
    for _ in range(6):
        a_case("EXAMINATION")
    with django_assert_max_num_queries(26):  # two of each: who waits for another body, what keeps it from its end
        call(penyelia, "GET", "cases")
    with django_assert_max_num_queries(20):
        call(penyelia, "GET", "complaints")


def test_openapi_describes_the_calls(client, reference_data):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/complaints" in paths
    assert any("transitions" in path for path in paths)


def test_a_stranger_cannot_pose_as_another_channel_nor_steer_a_name(call, reference_data, bawaslu):
    odd = {**REPORT, "source": "OWN", "respondents": [{"name": "Budi\u202e\x07 Santoso", "agency_code": "64.02"}]}
    call(None, "POST", "complaints", odd)
    complaint = Complaint.objects.get()
    assert complaint.source == "API"
    assert complaint.people.get().name == "Budi Santoso"
    referred = call(bawaslu, "POST", "complaints", {**REPORT, "source": "REFERRAL"}).json()["reference"]
    assert Complaint.objects.get(reference=referred).source == "REFERRAL"
