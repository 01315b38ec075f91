"""The whole path through the API, as an outside program walks it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

pytestmark = pytest.mark.django_db

REPORT = {
    "kind": "NEUTRALITY",
    "narrative": "Dua pejabat membagikan kaus bergambar pasangan calon di balai desa.",
    "incident_date": "2024-10-14",
    "incident_place": "Tenggarong",
    "territory": "64.02",
    "respondents": [
        {"name": "Terlapor Satu", "nip": None, "position": "Camat", "agency_code": "64.02"},
        {"name": "Terlapor Dua", "nip": None, "position": "Kepala Seksi", "agency_code": "64.02"},
    ],
    "violations": ["NET-D8"],
    "links": [],
    "reporter": {"mode": "CONFIDENTIAL", "name": "Nama Pelapor", "email": "p@example.org", "phone": "+628110000001"},
    "source": "WEB",
}


@pytest.fixture
def do(call):
    """Calls and insists on the status: do(officer, "POST", path, body, expect=201) → JSON."""

    def insist(officer, method, path, body=None, expect=200, **headers):
        answer = call(officer, method, path, body, **headers)
        assert answer.status_code == expect, (path, answer.status_code, answer.content[:300])
        return answer.json()

    return insist


def verb(do, officer, kind, reference, name, expect=200, **details):
    return do(officer, "POST", f"{kind}/{reference}/transitions/{name}", details, expect=expect)


@pytest.fixture
def walked(do, people):
    """A report with two respondents, walked to two issued recommendations."""
    p = people
    filed = do(None, "POST", "complaints", REPORT, expect=201)
    verb(do, p["intake"], "complaints", filed["reference"], "verify")
    case = verb(do, p["penyelia"], "complaints", filed["reference"], "accept")["case"]
    verb(do, p["penyelia"], "cases", case, "assign", to="pemeriksa")
    verb(do, p["pemeriksa"], "cases", case, "clarify", note="minta klarifikasi")
    verb(do, p["pemeriksa"], "cases", case, "examine", note="pemeriksaan")
    respondents = do(p["pemeriksa"], "GET", f"cases/{case}")["respondents"]
    for person in respondents:
        finding = {"respondent": person["id"], "violation": "NET-D8", "conclusion": "PROVEN", "reasons": "foto"}
        do(p["pemeriksa"], "POST", f"cases/{case}/findings", finding, expect=201)
    verb(do, p["penyelia"], "cases", case, "deliberate", note="siap pleno")
    for name in ("komisioner", "komisioner2", "komisioner3"):
        for person in respondents:
            verb(do, p[name], "cases", case, "vote", respondent=person["id"], conclusion="PROVEN", reasons="setuju")
    verb(do, p["komisioner"], "cases", case, "decide")
    recommendations = verb(do, p["penyelia"], "cases", case, "follow_up")["recommendations"]
    for reference in recommendations:
        verb(do, p["penyelia"], "recommendations", reference, "submit")
        verb(do, p["komisioner"], "recommendations", reference, "approve")
        verb(do, p["penyelia"], "recommendations", reference, "issue")
    return {**filed, "case": case, "respondents": respondents, "recommendations": recommendations}


def test_a_public_report_becomes_a_closed_case(do, walked, people):
    bkd = people["bkd.kukar"]
    call_command("worker", "--once")
    assert [n["event"] for n in do(bkd, "GET", "notifications?after=0")["items"]] == ["recommendation.issue"] * 2
    for reference in walked["recommendations"]:
        verb(do, bkd, "recommendations", reference, "acknowledge")
        seen = do(bkd, "GET", f"recommendations/{reference}")
        assert seen["letter"]["code"]
        today = timezone.localdate().isoformat()
        verb(do, bkd, "recommendations", reference, "implement",
             decree_number="800/123", decree_date=today, sanction=seen["sanction"])  # fmt: skip
        done = verb(do, people["penyelia"], "recommendations", reference, "verify", note="sesuai")
        assert done["stage"] == "VERIFIED"
    assert verb(do, people["penyelia"], "cases", walked["case"], "close", reason="selesai")["stage"] == "CLOSED"

    code = {"X-Receipt-Code": walked["receipt_code"]}
    assert do(None, "GET", f"complaints/{walked['reference']}/status", **code)["reference"] == walked["reference"]


def test_one_recommendation_for_each_proven_respondent(walked):
    assert len(walked["recommendations"]) == len(walked["respondents"]) == 2


def test_another_agency_sees_neither_case_nor_recommendation(call, walked, people):
    for path in [f"cases/{walked['case']}", *[f"recommendations/{r}" for r in walked["recommendations"]]]:
        foreign = call(people["bkd.kaltara"], "GET", path)
        absent = call(people["bkd.kaltara"], "GET", path[:-6] + "XXXXXX")
        assert foreign.status_code == absent.status_code == 404
        assert foreign.json() == absent.json()
    assert call(people["bkd.kaltara"], "GET", "recommendations").json()["items"] == []


def test_the_respondents_agency_sees_its_recommendations_and_nothing_before_them(call, walked, people):
    bkd = people["bkd.kukar"]
    listed = call(bkd, "GET", "recommendations").json()["items"]
    assert {item["reference"] for item in listed} == set(walked["recommendations"])
    assert call(bkd, "GET", f"cases/{walked['case']}").status_code == 404
    assert call(bkd, "GET", f"complaints/{walked['reference']}").status_code == 404
    assert call(bkd, "GET", f"complaints/{walked['reference']}/messages").status_code == 404
    assert call(bkd, "GET", "cases").json()["items"] == []
    assert call(bkd, "GET", "complaints").json()["items"] == []


def test_nobody_reads_who_reported(call, walked, people):
    paths = ["complaints", f"complaints/{walked['reference']}", f"cases/{walked['case']}", "cases", "recommendations"]
    for officer in people.values():
        for path in paths:
            body = call(officer, "GET", path).content.decode()
            for planted in ("Nama Pelapor", "p@example.org", "628110000001"):
                assert planted not in body


def test_the_reporter_withdraws_by_code_and_nobody_by_another(call, do):
    filed = do(None, "POST", "complaints", REPORT, expect=201)
    path = f"complaints/{filed['reference']}/transitions/withdraw"
    assert call(None, "POST", path, {}, **{"X-Receipt-Code": "0" * 24}).status_code == 404
    assert call(None, "POST", path, {}).status_code == 404
    assert do(None, "POST", path, {}, **{"X-Receipt-Code": filed["receipt_code"].lower()})["stage"] == "WITHDRAWN"
