"""No sequence of calls by any roles reaches a stage by an undeclared way; every change has its event and its history."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from agencies.models import Agency, Officer, SupervisingAuthority, Territory
from complaints import actions as complaints
from complaints.models import Complaint
from complaints.queries import reporter_of
from deploy.demo.accounts import ACCOUNTS, create_accounts
from investigations import actions as investigations
from investigations.models import Case, Respondent
from law.models import Violation
from sanctions import actions as sanctions
from sanctions.models import Escalation, Recommendation
from workflow.models import Event
from workflow.transitions import MovedOn
from workflow.verification import first_broken_link

# The ways the contract declares, written out by hand: (kind, from, verb) → to
OPEN_CASE = ["OPEN", "CLARIFICATION", "EXAMINATION", "DELIBERATION", "DECIDED", "FOLLOW_UP"]
OPEN_RECOMMENDATION = [
    "DRAFT", "REVIEW", "APPROVED", "ISSUED", "ACKNOWLEDGED", "REBUTTED", "IMPLEMENTED", "ESCALATED",
]  # fmt: skip
WAYS = {
    ("complaint", "RECEIVED", "verify"): {"VERIFYING"},
    ("complaint", "VERIFYING", "request_completion"): {"INCOMPLETE"},
    ("complaint", "INCOMPLETE", "resubmit"): {"VERIFYING"},
    ("complaint", "VERIFYING", "accept"): {"ACCEPTED"},
    ("complaint", "VERIFYING", "reject"): {"REJECTED"},
    ("complaint", "VERIFYING", "forward"): {"FORWARDED"},
    ("complaint", "VERIFYING", "merge"): {"MERGED"},
    ("complaint", "RECEIVED", "merge"): {"MERGED"},
    **{("complaint", stage, "withdraw"): {"WITHDRAWN"} for stage in ("RECEIVED", "VERIFYING", "INCOMPLETE")},
    ("case", "OPEN", "clarify"): {"CLARIFICATION"},
    ("case", "OPEN", "examine"): {"EXAMINATION"},
    ("case", "CLARIFICATION", "examine"): {"EXAMINATION"},
    ("case", "EXAMINATION", "deliberate"): {"DELIBERATION"},
    ("case", "DELIBERATION", "send_back"): {"EXAMINATION"},
    ("case", "DELIBERATION", "decide"): {"DECIDED"},
    ("case", "DECIDED", "follow_up"): {"FOLLOW_UP"},
    ("case", "DECIDED", "close"): {"CLOSED"},
    ("case", "FOLLOW_UP", "close"): {"CLOSED"},
    **{("case", stage, "moot"): {"MOOT"} for stage in OPEN_CASE},
    **{("case", stage, "transfer"): {"TRANSFERRED"} for stage in OPEN_CASE},
    ("case", "CLOSED", "reopen"): {"EXAMINATION"},
    ("case", "MOOT", "reopen"): {"EXAMINATION"},
    ("recommendation", "DRAFT", "submit"): {"REVIEW"},
    ("recommendation", "REVIEW", "send_back"): {"DRAFT"},
    ("recommendation", "REVIEW", "approve"): {"APPROVED"},
    ("recommendation", "APPROVED", "issue"): {"ISSUED"},
    ("recommendation", "ISSUED", "acknowledge"): {"ACKNOWLEDGED"},
    **{("recommendation", stage, "rebut"): {"REBUTTED"} for stage in ("ISSUED", "ACKNOWLEDGED")},
    ("recommendation", "REBUTTED", "uphold"): {"ACKNOWLEDGED"},
    ("recommendation", "REBUTTED", "supersede"): {"SUPERSEDED"},
    **{("recommendation", s, "implement"): {"IMPLEMENTED"} for s in ("ISSUED", "ACKNOWLEDGED", "ESCALATED")},
    ("recommendation", "IMPLEMENTED", "verify"): {"VERIFIED"},
    ("recommendation", "IMPLEMENTED", "contest"): {"ACKNOWLEDGED"},
    **{("recommendation", s, "escalate"): {"ESCALATED"} for s in ("ISSUED", "ACKNOWLEDGED", "ESCALATED")},
    **{("recommendation", stage, "moot"): {"MOOT"} for stage in OPEN_RECOMMENDATION},
}
# Who does what, written out by hand from the contract's table
INTAKE = {"verify", "request_completion", "accept", "reject", "forward", "merge"}
DOERS = {
    "complaint": {"intake": INTAKE, "supervisor": INTAKE, "reporter": {"resubmit", "withdraw"}},
    "case": {
        "supervisor": {"assign", "deliberate", "send_back", "follow_up", "close", "moot", "transfer", "reopen"},
        "investigator": {"clarify", "examine"},
        "commissioner": {"vote", "decide", "send_back"},
    },
    "recommendation": {
        "supervisor": {"submit", "send_back", "issue", "uphold", "supersede", "verify", "contest", "escalate", "moot"},
        "commissioner": {"approve", "send_back"},
        "bkd": {"acknowledge", "rebut", "implement"},
    },
}
ROLES = {account.username: account.role for account in ACCOUNTS}
KINDS = {
    "complaint": (Complaint, complaints),
    "case": (Case, None),
    "recommendation": (Recommendation, sanctions),
}
CASE_ACTIONS = {"follow_up": sanctions.follow_up, "close": sanctions.close}
VERBS = sorted({(kind, verb) for kind, _, verb in WAYS} | {("case", "assign"), ("case", "vote")})
actors = st.sampled_from(sorted(ROLES) + ["reporter"])


class Machines(RuleBasedStateMachine):
    """Anybody tries anything on one complaint, the case it opened and their recommendations."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        report = complaints.Report(
            kind="NEUTRALITY",
            narrative="Mengajak memilih.",
            territory=Territory.objects.get(code="64.02"),
            violations=[Violation.objects.get(code="NET-D8")],
            people=[complaints.Person(name="Terlapor", agency=Agency.objects.get(code="64.02"))],
        )
        self.other = complaints.file_report(report, by=None, at=timezone.now()).complaint
        self.first = complaints.file_report(report, by=None, at=timezone.now()).complaint
        self.changes = Event.objects.count()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def subject(self, kind):
        model = KINDS[kind][0]
        if kind == "complaint":
            return model.objects.get(pk=self.first.pk)
        return model.objects.order_by("-pk").first()

    def actor(self, name):
        return reporter_of(self.first) if name == "reporter" else Officer.objects.get(username=name)

    @rule(pair=st.sampled_from(VERBS), who=actors)
    def anybody_tries_anything(self, pair, who):
        self.attempt(*pair, who)

    @rule(verb=st.sampled_from(["verify", "accept"]))
    def intake_goes_on(self, verb):
        self.attempt("complaint", verb, "intake")

    @rule(pair=st.sampled_from([("examine", "pemeriksa"), ("deliberate", "penyelia"), ("decide", "komisioner")]))
    def the_case_goes_on(self, pair):
        self.attempt("case", *pair)

    @rule(pair=st.sampled_from([("submit", "penyelia"), ("approve", "komisioner"), ("issue", "penyelia")]))
    def the_recommendation_goes_on(self, pair):
        self.attempt("case", "follow_up", "penyelia")
        self.attempt("recommendation", *pair)

    @rule(conclusion=st.sampled_from(["PROVEN", "PROVEN", "NOT_PROVEN"]))
    def findings_are_written_and_votes_cast(self, conclusion):
        case = self.subject("case")
        if case is None:
            return
        if case.stage == "EXAMINATION":
            for respondent in case.respondents.all():
                investigations.write_finding(
                    case,
                    by=self.actor("pemeriksa"),
                    respondent=respondent,
                    violation=Violation.objects.get(code="NET-D8"),
                    conclusion=conclusion,
                    reasons="saksi",
                )
        for name in ("komisioner", "komisioner2", "komisioner3"):
            self.attempt("case", "vote", name, conclusion=conclusion)
        self.changes = Event.objects.count()

    def attempt(self, kind, verb, who, **given):
        subject = self.subject(kind)
        if subject is None:
            return
        before, history = subject.stage, subject.history.count()
        count = Event.objects.count()
        try:
            with transaction.atomic():
                self.act(kind, verb)(subject, by=self.actor(who), **self.details(kind, verb, subject, **given))
        except (PermissionDenied, MovedOn, ValidationError):
            assert Event.objects.count() == count
            assert type(subject).objects.get(pk=subject.pk).stage == before
            return
        self.accepted(kind, verb, who, subject, before, history, count)

    def accepted(self, kind, verb, who, subject, before, history, count):
        now = type(subject).objects.get(pk=subject.pk)
        role = ROLES.get(who, "reporter")
        assert verb in DOERS[kind].get(role, set()), f"{role} may not {verb} a {kind}"
        if now.stage != before:
            assert now.stage in WAYS[(kind, before, verb)], f"{kind}: {before} -{verb}-> {now.stage}"
        events = Event.objects.filter(number__gt=count, verb=f"{kind}.{verb}", subject_reference=now.reference)
        assert events.count() == 1
        if now.stage != before:
            assert (events.get().payload["from"], events.get().payload["to"]) == (before, now.stage)
        assert now.history.count() == history + 1
        assert now.history.latest().stage == now.stage

    def act(self, kind, verb):
        if kind != "case":
            module = investigations if verb == "accept" else KINDS[kind][1]
            return getattr(module, verb)
        return CASE_ACTIONS.get(verb) or getattr(investigations, verb)

    def details(self, kind, verb, subject, conclusion="PROVEN"):
        words = {"reason": "alasan"}
        return {
            ("complaint", "request_completion"): {"questions": "Kapan?"},
            ("complaint", "reject"): words,
            ("complaint", "forward"): {"to": "K.02", **words},
            ("complaint", "merge"): {"into": self.other},
            ("case", "assign"): {"to": Officer.objects.get(username="pemeriksa2")},
            ("case", "vote"): {"respondent": Respondent.objects.order_by("-pk").first(), "conclusion": conclusion},
            ("case", "close"): words,
            ("case", "moot"): words,
            ("case", "reopen"): words,
            ("case", "transfer"): {"to": SupervisingAuthority.objects.filter(internal=False).first(), **words},
            ("recommendation", "implement"): {
                "decree_number": "1",
                "decree_date": timezone.localdate(),
                "sanction": getattr(subject, "sanction", None),
            },
            ("recommendation", "escalate"): {"step": Escalation.Step.REMINDER},
            ("recommendation", "moot"): words,
            **{("recommendation", v): {"note": "x"} for v in
               ("send_back", "rebut", "uphold", "supersede", "verify", "contest")},
        }.get((kind, verb), {})  # fmt: skip

    @precondition(lambda self: Event.objects.count() % 3 == 0)
    @invariant()
    def the_chain_holds(self):
        assert first_broken_link() is None


@pytest.mark.django_db
def test_no_sequence_of_calls_leaves_the_declared_ways(reference_data):
    create_accounts()
    budget = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machines, settings=budget)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_long_sequence_of_calls_leaves_the_declared_ways(reference_data):
    create_accounts()
    budget = settings(max_examples=300, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Machines, settings=budget)
