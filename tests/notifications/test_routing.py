"""Who is told what: every row of the table, with the real people and the real actions."""

import ast
from pathlib import Path

import pytest
from django.utils import timezone

from agencies.models import Agency, Officer, Territory
from complaints import actions as complaints
from complaints.models import Complaint
from complaints.queries import reporter_of
from identity import actions as identity
from identity import boxes, keys
from investigations import actions as investigations
from investigations.models import Case
from notifications.models import Notification
from notifications.presenting import TEXTS
from notifications.routing import ROUTES, SILENT
from sanctions import actions as sanctions
from sanctions.models import Recommendation
from workflow.access import issued_to, officers_issued, officers_referring, officers_within, referred_by, within
from workflow.models import Access, Event
from workflow.verbs import kind_of, kinds

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
ROOMS = [
    "complaints", "investigations", "sanctions", "evidence", "identity", "deadlines", "accounts", "privacy", "search", "desk",
    "notifications", "letters", "persons", "hearings", "tasks", "consultations", "clearance", "figures", "exchange", "worklists",
]  # fmt: skip


def recorded_names() -> set[str]:
    """Every name that the source gives an event, beside the transitions."""
    trees = [
        ast.parse(f.read_text()) for room in ROOMS for f in (ROOT / room).rglob("*.py") if "migrations" not in f.parts
    ]
    calls = [
        n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "record"
    ]
    names = [n for call in calls if call.args for n in ast.walk(call.args[0]) if isinstance(n, ast.Constant)]
    return {name.value for name in names if "." in str(name.value)}


def transition_names() -> set[str]:
    return (
        {f"{kind.name}.{verb}" for kind in kinds() for verb in kind.verbs}
        | {f"evidence.{name}" for name in ("clear", "refuse", "finish", "fail", "retry")}
        | {f"unsealing.{name}" for name in ("grant", "refuse", "end")}
        | {"case.import", "recommendation.import"}  # transitions of imports, which are nobody's verbs
    )


def test_every_event_that_can_happen_has_a_row():
    assert transition_names() | recorded_names() <= set(ROUTES)
    assert "complaint.submit" in recorded_names()


def test_no_row_is_about_an_event_that_cannot_happen():
    assert set(ROUTES) <= transition_names() | recorded_names()


def test_every_event_that_is_told_has_words_and_no_other():
    assert {verb for verb, audiences in ROUTES.items() if audiences} == set(TEXTS)


def test_silence_is_spelled_out():
    silent = {verb for verb, audiences in ROUTES.items() if audiences is SILENT}
    assert {"case.vote", "case.note", "case.finding", "evidence.add", "recommendation.draft"} <= silent


# Identities ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def unsealing(people, a_complaint, pemeriksa, kustodian, monkeypatch):
    monkeypatch.setattr(boxes, "COST", 2**4)
    keys.make_custodian_key(kustodian, passphrase="kata sandi kustodian", at=timezone.now())
    report = a_complaint("VERIFYING")
    facts = {
        "about": report.reference,
        "reason": "Perlu didengar sebagai saksi.",
        "hours": 2,
        "phrase": "frasa peminta ini",
    }
    return identity.ask(report.access, by=pemeriksa, at=timezone.now(), **facts)


def test_a_request_for_an_identity_is_told_to_the_custodians(unsealing, told):
    assert told("unsealing.ask") == {"kustodian", "kustodian2"}


def test_what_a_custodian_decides_is_told_to_who_asked_and_every_look_to_the_custodians(
    unsealing, told, kustodian, pemeriksa
):
    granted = identity.grant(unsealing, by=kustodian, passphrase="kata sandi kustodian", at=timezone.now())
    assert told("unsealing.grant") == {"pemeriksa"}
    identity.view(granted, by=pemeriksa, phrase="frasa peminta ini", at=timezone.now())
    assert told("unsealing.view") == {"kustodian", "kustodian2"}


def test_a_refusal_is_told_to_who_asked(unsealing, told, kustodian):
    identity.refuse(unsealing, by=kustodian, answer="Tidak.", at=timezone.now())
    assert told("unsealing.refuse") == {"pemeriksa"}


# Complaints ---------------------------------------------------------------------------------------------------------------
def test_a_new_complaint_is_told_to_those_who_verify(a_complaint, told):
    a_complaint()
    assert told("complaint.submit") == {"intake", "penyelia"}


def test_taking_a_complaint_up_is_told_to_nobody(a_complaint, told):
    a_complaint("VERIFYING")
    assert told("complaint.verify") == set()


def test_a_completed_complaint_is_told_to_who_asked_for_it(a_complaint, told):
    complaint = a_complaint("INCOMPLETE")
    complaints.resubmit(complaint, by=reporter_of(complaint), text="Sudah saya lengkapi.")
    assert told("complaint.resubmit") == {"intake"}


def test_a_reporters_message_is_told_to_who_works_on_the_complaint(a_complaint, told):
    complaint = a_complaint("VERIFYING")
    complaints.post_message(complaint, by=reporter_of(complaint), text="Ada saksi baru.")
    assert told("complaint.message") == {"intake"}


def test_a_reporters_message_on_an_untouched_complaint_is_told_to_all_who_may_answer(a_complaint, told):
    complaint = a_complaint()
    complaints.post_message(complaint, by=reporter_of(complaint), text="Ada saksi baru.")
    assert told("complaint.message") == {"intake", "penyelia", "pemeriksa", "pemeriksa2"}


def test_a_reporters_message_reaches_the_investigator_of_the_case(a_case, told):
    complaint = a_case("EXAMINATION").case_complaints.get().complaint
    complaints.post_message(complaint, by=reporter_of(complaint), text="Ada saksi baru.")
    assert told("complaint.message") == {"intake", "pemeriksa"}


def test_an_officers_message_is_told_to_no_officer(a_complaint, intake, told):
    complaints.post_message(a_complaint("VERIFYING"), by=intake, text="Terima kasih.")
    assert told("complaint.message") == set()


def test_a_withdrawn_complaint_is_told_to_who_worked_on_it(a_complaint, told):
    complaint = a_complaint("VERIFYING")
    complaints.withdraw(complaint, by=reporter_of(complaint))
    assert told("complaint.withdraw") == {"intake"}


@pytest.mark.parametrize("verb", ["accept", "reject", "forward", "merge", "request_completion"])
def test_the_body_that_referred_a_complaint_is_told_what_became_of_it(verb, a_complaint, people, report, told):
    filed = complaints.file_report(report(), by=people["bawaslu"], at=timezone.now())
    complaints.verify(filed.complaint, by=people["intake"])
    complaint = Complaint.objects.get(pk=filed.complaint.pk)
    acts = {
        "accept": lambda: investigations.accept(complaint, by=people["intake"]),
        "reject": lambda: complaints.reject(complaint, by=people["intake"], reason="Bukan ASN."),
        "forward": lambda: complaints.forward(complaint, by=people["intake"], to="Inspektorat", reason="Pidana."),
        "merge": lambda: complaints.merge(complaint, by=people["intake"], into=a_complaint()),
        "request_completion": lambda: complaints.request_completion(complaint, by=people["intake"], questions="Kapan?"),
    }
    acts[verb]()
    assert told(f"complaint.{verb}") == {"bawaslu"}


# Cases ------------------------------------------------------------------------------------------------------------------
def test_a_new_case_is_told_to_who_assigns(a_case, told):
    a_case("OPEN")
    assert told("case.open") == {"penyelia"}


def test_a_complaint_that_joins_is_told_to_the_investigator_and_the_supervisor(a_case, a_complaint, intake, told):
    investigations.accept(a_complaint("VERIFYING"), by=intake, case=a_case("EXAMINATION"))
    assert told("case.join") == {"pemeriksa", "penyelia"}


def test_an_assignment_is_told_to_the_one_assigned_even_when_it_changed_since(a_case, penyelia, pemeriksa2, told):
    case = a_case("OPEN")
    investigations.assign(case, by=penyelia, to=pemeriksa2)
    told("case.assign")
    names = Notification.objects.filter(event__verb="case.assign").order_by("event__number")
    assert list(names.values_list("recipient__username", flat=True)) == ["pemeriksa", "pemeriksa2"]


@pytest.mark.parametrize("verb", ["clarify", "examine", "finding", "vote"])
def test_what_an_investigator_or_commissioner_does_inside_a_case_is_told_to_nobody(verb, a_case, told):
    a_case("DECIDED")
    assert told(f"case.{verb}") == set()


def test_the_plenary_is_told_to_the_commissioners(a_case, told):
    a_case("DELIBERATION")
    assert told("case.deliberate") == {"komisioner", "komisioner2", "komisioner3"}


def test_a_case_sent_back_is_told_to_its_investigator(a_case, penyelia, told):
    investigations.send_back(a_case("DELIBERATION"), by=penyelia, note="Dengar satu saksi lagi.")
    assert told("case.send_back") == {"pemeriksa"}


def test_a_decision_is_told_to_the_supervisor_and_the_investigator(a_case, told):
    a_case("DECIDED")
    assert told("case.decide") == {"penyelia", "pemeriksa"}


def test_the_follow_up_is_told_to_the_investigator(a_case, told):
    a_case("FOLLOW_UP")
    assert told("case.follow_up") == {"pemeriksa"}
    assert told("recommendation.draft") == set()


def test_the_end_of_a_case_is_told_to_its_investigator_not_to_who_ended_it(a_case, penyelia, told):
    sanctions.close(a_case("DECIDED", proven=False), by=penyelia, reason="Tidak terbukti.")
    assert told("case.close") == {"pemeriksa"}


@pytest.mark.parametrize("verb", ["moot", "reopen"])
def test_a_case_that_ends_or_begins_again_is_told_to_its_investigator(verb, a_case, penyelia, told):
    case = a_case("EXAMINATION")
    investigations.moot(case, by=penyelia, reason="Pensiun.")
    if verb == "reopen":
        investigations.reopen(Case.objects.get(pk=case.pk), by=penyelia, reason="Bukti baru.")
    assert told(f"case.{verb}") == {"pemeriksa"}


def test_a_respondent_set_aside_is_told_to_the_investigator(a_case, penyelia, told):
    case = a_case("EXAMINATION")
    investigations.set_aside(case, by=penyelia, respondent=case.respondents.get(), reason="DIED")
    assert told("case.set_aside") == {"pemeriksa"}


# Recommendations --------------------------------------------------------------------------------------------------------
AGENCY = {"bkd.kukar", "ppk.kukar"}
WAY = [
    ("REVIEW", "submit", {"komisioner", "komisioner2", "komisioner3"}),
    ("APPROVED", "approve", {"penyelia"}),
    ("ISSUED", "issue", AGENCY),
    ("ACKNOWLEDGED", "acknowledge", {"penyelia", "pemeriksa"}),
    ("IMPLEMENTED", "implement", {"penyelia", "pemeriksa"}),
    ("VERIFIED", "verify", AGENCY),
]


@pytest.mark.parametrize(("stage", "verb", "who"), WAY)
def test_the_way_of_a_recommendation(stage, verb, who, a_recommendation, told):
    a_recommendation(stage)
    assert told(f"recommendation.{verb}") == who


def test_a_recommendation_sent_back_is_told_to_the_supervisor_and_the_investigator(a_recommendation, komisioner, told):
    sanctions.send_back(a_recommendation("REVIEW"), by=komisioner, note="Tambah pasal.")
    assert told("recommendation.send_back") == {"penyelia", "pemeriksa"}


@pytest.mark.parametrize("verb", ["uphold", "supersede"])
def test_a_rebuttal_and_its_answer(verb, a_recommendation, bkd_kukar, penyelia, told):
    recommendation = a_recommendation("ISSUED")
    sanctions.rebut(recommendation, by=bkd_kukar, note="Bukan pegawai kami.")
    assert told("recommendation.rebut") == {"penyelia", "pemeriksa"}
    rebutted = Recommendation.objects.get(pk=recommendation.pk)
    getattr(sanctions, verb)(rebutted, by=penyelia, note="Sudah diperiksa.")
    assert told(f"recommendation.{verb}") == AGENCY


def test_a_contested_follow_up_is_told_to_the_agency(a_recommendation, penyelia, told):
    sanctions.contest(a_recommendation("IMPLEMENTED"), by=penyelia, note="Lebih ringan.")
    assert told("recommendation.contest") == AGENCY


@pytest.mark.parametrize("verb", ["escalate", "moot"])
def test_what_the_authority_does_to_an_issued_recommendation_is_told_to_the_agency(
    verb, a_recommendation, penyelia, told
):
    recommendation = a_recommendation("ISSUED")
    details = {"escalate": {"step": "REMINDER"}, "moot": {"reason": "Pensiun."}}[verb]
    getattr(sanctions, verb)(recommendation, by=penyelia, **details)
    assert told(f"recommendation.{verb}") == AGENCY


def test_a_recommendation_that_was_never_issued_is_told_to_no_agency(a_recommendation, penyelia, told):
    sanctions.moot(a_recommendation("REVIEW"), by=penyelia, reason="Pensiun.")
    assert told("recommendation.moot") == set()


def test_a_revised_draft_is_told_to_nobody(a_recommendation, penyelia, told):
    draft = a_recommendation("DRAFT")
    sanctions.revise(draft, by=penyelia, sanction=draft.sanction, considerations="NET-D8")
    assert told("recommendation.revise") == set()


# Who may not hear -------------------------------------------------------------------------------------------------------
def test_an_agency_hears_of_recommendations_alone(a_recommendation, bkd_kukar, deliver):
    a_recommendation("VERIFIED")
    deliver()
    kinds_told = Notification.objects.filter(recipient=bkd_kukar).values_list("event__subject_kind", flat=True)
    assert set(kinds_told) == {"recommendation"}


def test_another_agency_hears_nothing(a_recommendation, bkd_kaltara, deliver):
    a_recommendation("VERIFIED")
    deliver()
    assert not Notification.objects.filter(recipient=bkd_kaltara).exists()


def test_nobody_is_told_of_their_own_act(a_recommendation, deliver):
    a_recommendation("VERIFIED")
    deliver()
    for row in Notification.objects.select_related("event"):
        assert row.event.actor_id != row.recipient_id


def test_nobody_hears_of_what_they_cannot_open(a_recommendation, people, deliver):
    Officer.objects.get(username="pemeriksa2").regions.add(Territory.objects.get(code="65"))
    a_recommendation("VERIFIED")
    deliver()
    for row in Notification.objects.select_related("event", "recipient"):
        model = kind_of(row.event.subject_kind).model
        seen = model.objects.visible_to(row.recipient).filter(reference=row.event.subject_reference).exists()
        hidden_again = row.event.verb == "case.deliberate"  # the plenary sees a case until it is sent back
        assert seen or hidden_again, (row.recipient.username, row.event.verb)


@pytest.mark.parametrize("way", ["sealed", "excluded", "elsewhere", "disabled", "without the right"])
def test_who_does_not_reach_a_complaint_is_not_told(way, a_complaint, intake, penyelia, told):
    complaint = a_complaint()
    if way == "sealed":
        Access.objects.filter(pk=complaint.access_id).update(sealed=True)
    if way == "excluded":
        complaint.access.excluded.add(intake, penyelia)
    if way == "elsewhere":
        intake.regions.add(Territory.objects.get(code="65"))
        penyelia.regions.add(Territory.objects.get(code="64.01"))
    if way == "disabled":
        Officer.objects.update(is_active=False)
    if way == "without the right":
        intake.roles.clear()
        penyelia.roles.clear()
    assert told("complaint.submit") == set()


@pytest.mark.parametrize("code", ["64", "64.02"])
def test_an_officer_of_the_region_or_its_province_is_told(code, a_complaint, intake, penyelia, told):
    intake.regions.add(Territory.objects.get(code=code))
    penyelia.regions.add(Territory.objects.get(code="65"))
    a_complaint()
    assert told("complaint.submit") == {"intake"}


def test_the_rule_asked_from_the_rows_side_answers_like_the_rule_asked_from_the_officers(
    a_complaint, a_recommendation, people
):
    """Both directions of the scope, over every officer and every kind of row: one must never be wider than the other."""
    people["pemeriksa"].regions.add(Territory.objects.get(code="64"))
    people["pemeriksa2"].regions.add(Territory.objects.get(code="65"))
    Officer.objects.filter(username="komisioner3").update(is_active=False)
    issued, plain, sealed, nowhere = a_recommendation("ISSUED").access, a_complaint().access, a_complaint().access, None
    sealed.sealed = True
    sealed.save()
    nowhere = a_complaint(territory=None).access
    plain.excluded.add(people["intake"])
    plain.partners.add(Agency.objects.get(code="K.01"))
    for access in (issued, plain, sealed, nowhere):
        for asked, rule in ((officers_within, within), (officers_issued, issued_to), (officers_referring, referred_by)):
            from_row = set(Officer.objects.filter(asked(access)).values_list("username", flat=True))
            everybody = Officer.objects.prefetch_related("roles", "regions")
            from_officers = {
                o.username for o in everybody if Access.objects.filter(rule(o, prefix=""), pk=access.pk).exists()
            }
            assert from_row == from_officers, (rule.__name__, access.pk)


def test_an_event_without_a_row_is_told_to_nobody(forging, a_complaint, told):
    event = Event.objects.get(subject_reference=a_complaint().reference)
    Event.objects.filter(pk=event.pk).update(verb="complaint.unheard")
    assert told("complaint.unheard") == set()
