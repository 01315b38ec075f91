"""What the law says of each allegation of a case: the engine's answer for every kind of person and violation in it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from evidence.numbers import is_nip
from investigations.models import Allegation, Case, Conclusion, Respondent
from law.assessing import Assessment, Question, assess
from law.models import RespondentKind, Violation


@dataclass
class Answer:
    """One answer, and whom it is about: respondents of one kind with the same violation and the same past share it."""

    assessment: Assessment
    respondents: list[Respondent] = field(default_factory=list)
    kind_unknown: bool = False
    class_unknown: bool = False


def answers_of(case: Case, *, as_of: date) -> list[Answer]:
    """The engine's answers for a case, in the catalogue's order; none without a day of the incident."""
    if case.incident_date is None:
        return []
    allegations = Allegation.objects.filter(respondent__case=case, respondent__set_aside="")
    rows = allegations.select_related("violation", "respondent").order_by("violation__order", "respondent_id")
    before = earlier_levels([row.respondent for row in rows])
    shared: dict[tuple, Answer] = {}
    for row in rows:
        earlier = tuple(before[row.respondent_id, row.violation_id])
        person = row.respondent
        key = (row.violation_id, person.kind, person.position_class, person.heads_agency, earlier)
        if key not in shared:
            shared[key] = Answer(_assessed(case, row.violation, person, earlier, as_of))
            shared[key].kind_unknown, shared[key].class_unknown = not person.kind, not person.position_class
        shared[key].respondents.append(row.respondent)
    return list(shared.values())


Same = Callable[[list[Respondent]], dict[int, set[int]]]
_same_people: list[Same] = []


def same_person_source(source: Same) -> None:
    """Enter what says who elsewhere is the same person: source(respondents) → respondent id → ids of respondents."""
    _same_people[:] = [source]


def _of_one_number(respondents: list[Respondent]) -> dict[int, set[int]]:
    """Who bears the same valid NIP, linked as one person already or not yet."""
    numbers = {row.nip for row in respondents if is_nip(row.nip)}
    bearers: dict[str, set[int]] = defaultdict(set)
    for pk, nip in Respondent.objects.filter(nip__in=numbers).values_list("pk", "nip") if numbers else ():
        bearers[nip].add(pk)
    return {row.pk: bearers[row.nip] - {row.pk} for row in respondents if row.nip in numbers}


def earlier_levels(respondents: list[Respondent]) -> dict[tuple[int, str], list[str]]:
    """By respondent and violation: the levels of what was proven against the same person in other cases. A few queries."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    owners: dict[int, set[int]] = defaultdict(set)
    for source in (_of_one_number, *_same_people):
        for pk, others in source(respondents).items():
            for other in others:
                owners[other].add(pk)
    if not owners:
        return found
    proven = Allegation.objects.filter(
        respondent__in=list(owners), respondent__outcome=Conclusion.PROVEN, finding__conclusion=Conclusion.PROVEN
    ).exclude(respondent__case__in={row.case_id for row in respondents})
    for other, code, twin, level in proven.values_list(
        "respondent_id", "violation_id", "violation__twin_id", "violation__default_level"
    ):
        for pk in owners[other]:
            found[pk, code].append(level)
            if twin:  # the same kind of act, in another phase
                found[pk, twin].append(level)
    return found


def _assessed(
    case: Case, violation: Violation, person: Respondent, earlier: tuple[str, ...], as_of: date
) -> Assessment:
    return assess(
        Question(
            violation=violation,
            incident=case.incident_date,
            as_of=as_of,
            territory=case.territory,
            respondent_kind=person.kind or RespondentKind.PNS,
            position_class=person.position_class,
            heads_agency=person.heads_agency,
            earlier=earlier,
        )
    )
