"""What may be said of a candidate: sanctions in force, and cases that are being examined. Nothing else, to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils.timezone import localdate

from agencies.models import Official
from clearance.in_force import IN_FORCE_STAGES, Term, term_of
from clearance.models import Question
from investigations.models import Case, Conclusion, Respondent
from sanctions.models import Recommendation
from workflow.access import excluded_from

NAMED = [Case.Stage.EXAMINATION, Case.Stage.DELIBERATION, Case.Stage.DECIDED, Case.Stage.FOLLOW_UP]
ENDED = Recommendation.ENDED


@dataclass
class Answer:
    """What is said of one NIP. `known`: to the register of officials, or by what is said here; `withheld`: ask others."""

    nip: str
    known: bool = False
    withheld: bool = False
    sanctions: list[Term] = field(default_factory=list)
    open_cases: list[dict] = field(default_factory=list)

    @property
    def clear(self) -> bool:
        return not (self.withheld or self.sanctions or self.open_cases)

    def facts(self) -> dict:
        """As JSON knows it."""
        sanctions = [term.facts() for term in self.sanctions]
        return {"known": self.known, "sanctions": sanctions, "open_cases": self.open_cases}


def answers(nips: Iterable[str], *, by, on: date) -> dict[str, Answer]:
    """The answer for each NIP, in a few queries whatever their number; an unknown person costs what a clear one costs."""
    found = {nip: Answer(nip) for nip in nips}
    kept_out = set(excluded_from(by).values_list("access_id", flat=True))
    for nip in Official.objects.filter(nip__in=found).values_list("nip", flat=True):
        found[nip].known = True
    for person in _examined(found):
        _tell_case(found[person.digits], person, kept_out)
    for recommendation in _imposed(found):
        _tell_sanction(found[recommendation.digits], recommendation, kept_out, on)
    return found


def asked_about(nip: str, *, by) -> list[dict]:
    """Who asked about a person, when and what for, for an answer to that person; nothing of what was answered."""
    found = Question.objects.visible_to(by).about(nip)
    return [
        {
            "at": localdate(each.inquiry.asked_at).isoformat(),
            "by": str(each.inquiry.asked_by),
            "purpose": each.inquiry.purpose,
        }
        for each in found
    ]


def _digits(path: str):
    """A NIP as it was typed, without what people put between its digits."""
    bare: Any = F(path)
    for mark in (" ", ".", "-"):
        bare = Replace(bare, Value(mark), Value(""))
    return bare


def _examined(nips: Iterable[str]):
    """Respondents of cases from the examination on, whose part in it is neither ended nor not proven."""
    people = Respondent.objects.filter(case__stage__in=NAMED, case__access__sealed=False, set_aside="")
    people = people.exclude(outcome=Conclusion.NOT_PROVEN).annotate(digits=_digits("nip")).filter(digits__in=list(nips))
    over = Recommendation.objects.filter(respondent__case__stage=Case.Stage.FOLLOW_UP, stage__in=ENDED)
    live = Recommendation.objects.exclude(stage__in=ENDED).values("respondent")
    ended = Q(pk__in=over.values("respondent")) & ~Q(pk__in=live)
    return people.exclude(ended).select_related("case").order_by("case__stage_since", "pk")


def _imposed(nips: Iterable[str]):
    rows = Recommendation.objects.filter(stage__in=IN_FORCE_STAGES, access__sealed=False, decree_date__isnull=False)
    rows = rows.annotate(digits=_digits("respondent__nip")).filter(digits__in=list(nips))
    return (
        rows.select_related("decree_sanction", "case")
        .prefetch_related("objections__sanction")
        .order_by("decree_date", "pk")
    )


def _tell_case(answer: Answer, person: Respondent, kept_out: set[int]) -> None:
    if person.case.access_id in kept_out:
        answer.withheld = True
        return
    told = {"stage": person.case.stage, "since": localdate(person.case.stage_since).isoformat()}
    answer.known = True
    if told not in answer.open_cases:
        answer.open_cases.append(told)


def _tell_sanction(answer: Answer, recommendation: Recommendation, kept_out: set[int], on: date) -> None:
    term = term_of(recommendation)
    if term is None or not term.holds(on):
        return
    if recommendation.access_id in kept_out or recommendation.case.access_id in kept_out:
        answer.withheld = True
        return
    answer.known = True
    answer.sanctions.append(term)
