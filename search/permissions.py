"""Who finds what. One table of rules gives the tokens in the index and the condition on the living Access row.

The rooms' own `visible_to` has the last word: what is shown is asked there once more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from complaints.models import Complaint
from evidence.models import Evidence
from investigations.models import Case
from sanctions.models import Recommendation
from search.models import Document
from workflow.access import NOBODY, issued_to, referred_by, within
from workflow.models import Access

USE = "search.use"
Family = Document.Family
ROOMS = {
    Family.COMPLAINT: Complaint,
    Family.CASE: Case,
    Family.EVIDENCE: Evidence,
    Family.RECOMMENDATION: Recommendation,
}


def _at_plenary(user) -> Q:
    return within(user) & Q(access__at_plenary=True)


@dataclass(frozen=True)
class Rule:
    """A right opens a family of documents as far as a scope of workflow.access reaches."""

    family: str
    right: str
    scope: Callable[..., Q]


# An agency opens its own files on its own pages; what the authority added to a recommendation is not for its search.
RULES = (
    Rule(Family.COMPLAINT, "complaint.view", within),
    Rule(Family.COMPLAINT, "complaint.view_referred", referred_by),
    Rule(Family.CASE, "case.view", within),
    Rule(Family.CASE, "case.view_plenary", _at_plenary),
    Rule(Family.EVIDENCE, "evidence.view", within),
    Rule(Family.EVIDENCE, "case.view_plenary", _at_plenary),
    Rule(Family.EVIDENCE, "complaint.view_referred", referred_by),
    Rule(Family.RECOMMENDATION, "recommendation.view", within),
    Rule(Family.RECOMMENDATION, "recommendation.view_agency", issued_to),
)


def may_search(user) -> bool:
    return bool(getattr(user, "is_active", False)) and user.may(USE)


def require(user) -> None:
    """Raises PermissionDenied for who may not search."""
    if not may_search(user):
        raise PermissionDenied(USE)


def permitted(user) -> Q:
    """The condition on Documents, over their Access rows as they stand now."""
    if not may_search(user):
        return NOBODY
    scopes: dict[Callable, list[str]] = {}
    for rule in RULES:
        if user.may(rule.right):
            scopes.setdefault(rule.scope, []).append(rule.family)
    condition = NOBODY
    for scope, families in scopes.items():
        condition |= Q(family__in=families) & scope(user)
    return condition & ~Q(family=Family.EVIDENCE, evidence__stage=Evidence.Stage.REJECTED)


def knows_owners(user) -> bool:
    """Does every rule that opens files to this user also open what they belong to?

    Whoever may see a file and not its case must not learn from the file whom the case is about.
    """
    mine = {(rule.family, rule.scope) for rule in RULES if user.may(rule.right)}
    owners = {
        within: (Family.COMPLAINT, Family.CASE), _at_plenary: (Family.CASE,),
        issued_to: (Family.RECOMMENDATION,), referred_by: (Family.COMPLAINT,),
    }  # fmt: skip
    scopes = {scope for family, scope in mine if family == Family.EVIDENCE}
    return all((family, scope) in mine for scope in scopes for family in owners[scope])


def tokens_of(access: Access, family: str) -> list[str]:
    """Under what a document is found: none when sealed, its authority, region, plenary, agency and partners else."""
    if access.sealed:
        return []
    found = []
    for place in _places(access):
        found.append(_token(family, "w", access.authority_id, place))
        if access.at_plenary:
            found.append(_token(family, "p", access.authority_id, place))
    if access.issued and access.agency_id and not access.withheld:
        found.append(_token(family, "i", access.agency_id))
    found += [_token(family, "r", partner.pk) for partner in access.partners.all()]
    return sorted(found)


def _places(access: Access) -> list[str]:
    """ "" stands for the whole country; a region is also found by its province."""
    region = access.region
    return ["", *([code for code in (region.pk, region.parent_id) if code] if region else [])]


def tokens_for(user) -> list[str]:
    """The tokens an officer may use; what was declared a conflict is kept out by the living condition alone."""
    if not may_search(user):
        return []
    places = sorted(user.region_codes) or [""]
    makers = {
        within: lambda family: [_token(family, "w", user.authority_id, p) for p in places],
        _at_plenary: lambda family: [_token(family, "p", user.authority_id, p) for p in places],
        issued_to: lambda family: [_token(family, "i", user.agency_id)],
        referred_by: lambda family: [_token(family, "r", user.agency_id)],
    }
    mine = [rule for rule in RULES if user.may(rule.right) and _belongs(user, rule)]
    return sorted({token for rule in mine for token in makers[rule.scope](rule.family)})


def _belongs(user, rule: Rule) -> bool:
    inside = rule.scope in (within, _at_plenary)
    return (user.authority_id if inside else user.agency_id) is not None


def _token(family: str, scope: str, body, place: str = "") -> str:
    return f"{family}/{scope}/{body}/{place}".lower()


def still_visible(user, documents: list[Document]) -> list[Document]:
    """Those that the rooms themselves let this user see, asked row by row; one query per family."""
    kept: set[int] = set()
    for family, model in ROOMS.items():
        mine = [d for d in documents if d.family == family]
        if not mine:
            continue
        column = "pk" if family == Family.EVIDENCE else "access_id"
        wanted = {d.evidence_id if family == Family.EVIDENCE else d.access_id for d in mine}
        seen = set(model.objects.visible_to(user).filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
        kept |= {d.pk for d in mine if (d.evidence_id if family == Family.EVIDENCE else d.access_id) in seen}
    return [d for d in documents if d.pk in kept] if may_search(user) else []


def cases_seen(user, references: set[str]) -> set[str]:
    """Of these references those of cases that the user may open."""
    if not references:
        return set()
    return set(Case.objects.visible_to(user).filter(reference__in=references).values_list("reference", flat=True))
