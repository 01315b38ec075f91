"""What the law says of each allegation of a case: the engine's answer for every kind of person and violation in it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from investigations.models import Allegation, Case, Conclusion, Respondent
from law.assessing import Assessment, Question, assess
from law.models import RespondentKind, Violation


@dataclass
class Answer:
    """One answer, and whom it is about: respondents of one kind with the same violation and the same past share it."""

    assessment: Assessment
    respondents: list[Respondent] = field(default_factory=list)
    kind_unknown: bool = False


def answers_of(case: Case, *, as_of: date) -> list[Answer]:
    """The engine's answers for a case, in the catalogue's order; none without a day of the incident."""
    if case.incident_date is None:
        return []
    allegations = Allegation.objects.filter(respondent__case=case, respondent__set_aside="")
    rows = allegations.select_related("violation", "respondent").order_by("violation__order", "respondent_id")
    before = earlier_levels([row.respondent for row in rows])
    shared: dict[tuple, Answer] = {}
    for row in rows:
        earlier = tuple(before[row.respondent.nip, row.violation_id])
        key = (row.violation_id, row.respondent.kind, earlier)
        if key not in shared:
            shared[key] = Answer(_assessed(case, row.violation, row.respondent.kind, earlier, as_of))
            shared[key].kind_unknown = not row.respondent.kind
        shared[key].respondents.append(row.respondent)
    return list(shared.values())


def earlier_levels(respondents: list[Respondent]) -> dict[tuple[str, str], list[str]]:
    """By NIP and violation: the levels of what was proven before in other cases. One query."""
    numbers = {row.nip for row in respondents if row.nip}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    if not numbers:
        return found
    proven = Allegation.objects.filter(
        respondent__nip__in=numbers, respondent__outcome=Conclusion.PROVEN, finding__conclusion=Conclusion.PROVEN
    ).exclude(respondent__case__in={row.case_id for row in respondents})
    for nip, code, twin, level in proven.values_list(
        "respondent__nip", "violation_id", "violation__twin_id", "violation__default_level"
    ):
        found[nip, code].append(level)
        if twin:  # the same kind of act, in another phase
            found[nip, twin].append(level)
    return found


def _assessed(case: Case, violation: Violation, kind: str, earlier: tuple[str, ...], as_of: date) -> Assessment:
    return assess(
        Question(
            violation=violation,
            incident=case.incident_date,
            as_of=as_of,
            territory=case.territory,
            respondent_kind=kind or RespondentKind.PNS,
            earlier=earlier,
        )
    )
