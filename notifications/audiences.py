"""Some officers, as questions to the database: every audience is cut down to those who see what an event is about."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q

from accounts import people
from agencies.models import Officer, Role
from consultations.models import Consultation
from identity.models import Unsealing
from investigations.models import Case
from sanctions.models import Recommendation
from workflow.access import officers_copied, officers_issued, officers_referring, officers_within
from workflow.models import Event

_roles: ContextVar[list[Role] | None] = ContextVar("roles", default=None)
VIEWS = {
    "complaint": ["complaint.view"],
    "case": ["case.view"],
    "recommendation": ["recommendation.view"],
    "evidence": ["evidence.view"],
    "consultation": ["case.view"],
}


@dataclass(frozen=True)
class Audience:
    """Some officers, as a question to the database that an event completes; `name` says who, in words for the docs."""

    name: str
    members: Callable[[Event], Q]
    rights: tuple[str, ...] = ()  # any of them, so that it can ever reach somebody; none named: anybody

    def may_hold(self, officer: Officer) -> bool:
        """Can somebody with these rights ever be one of them?"""
        return not self.rights or any(officer.may(right) for right in self.rights)


# Who holds a right, who sees a subject ----------------------------------------------------------------------------------
@contextmanager
def roles_read_once():
    """Within, the roles are asked of the database once: an event may ask after a dozen rights."""
    token = _roles.set(list(Role.objects.order_by("code")))
    try:
        yield
    finally:
        _roles.reset(token)


def holding(*rights: str) -> Q:
    """Officers with a role that has any of these rights."""
    known = _roles.get()
    every = Role.objects.order_by("code") if known is None else known
    roles = [role.code for role in every if set(rights) & set(role.rights)]
    return Q(pk__in=Officer.roles.through.objects.filter(role_id__in=roles).values("officer_id"))


def staff_seeing(event: Event) -> Q:
    """The authority's people who see what an event is about."""
    rights = VIEWS.get(event.subject_kind, [])
    if event.subject_kind == "case" and event.access.at_plenary:
        rights = [*rights, "case.view_plenary"]
    return officers_within(event.access) & holding(*rights)


# Audiences --------------------------------------------------------------------------------------------------------------
def staff(right: str) -> Audience:
    """The authority's people with a right, within their regions."""
    return Audience(f"staff with {right}", lambda event: staff_seeing(event) & holding(right), (right,))


def agency(right: str) -> Audience:
    """The people of the agency it was issued to."""

    def members(event: Event) -> Q:
        return officers_issued(event.access) & holding("recommendation.view_agency") & holding(right)

    return Audience(f"agency with {right}", members, (right,))


def handlers(right: str) -> Audience:
    """Those with the right who have worked on it before; when nobody has, all with the right."""

    def members(event: Event) -> Q:
        able = staff_seeing(event) & holding(right)
        acts = Event.objects.filter(subject_reference=event.subject_reference, actor__isnull=False)
        known = able & Q(pk__in=acts.values("actor_id"))
        return known if Officer.objects.filter(known).exists() else able

    return Audience(f"who worked on it, else staff with {right}", members, (right,))


def _assigned(event: Event) -> Q:
    return staff_seeing(event) & Q(pk__in=ASSIGNEES[event.subject_kind](event.subject_reference))


def _above(event: Event) -> Q:
    return officers_copied(event.access) & holding("recommendation.view_agency")


def _asking(event: Event) -> Q:
    asked = Unsealing.objects.filter(reference=event.subject_reference)
    return officers_within(event.access) & Q(pk__in=asked.values("by"))


def _named(event: Event) -> Q:
    return staff_seeing(event) & Q(username=event.payload.get("to", ""))


def _referring(event: Event) -> Q:
    return officers_referring(event.access) & holding("complaint.view_referred")


def from_reporter(audience: Audience) -> Audience:
    """Only when the reporter wrote: an officer's own message is news to the reporter, who has no account."""
    nobody = Q(pk__in=[])
    return Audience(
        f"{audience.name}, when the reporter wrote",
        lambda event: audience.members(event) if event.payload.get("sender") == "REPORTER" else nobody,
        audience.rights,
    )


def _owner(event: Event) -> Q:
    return Q(username=event.payload.get("to", ""), is_active=True)


@dataclass(frozen=True)
class Place:
    """The body whose account an event is about, out of its codes."""

    authority_id: str | None
    agency_id: str | None


def _place(event: Event) -> Place:
    return Place(event.payload.get("authority"), event.payload.get("agency"))


ASSIGNEES = {
    "complaint": lambda reference: Case.objects.filter(case_complaints__complaint__reference=reference).values(
        "assignee"
    ),
    "case": lambda reference: Case.objects.filter(reference=reference).values("assignee"),
    "recommendation": lambda reference: Recommendation.objects.filter(reference=reference).values("case__assignee"),
    "consultation": lambda reference: Case.objects.filter(
        access__in=Consultation.objects.filter(reference=reference).values("subject_access")
    ).values("assignee"),
}
ASSIGNEE = Audience("the case's investigator", _assigned, ("case.view",))
NAMED = Audience("the officer named in it", _named, ("case.view",))
PARTNER = Audience("the body that referred it or was asked", _referring, ("complaint.view_referred",))
INTAKE = staff("complaint.verify")
SUPERVISORS = staff("case.assign")
COMMISSIONERS = staff("case.vote")
APPROVERS = staff("recommendation.approve")
ISSUERS = staff("recommendation.issue")
VERIFIERS = staff("recommendation.verify")
CUSTODIANS = Audience(
    "the custodians",
    lambda event: officers_within(event.access) & holding("unsealing.grant"),
    ("unsealing.grant",),
)
ASKER = Audience("who asked", _asking, ("unsealing.ask",))
BKD = agency("recommendation.acknowledge")
ABOVE = Audience(
    "the appointing authority of the level above, where the BKD is kept out", _above, ("recommendation.view_withheld",)
)
OWNER = Audience("its owner", _owner)
SEARCHER = Audience(
    "its owner, while they may search", lambda event: _owner(event) & holding("search.use"), ("search.use",)
)
SECOND = Audience(
    "who may approve for that body", lambda event: people.second_voices(_place(event)), ("officer.approve",)
)
HEADS = Audience("the heads of that body", lambda event: people.heads(_place(event)), ("officer.invite",))
REVIEWERS = Audience(
    "who confirms that body's list",
    lambda event: people.of_place(_place(event)) & people.holding("officer.review"),
    ("officer.review",),
)
PERSONAL = (OWNER, SEARCHER, SECOND, HEADS, REVIEWERS)  # of what belongs to no file
SILENT: tuple[Audience, ...] = ()
