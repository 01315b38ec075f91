"""What ends a case and what does not; what a draft says when its row of the catalogue was withdrawn meanwhile."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from agencies.models import Officer, Role
from complaints import actions as complaints
from complaints.actions import Person
from complaints.models import Complaint
from investigations import actions
from investigations.models import Case, Respondent
from law import proposals
from law.models import Sanction, Violation
from sanctions import actions as sanctions
from sanctions.models import Recommendation
from workflow.actors import Reporter
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db


def test_a_reporter_who_withdraws_ends_no_case(a_case, a_complaint, people):
    case = a_case("EXAMINATION")
    taken_up = Complaint.objects.select_related("access").get()
    with pytest.raises(MovedOn):  # the case is the authority's own by now
        complaints.withdraw(taken_up, by=Reporter(taken_up.access_id, anonymous=False))
    later = a_complaint("RECEIVED")
    complaints.withdraw(later, by=Reporter(later.access_id, anonymous=False))
    assert Case.objects.get(pk=case.pk).stage == "EXAMINATION"
    assert Complaint.objects.get(pk=later.pk).stage == "WITHDRAWN"


def test_whoever_is_left_is_set_aside_with_the_end_of_the_case(a_case, people, call, kukar):
    case = a_case("EXAMINATION", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    first, second = case.respondents.order_by("pk")
    moot = f"cases/{case.reference}/transitions/moot"
    supervisor = people["penyelia"]
    actions.set_aside(case, by=supervisor, respondent=first, reason="NOT_ASN")
    actions.deliberate(Case.objects.get(pk=case.pk), by=supervisor)
    aside = f"cases/{case.reference}/respondents/{second.pk}/set_aside"
    assert call(people["pemeriksa"], "POST", aside, {"reason": "DIED"}).status_code == 403
    assert call(supervisor, "POST", moot, {"reason": "Semua gugur."}).status_code == 200
    assert call(supervisor, "POST", moot, {"reason": "Lagi."}).status_code == 409
    assert [r.set_aside for r in Respondent.objects.order_by("pk")] == ["NOT_ASN", "OTHER"]
    told = Event.objects.filter(verb="case.set_aside").order_by("number").values_list("payload", flat=True)
    assert [each["respondent"] for each in told] == [first.pk, second.pk]


def test_the_page_says_who_is_set_aside_with_it(a_case, people, client, kukar):
    case = a_case("EXAMINATION", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    client.force_login(people["penyelia"])
    assert "Ikut dikesampingkan: Satu, Dua." in client.get(f"/petugas/perkara/{case.reference}/moot/").text


def test_a_case_goes_on_with_whoever_is_left(a_case, people, kukar):
    case = a_case("EXAMINATION", people=[Person(name="Satu", agency=kukar), Person(name="Dua", agency=kukar)])
    actions.set_aside(case, by=people["penyelia"], respondent=case.respondents.first(), reason="RETIRED")
    actions.deliberate(Case.objects.get(pk=case.pk), by=people["penyelia"])
    left = case.respondents.get(set_aside="")
    for name in ("komisioner", "komisioner2", "komisioner3"):
        fresh = Case.objects.get(pk=case.pk)
        actions.vote(fresh, by=people[name], respondent=left, conclusion="PROVEN")
    actions.decide(Case.objects.get(pk=case.pk), by=people["komisioner"])
    assert list(case.respondents.order_by("pk").values_list("outcome", flat=True)) == ["", "PROVEN"]
    drafted = sanctions.follow_up(Case.objects.get(pk=case.pk), by=people["penyelia"])["recommendations"]
    assert [Recommendation.objects.get(reference=ref).respondent for ref in drafted] == [left]


def test_a_sanction_withdrawn_while_a_draft_uses_it_is_named_and_can_be_changed(a_recommendation, penyelia, call):
    draft = a_recommendation("DRAFT")
    yesterday = timezone.localdate() - timedelta(days=1)
    Sanction.objects.filter(pk=draft.sanction_id).update(valid_to=yesterday)
    answer = call(penyelia, "POST", f"recommendations/{draft.reference}/transitions/submit", {})
    assert answer.status_code == 422 and f"Sanksi {draft.sanction_id} hanya berlaku sampai" in answer.content.decode()
    assert Recommendation.objects.get(pk=draft.pk).stage == "DRAFT"


def test_a_row_that_cases_use_cannot_be_deleted_and_says_so(a_case, people):
    a_case("OPEN")
    second = Officer.objects.create(username="admin2", is_staff=True, authority=people["admin"].authority)
    second.roles.set(Role.objects.filter(code="admin"))
    row = Violation.objects.get(code="NET-D8")
    gone = proposals.propose(row, by=people["admin"], at=timezone.now(), gone=True)
    with pytest.raises(ValidationError, match="masih dipakai"):
        proposals.approve(gone, by=second, at=timezone.now())
    gone.refresh_from_db()
    assert gone.answer == "OPEN" and Violation.objects.filter(code="NET-D8").exists()


def test_another_code_than_the_one_in_force_needs_a_reason(a_case, people, call):
    case = a_case("EXAMINATION")  # after the designation: discipline, not ethics
    person = case.respondents.get()
    facts = {"respondent": person.pk, "violation": "NET-E4", "conclusion": "PROVEN", "reasons": "Foto."}
    place = f"cases/{case.reference}/findings"
    answer = call(people["pemeriksa"], "POST", place, facts)
    assert answer.status_code == 422 and "departure_reason" in answer.json()["errors"]
    assert not person.allegations.filter(violation="NET-E4").exists()
    why = {"departure_reason": "Kejadian berlanjut sejak sebelum penetapan."}
    assert call(people["pemeriksa"], "POST", place, facts | why).status_code == 201
    shown = call(people["penyelia"], "GET", f"cases/{case.reference}").json()["respondents"][0]["findings"]
    assert {f["violation"]: f["departure_reason"] for f in shown}["NET-E4"] == why["departure_reason"]
    fitting = facts | {"violation": "NET-D7"}
    assert call(people["pemeriksa"], "POST", place, fitting).status_code == 201
