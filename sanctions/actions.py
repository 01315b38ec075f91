"""What can be done to a recommendation. Each action is one unit of work: the change and its event, or neither."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import SupervisingAuthority
from investigations import actions as investigations
from investigations.models import Case, Conclusion
from law.catalogue import draft_sanction
from law.rules import rule_in_force
from sanctions.models import Escalation, Letter, Recommendation
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference, random_text
from workflow.transitions import MovedOn, begin, perform


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
    )
    begin(draft, at=at)
    draft._history_user = by
    draft.save()
    record("recommendation.draft", draft, by=by, at=at, case=case.reference, sanction=draft.sanction_id)
    return draft


def _proven_violations(respondent) -> list:
    allegations = respondent.allegations.filter(finding__conclusion=Conclusion.PROVEN).select_related("violation")
    return [a.violation for a in allegations.order_by("violation__order", "violation__code")]


def _heaviest(violations: list, *, on: date, respondent_kind: str):
    """Several violations get one sanction, the heaviest (PP 94/2021 art. 35), of those in force on the decree's day."""
    drafts = [draft_sanction(v, on=on, respondent_kind=respondent_kind) for v in violations]
    order = rule_in_force("HEAVIEST", on=on).value["order"]
    return max(filter(None, drafts), key=lambda s: (order.index(s.level), -s.order), default=None)


def _considerations(violations: list) -> str:
    lines = [f"{v.code}: {v.title} ({'; '.join(v.articles)})" for v in violations]
    return "\n".join(lines)


def revise(recommendation, *, by, sanction, considerations, at=None) -> Recommendation:
    """Change a draft before it is submitted. Raises MovedOn in any other stage."""
    at = at or timezone.now()
    with unit_of_work():
        draft = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
        if not (by.may("recommendation.submit") and reaches(by, draft.access)):
            raise PermissionDenied("recommendation.submit")
        if draft.stage != Recommendation.Stage.DRAFT:
            raise MovedOn(draft, "revise")
        draft.sanction, draft.considerations = sanction, considerations
        draft._history_user = by
        draft.save()
        record("recommendation.revise", draft, by=by, at=at, sanction=sanction.code if sanction else None)
    return draft


def submit(recommendation, *, by, at=None):
    """Put the draft before the commissioners."""
    perform(recommendation.submit, by=by, at=at)


def send_back(recommendation, *, by, note, at=None):
    """Back to the drafter, with what to mend."""
    perform(recommendation.send_back, by=by, at=at, note=note)


def approve(recommendation, *, by, at=None):
    """The countersignature: may be issued."""
    perform(recommendation.approve, by=by, at=at)


def issue(recommendation, *, by, at=None):
    """Make the letter and send it to the respondent's agency, which sees it from now on.

    Raises ValidationError when the respondent's agency is not known: nobody would receive it.
    """
    at = at or timezone.now()
    with unit_of_work():
        issued = perform(
            recommendation.issue, by=by, at=at, prepare=lambda rec: {"letter": _letter(_receiver(rec), at)}
        )
        issued.access.agency, issued.access.issued = issued.letter.agency, True
        issued.access.save(update_fields=["agency", "issued"])


def _receiver(recommendation):
    agency = recommendation.respondent.agency
    if agency is None:
        raise ValidationError(_("Instansi terlapor belum diketahui. Lengkapi dulu di halaman perkara."))
    return agency


def _letter(agency, at: datetime) -> Letter:
    """Numbered by the pattern of the authority in force on the day of issue."""
    day = timezone.localdate(at)
    authority = SupervisingAuthority.objects.in_force(day)
    SupervisingAuthority.objects.select_for_update().get(pk=authority.pk)
    count = Letter.objects.filter(authority=authority, issued_on__year=day.year).count() + 1
    number = authority.letter_pattern.format(number=count, month=day.month, year=day.year)
    return Letter.objects.create(code=random_text(16), number=number, authority=authority, agency=agency, issued_on=day)


def acknowledge(recommendation, *, by, at=None):
    """The agency has read it."""
    perform(recommendation.acknowledge, by=by, at=at)


def rebut(recommendation, *, by, note, at=None):
    """The appointing authority contests it, with reasons."""
    perform(recommendation.rebut, by=by, at=at, note=note)


def uphold(recommendation, *, by, note, at=None):
    """The rebuttal does not convince: the recommendation stands."""
    perform(recommendation.uphold, by=by, at=at, note=note)


def supersede(recommendation, *, by, note, at=None) -> dict:
    """The rebuttal convinces: this one ends and a new draft takes its place. Answers {"recommendation": reference}."""
    at = at or timezone.now()
    with unit_of_work():
        case = Case.objects.select_for_update().get(pk=recommendation.case_id)
        ended = perform(recommendation.supersede, by=by, at=at, note=note)
        draft = _draft(case, ended.respondent, by, at)
    return {"recommendation": draft.reference}


def implement(recommendation, *, by, decree_number, decree_date, sanction, at=None):
    """The agency records its decree; a decree dated before the letter is flagged to the supervisor, never refused."""
    at = at or timezone.now()
    letter = recommendation.letter
    flags = ["decree_before_letter"] if letter and decree_date < letter.issued_on else []
    if sanction != recommendation.sanction:
        flags.append("other_sanction")
    perform(
        recommendation.implement,
        by=by,
        at=at,
        payload={"sanction": sanction.code, "flags": flags},
        decree_number=decree_number,
        decree_date=decree_date,
        sanction=sanction,
    )


def verify(recommendation, *, by, note="", at=None):
    """The follow-up is what was recommended, or accepted with a note."""
    perform(recommendation.verify, by=by, at=at, note=note)


def contest(recommendation, *, by, note, at=None):
    """The follow-up is not what was recommended: back to the agency."""
    perform(recommendation.contest, by=by, at=at, note=note)


def escalate(recommendation, *, by, step, at=None):
    """One step of the ladder; every step is a dated row."""
    at = at or timezone.now()
    with unit_of_work():
        risen = perform(recommendation.escalate, by=by, at=at, payload={"step": step})
        Escalation.objects.create(recommendation=risen, step=step, by=by, at=at)


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
    """Has every recommendation of the case ended?"""
    return not case.recommendations.exclude(stage__in=Recommendation.ENDED).exists()
