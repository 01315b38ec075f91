"""Reads of the persons room: whose respondent this is, who may be the same, what is known over the years."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Replace

from investigations.mentions import NIP_LENGTH
from investigations.models import Allegation, Case, Respondent
from persons.models import NameKey, Person, PersonLink, Verdict
from persons.names import alike, keys_of, words_of
from persons.records import Entry, records_of

MOST_ALLEGED = 200  # respondents on one page of a person
CANDIDATES = 150  # links that are compared in full
PROPOSED = 8


def person_of(respondent: Respondent) -> Person | None:
    """The person that a respondent is, None while neither name nor number is known."""
    found = PersonLink.objects.select_related("person").filter(respondent=respondent).first()
    return found.person if found else None


def same_people(respondents: list[Respondent]) -> dict[int, set[int]]:
    """By respondent: the ids of everybody, elsewhere too, who is the same person. Two queries."""
    mine = dict(PersonLink.objects.filter(respondent__in=respondents).values_list("respondent_id", "person_id"))
    groups: dict[int, set[int]] = {}
    for pk, person in PersonLink.objects.filter(person__in=set(mine.values())).values_list(
        "respondent_id", "person_id"
    ):
        groups.setdefault(person, set()).add(pk)
    return {pk: groups[person] - {pk} for pk, person in mine.items()}


@dataclass(frozen=True)
class Alleged:
    """One time that somebody was reported, as far as the reader sees the case."""

    respondent: Respondent
    link: PersonLink
    allegations: list[Allegation]
    entries: list[Entry] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.respondent.case


def alleged_of(person: Person, user) -> list[Alleged]:
    """Every case against this person that the reader sees, newest first. Bounded queries."""
    rows = (
        _seen(user).filter(link__person=person).select_related("case__territory", "case__access", "agency", "link__by")
    )
    allegations = Allegation.objects.select_related("violation", "finding").order_by("violation__order", "pk")
    people = list(rows.prefetch_related(Prefetch("allegations", allegations)).order_by("-case__created_at", "-pk"))
    people = people[:MOST_ALLEGED]
    entries = records_of(people, user)
    return [Alleged(row, row.link, list(row.allegations.all()), entries.get(row.pk, [])) for row in people]


def _seen(user):
    return Respondent.objects.filter(case__in=Case.objects.visible_to(user))


def listed(user, asked: str = ""):
    """People the reader sees, with the name and number of the newest case they see and how many those are."""
    rows = _seen(user).filter(link__person=OuterRef("pk")).order_by("-case__created_at", "-pk")
    people = _looked_up(asked).filter(Exists(_matching(rows, asked)))
    counted = rows.order_by().values("link__person").annotate(n=Count("case", distinct=True)).values("n")
    return people.annotate(
        name=Subquery(rows.values("name")[:1]),
        position=Subquery(rows.values("position")[:1]),
        place=Subquery(rows.values("agency__name")[:1]),
        place_text=Subquery(rows.values("agency_text")[:1]),
        number=Subquery(rows.exclude(nip="").values("nip")[:1]),
        cases=Subquery(counted[:1]),
    )


def _digits(asked: str) -> str:
    """A NIP that was asked for, however it was spaced."""
    digits = "".join(c for c in asked if c.isascii() and c.isdigit())
    return digits if len(digits) == NIP_LENGTH else ""


def _looked_up(asked: str):
    """Whom the keys name, seen or not: the short way to those few that `_matching` then looks at."""
    if digits := _digits(asked):
        return Person.objects.filter(nip=digits)
    people = Person.objects.order_by()
    for word in words_of(asked):
        named = NameKey.objects.filter(value__startswith=f"w:{word}")
        people = people.filter(pk__in=named.values("link__person"))
    return people


def _matching(rows, asked: str):
    """Only what the reader sees is compared: a name or number that stands in a hidden case finds nobody."""
    if digits := _digits(asked):
        return rows.exclude(nip="").annotate(bare=_bare("nip")).filter(bare=digits)
    for word in words_of(asked):
        named = NameKey.objects.filter(link__respondent=OuterRef("pk"), value__startswith=f"w:{word}")
        rows = rows.filter(Exists(named))
    return rows


def _bare(name: str):
    """A number without what people put between its parts."""
    bare: Any = F(name)
    for sign in (" ", ".", "-"):
        bare = Replace(bare, Value(sign), Value(""))
    return bare


@dataclass(frozen=True)
class Proposal:
    """Somebody who may be the same person, by name; `respondents` are those of their cases that the reader sees."""

    person: Person
    respondents: list[Respondent]
    score: float

    @property
    def first(self) -> Respondent:
        return self.respondents[0]


def proposals_for(person: Person, alleged: list[Alleged], user) -> list[Proposal]:
    """Who may be this person too, likeliest first; only people of cases that the reader sees, refused ones left out."""
    own = [each.respondent for each in alleged if each.respondent.name]
    others = _candidates(person, own, user) if own else {}
    refused = _refused(person)
    found = [_compared(pk, rows, own) for pk, rows in others.items() if pk not in refused]
    return sorted(filter(None, found), key=lambda each: -each.score)[:PROPOSED]


def _candidates(person: Person, own: list[Respondent], user) -> dict[int, list[Respondent]]:
    """By person: links that share the bones of a whole name, or one word of it within the same agency."""
    keys = {key for row in own for key in keys_of(row.name)}
    whole = Q(value__in=[key for key in keys if key.startswith("n:")])
    agencies = {row.agency_id for row in own if row.agency_id}
    shared = whole | Q(value__in=keys, link__respondent__agency__in=agencies)
    links = (
        NameKey.objects.filter(shared).exclude(link__person=person).order_by("-link").values("link")[: CANDIDATES * 3]
    )
    rows = _seen(user).filter(link__in=list({row["link"] for row in links})[:CANDIDATES])
    if person.nip:
        rows = rows.filter(Q(link__person__nip__isnull=True) | Q(link__person__nip=person.nip))
    found: dict[int, list[Respondent]] = {}
    for row in rows.select_related("link__person", "case", "agency").order_by("-case__created_at"):
        found.setdefault(row.link.person_id, []).append(row)
    return found


def _refused(person: Person) -> set[int]:
    """Whom an officer said this person is not, in the last word on the pair."""
    rows = Verdict.objects.filter(Q(one=person) | Q(other=person), undone_at__isnull=True, same=False)
    return {other if one == person.pk else one for one, other in rows.values_list("one_id", "other_id")}


def _compared(pk: int, rows: list[Respondent], own: list[Respondent]) -> Proposal | None:
    score = max(
        alike(mine.name, row.name, same_place=bool(mine.agency_id) and mine.agency_id == row.agency_id)
        for mine in own
        for row in rows
    )
    return Proposal(rows[0].link.person, rows, score) if score else None


def joined_to(person: Person) -> list[Verdict]:
    """What officers joined to this person and can be parted again, newest first."""
    rows = Verdict.objects.filter(one=person, same=True, undone_at__isnull=True).select_related("by")
    return list(rows.order_by("-at"))
