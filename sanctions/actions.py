"""What can be done to a recommendation. Each action is one unit of work: the change and its event, or neither."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from investigations import actions as investigations
from investigations.models import Case, Conclusion
from law.catalogue import draft_sanction
from law.rules import rule_in_force
from sanctions import drafting, rebutting, withholding
from sanctions.escalating import escalate, unblock
from sanctions.following import appeal, contest, convene, implement, settle, verify
from sanctions.issuing import issue, issue_together
from sanctions.models import Recommendation
from sanctions.rebutting import rebut, uphold
from sanctions.withholding import disclose, withhold
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import MovedOn, begin, perform

__all__ = [
    "acknowledge", "appeal", "approve", "close", "contest", "convene", "disclose", "escalate", "follow_up", "implement",
    "issue", "issue_together", "moot", "moot_case", "rebut", "revise", "send_back", "settle", "submit", "supersede",
    "transfer", "unblock", "uphold", "verify", "withhold",
]  # fmt: skip


def follow_up(case, *, by, at=None) -> dict:
    """Draft one recommendation per proven respondent. Answers {"recommendations": references}."""
    at = at or timezone.now()
    with unit_of_work():
        decided = perform(case.follow_up, by=by, at=at)
        drafts = [_draft(decided, person, by, at) for person in _proven(decided)]
    return {"recommendations": [draft.reference for draft in drafts]}


def _proven(case: Case):
    ended = [Recommendation.Stage.SUPERSEDED, Recommendation.Stage.MOOT]
    live = Recommendation.objects.filter(case=case).exclude(stage__in=ended).values("respondent")
    people = case.respondents.filter(set_aside="", outcome=Conclusion.PROVEN)
    return people.exclude(pk__in=live).order_by("pk")


def _draft(case: Case, respondent, by, at: datetime) -> Recommendation:
    proven = _proven_violations(respondent)
    access = Access.objects.create(
        authority=case.access.authority, region=case.access.region, agency=respondent.agency, at_plenary=True
    )
    access.excluded.set(case.access.excluded.all())
    draft = Recommendation(
        reference=new_reference("REK", at=at),
        access=access,
        case=case,
        respondent=respondent,
        sanction=_heaviest(proven, on=timezone.localdate(at), respondent_kind=respondent.kind),
        considerations=_considerations(proven),
        written_by=by,
    )
    draft.months = draft.sanction.months if draft.sanction else None
    begin(draft, at=at)
    draft._history_user = by
    draft.save()
    drafting.keep_version(draft, by=by, at=at)
    record("recommendation.draft", draft, by=by, at=at, case=case.reference, sanction=draft.sanction_id)
    withholding.propose(draft, at=at)
    return draft


def _proven_violations(respondent) -> list:
    allegations = respondent.allegations.filter(outcome=Conclusion.PROVEN).select_related("violation")
    return [a.violation for a in allegations.order_by("violation__order", "violation__code")]


def _heaviest(violations: list, *, on: date, respondent_kind: str):
    """Several violations get one sanction, the heaviest (PP 94/2021 art. 35), of those in force on the decree's day."""
    drafts = [draft_sanction(v, on=on, respondent_kind=respondent_kind) for v in violations]
    order = rule_in_force("HEAVIEST", on=on).value["order"]
    return max(filter(None, drafts), key=lambda s: (order.index(s.level), -s.order), default=None)


def _considerations(violations: list) -> str:
    lines = [f"{v.code}: {v.title} ({'; '.join(v.articles)})" for v in violations]
    return "\n".join(lines)


def revise(recommendation, *, by, sanction, considerations, at=None, **more) -> Recommendation:
    """Change a draft before it is submitted: `more` as in drafting.Wording. Raises MovedOn in any other stage.

    Raises ValidationError for a sanction outside the permitted range without its reason.
    """
    at = at or timezone.now()
    with unit_of_work():
        draft = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
        if not (by.may("recommendation.submit") and reaches(by, draft.access)):
            raise PermissionDenied("recommendation.submit")
        if draft.stage != Recommendation.Stage.DRAFT:
            raise MovedOn(draft, "revise")
        wording = drafting.Wording(sanction=sanction, considerations=considerations, **more)
        drafting.write(draft, wording, by=by, at=at)
        record("recommendation.revise", draft, by=by, at=at, sanction=sanction.code if sanction else None)
    return draft


def submit(recommendation, *, by, at=None):
    """Put the draft before the commissioners. Raises ValidationError for a sanction that was withdrawn meanwhile."""
    at = at or timezone.now()

    def checked(rec: Recommendation) -> dict:
        drafting.check_in_force(rec, on=timezone.localdate(at))
        return {"writer": by}

    perform(recommendation.submit, by=by, at=at, prepare=checked)


def send_back(recommendation, *, by, note, at=None):
    """Back to the drafter, with what to mend."""
    perform(recommendation.send_back, by=by, at=at, note=note)


def approve(recommendation, *, by, at=None):
    """The countersignature: may be issued."""
    perform(recommendation.approve, by=by, at=at)


def acknowledge(recommendation, *, by, at=None):
    """The agency has read it."""
    perform(recommendation.acknowledge, by=by, at=at)


def supersede(recommendation, *, by, note, at=None) -> dict:
    """The rebuttal convinces: this one ends and a new draft takes its place. Answers {"recommendation": reference}."""
    at = at or timezone.now()
    with unit_of_work():
        case = Case.objects.select_for_update().get(pk=recommendation.case_id)
        ended = rebutting.end(recommendation, by=by, note=note, at=at)
        draft = _draft(case, ended.respondent, by, at)
    return {"recommendation": draft.reference}


def moot(recommendation, *, by, reason, at=None):
    """The respondent retired, died or left."""
    perform(recommendation.moot, by=by, at=at, reason=reason)


def moot_case(case, *, by, reason, at=None):
    """A case that can no longer be decided takes its open recommendations along: no agency is left waiting on one."""
    with unit_of_work():
        investigations.moot(case, by=by, reason=reason, at=at)
        for recommendation in case.recommendations.select_related("access").exclude(stage__in=Recommendation.ENDED):
            perform(recommendation.moot, by=by, at=at, reason=reason)


def transfer(case, *, by, to, reason, at=None):
    """To another supervising authority, recommendations included: inside this Netral its people go on with them."""
    with unit_of_work():
        investigations.transfer(case, by=by, to=to, reason=reason, at=at)
        for recommendation in case.recommendations.select_related("access"):
            if to.internal:
                recommendation.access.authority = to
                recommendation.access.save(update_fields=["authority"])


def close(case, *, by, reason, at=None):
    """Close a case in which nothing was proven, or whose recommendations all ended; always a person's act."""
    perform(case.close, by=by, at=at, reason=reason)


def all_ended(case: Case) -> bool:
    """Has every recommendation of the case ended, and no objection of a person is left?"""
    waiting = Q(objections__outcome="", objections__isnull=False)
    return not case.recommendations.filter(~Q(stage__in=Recommendation.ENDED) | waiting).exists()
