"""Who is told what: one table, from an event's name to its audiences. Silence is spelled out.

Nobody is told of what they cannot open: every audience is cut down to those who see the subject. Nobody is told of
their own act. An agency hears of recommendations alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts import people
from agencies.models import Officer, Role
from consultations.models import Consultation
from identity.models import Unsealing
from investigations.models import Case
from notifications.wishing import standing_in
from sanctions.models import Recommendation
from workflow.access import officers_copied, officers_issued, officers_referring, officers_within
from workflow.models import Event

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


def told(event: Event) -> list[int]:
    """The ids of those to be told of an event, ascending. An event that is not in the table is told to nobody."""
    audiences = ROUTES.get(event.verb, SILENT)
    if event.access is None:
        audiences = tuple(audience for audience in audiences if audience in PERSONAL)
    anybody = Q(pk__in=[])
    for audience in audiences:
        anybody |= audience.members(event)
    found = Officer.objects.filter(anybody).exclude(pk=event.actor_id)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def stand_ins(event: Event, told_ids: list[int], *, at: datetime) -> list[int]:
    """Who stands in for those who are away, as far as they may see it themselves; of what belongs to no file, nobody."""
    delegates = set(standing_in(told_ids, at=at)) - set(told_ids) if told_ids and event.access else set()
    if not delegates:
        return []
    agencys = officers_issued(event.access) & _holding("recommendation.view_agency")
    staff_seeing = _staff_seeing(event)
    seeing = staff_seeing | agencys if event.subject_kind == "recommendation" else staff_seeing
    found = Officer.objects.filter(seeing, pk__in=delegates).exclude(pk=event.actor_id)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


# Who holds a right, who sees a subject ----------------------------------------------------------------------------------
def _holding(*rights: str) -> Q:
    roles = [role.code for role in Role.objects.order_by("code") if set(rights) & set(role.rights)]
    return Q(pk__in=Officer.roles.through.objects.filter(role_id__in=roles).values("officer_id"))


def _staff_seeing(event: Event) -> Q:
    rights = VIEWS.get(event.subject_kind, [])
    if event.subject_kind == "case" and event.access.at_plenary:
        rights = [*rights, "case.view_plenary"]
    return officers_within(event.access) & _holding(*rights)


# Audiences --------------------------------------------------------------------------------------------------------------
def staff(right: str) -> Audience:
    """The authority's people with a right, within their regions."""
    return Audience(f"staff with {right}", lambda event: _staff_seeing(event) & _holding(right), (right,))


def agency(right: str) -> Audience:
    """The people of the agency it was issued to."""

    def members(event: Event) -> Q:
        return officers_issued(event.access) & _holding("recommendation.view_agency") & _holding(right)

    return Audience(f"agency with {right}", members, (right,))


def handlers(right: str) -> Audience:
    """Those with the right who have worked on it before; when nobody has, all with the right."""

    def members(event: Event) -> Q:
        able = _staff_seeing(event) & _holding(right)
        acts = Event.objects.filter(subject_reference=event.subject_reference, actor__isnull=False)
        known = able & Q(pk__in=acts.values("actor_id"))
        return known if Officer.objects.filter(known).exists() else able

    return Audience(f"who worked on it, else staff with {right}", members, (right,))


def _assigned(event: Event) -> Q:
    return _staff_seeing(event) & Q(pk__in=ASSIGNEES[event.subject_kind](event.subject_reference))


def _above(event: Event) -> Q:
    return officers_copied(event.access) & _holding("recommendation.view_agency")


def _asking(event: Event) -> Q:
    asked = Unsealing.objects.filter(reference=event.subject_reference)
    return officers_within(event.access) & Q(pk__in=asked.values("by"))


def _named(event: Event) -> Q:
    return _staff_seeing(event) & Q(username=event.payload.get("to", ""))


def _referring(event: Event) -> Q:
    return officers_referring(event.access) & _holding("complaint.view_referred")


def _from_reporter(audience: Audience) -> Audience:
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
    lambda event: officers_within(event.access) & _holding("unsealing.grant"),
    ("unsealing.grant",),
)
ASKER = Audience("who asked", _asking, ("unsealing.ask",))
BKD = agency("recommendation.acknowledge")
ABOVE = Audience(
    "the appointing authority of the level above, where the BKD is kept out", _above, ("recommendation.view_withheld",)
)
OWNER = Audience("its owner", _owner)
SEARCHER = Audience(
    "its owner, while they may search", lambda event: _owner(event) & _holding("search.use"), ("search.use",)
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

ROUTES: dict[str, tuple[Audience, ...]] = {
    "complaint.submit": (INTAKE,),
    "complaint.verify": SILENT,  # whoever took it up knows
    "complaint.request_completion": (PARTNER,),
    "complaint.resubmit": (handlers("complaint.verify"),),
    "complaint.accept": (PARTNER,),  # the authority hears it as case.open or case.join
    "complaint.reject": (PARTNER,),
    "complaint.forward": (PARTNER,),
    "complaint.merge": (PARTNER,),
    "complaint.unmerge": (PARTNER,),
    "complaint.conflict": (SUPERVISORS,),
    "complaint.lift_conflict": (SUPERVISORS,),
    "complaint.withdraw": (handlers("complaint.verify"), ASSIGNEE),
    "complaint.message": (_from_reporter(handlers("message.write")), _from_reporter(ASSIGNEE)),
    "complaint.overdue": (handlers("complaint.verify"),),
    "case.overdue": (SUPERVISORS, ASSIGNEE),
    "recommendation.overdue": (VERIFIERS, ASSIGNEE, BKD),
    "case.open": (SUPERVISORS,),
    "case.join": (ASSIGNEE, SUPERVISORS),
    "case.assign": (NAMED,),
    "case.route": SILENT,  # seen in the team's queue
    "complaint.route": SILENT,
    "case.match": (NAMED,),  # whose saved filter it newly fits
    "complaint.match": (NAMED,),
    "recommendation.match": (NAMED,),
    "case.clarify": SILENT,  # the investigator's own work, seen in the queue
    "case.examine": SILENT,
    "case.deliberate": (COMMISSIONERS,),
    "case.send_back": (SUPERVISORS, ASSIGNEE),
    "case.vote": SILENT,  # votes stay with the plenary
    "case.decide": (SUPERVISORS, ASSIGNEE),
    "case.schedule": (COMMISSIONERS,),
    "case.unschedule": (COMMISSIONERS,),
    "case.attend": SILENT,
    "case.dissent": SILENT,  # read with the decision
    "case.minutes": SILENT,
    "case.follow_up": (ASSIGNEE,),
    "case.close": (SUPERVISORS, ASSIGNEE),
    "case.moot": (SUPERVISORS, ASSIGNEE),
    "case.transfer": (SUPERVISORS,),  # those of the authority that has it now
    "case.import": SILENT,  # history
    "case.undo_import": SILENT,
    "recommendation.import": SILENT,
    "clearance.ask": SILENT,  # kept for the person asked about
    "clearance.certify": SILENT,
    "exchange.import": SILENT,  # who uploaded sees how far it is
    "exchange.undo": SILENT,
    "case.merge": (SUPERVISORS, ASSIGNEE),
    "case.unmerge": (SUPERVISORS, ASSIGNEE),
    "case.absorb": (ASSIGNEE,),
    "case.release": (ASSIGNEE,),
    "case.conflict": (SUPERVISORS,),
    "case.lift_conflict": (SUPERVISORS,),
    "case.merge_people": SILENT,  # seen on the case's page
    "case.unmerge_people": SILENT,
    "case.link_person": SILENT,  # seen on the person's page
    "case.doubt_person": SILENT,
    "case.unlink_person": SILENT,
    "case.reopen": (SUPERVISORS, ASSIGNEE),
    "case.allege": SILENT,
    "case.finding": SILENT,
    "case.note": SILENT,
    "case.wait": SILENT,
    "case.resume": SILENT,
    "complaint.wait": SILENT,
    "complaint.resume": SILENT,
    "consultation.ask": (PARTNER,),
    "consultation.answer": (SUPERVISORS, ASSIGNEE),
    "consultation.recall": (PARTNER,),
    "consultation.overdue": (SUPERVISORS, ASSIGNEE, PARTNER),
    "case.call": (NAMED,),
    "case.task": (NAMED,),
    "case.task_done": (NAMED,),  # who gave it
    "case.task_pass": (NAMED,),
    "case.task_overdue": (NAMED, SUPERVISORS),
    "complaint.task": (NAMED,),
    "complaint.task_done": (NAMED,),
    "complaint.task_pass": (NAMED,),
    "complaint.task_overdue": (NAMED,),
    "case.mention": SILENT,  # part of the examination, as is what follows
    "case.refuse_mention": SILENT,
    "case.forget_mention": SILENT,
    "case.identify": SILENT,  # part of the examination, seen on the case's page
    "case.set_aside": (ASSIGNEE,),
    "hearing.invite": SILENT,  # part of the examination, seen on the case's page
    "hearing.code": SILENT,
    "hearing.absence": SILENT,
    "hearing.record": SILENT,
    "hearing.represent": (ASSIGNEE,),
    "hearing.wish": (ASSIGNEE, SUPERVISORS),
    "hearing.extend": SILENT,
    "hearing.refuse_time": SILENT,
    "hearing.answer": (ASSIGNEE, SUPERVISORS),
    "hearing.sign": (ASSIGNEE,),
    "hearing.acquit": (ASSIGNEE,),
    "complaint.propose_false": (SUPERVISORS,),  # one of them is the second person
    "complaint.confirm_false": (handlers("complaint.verify"),),
    "complaint.drop_false": SILENT,
    "recommendation.withdraw_annex": (BKD,),
    "recommendation.annex": (BKD,),  # nobody before it is issued: who does not see it is not told
    "recommendation.draft": SILENT,
    "recommendation.revise": SILENT,
    "recommendation.submit": (APPROVERS,),
    "recommendation.send_back": (SUPERVISORS, ASSIGNEE),
    "recommendation.approve": (ISSUERS,),
    "recommendation.issue": (BKD, ABOVE),
    "recommendation.acknowledge": (VERIFIERS, ASSIGNEE),
    "recommendation.rebut": (VERIFIERS, ASSIGNEE),
    "recommendation.uphold": (BKD,),
    "recommendation.supersede": (BKD,),
    "recommendation.implement": (VERIFIERS, ASSIGNEE),
    "recommendation.verify": (BKD,),
    "recommendation.contest": (BKD,),
    "recommendation.escalate": (BKD,),
    "recommendation.moot": (BKD,),
    "recommendation.convene": (VERIFIERS, ASSIGNEE),
    "recommendation.appeal": (VERIFIERS, ASSIGNEE, BKD),
    "recommendation.settle": (VERIFIERS, ASSIGNEE, BKD),
    "recommendation.unblock": (BKD,),
    "recommendation.propose": (VERIFIERS,),
    "recommendation.served": (VERIFIERS, BKD),
    "recommendation.withhold": SILENT,  # whoever set it knows; the one it is kept from must not
    "recommendation.disclose": (VERIFIERS, BKD),
    "roster.send": SILENT,  # each recommendation in it says so itself
    "letter.write": SILENT,  # told by what it is written for
    "letter.sign": SILENT,
    "letter.deliver": SILENT,
    "letter.withdraw": SILENT,
    "unsealing.ask": (CUSTODIANS,),
    "unsealing.grant": (ASKER,),
    "unsealing.refuse": (ASKER,),
    "unsealing.view": (CUSTODIANS,),  # those who hold the keys hear of every look
    "unsealing.end": SILENT,
    "account.sign_in": SILENT,  # of accounts: seen by their owner, and in the trail
    "account.limit": SILENT,
    "account.factor_add": SILENT,
    "account.factor_remove": SILENT,
    "account.codes": SILENT,
    "account.link": SILENT,
    "account.password": SILENT,
    "account.session_end": SILENT,
    "account.token": SILENT,
    "account.token_revoke": SILENT,
    "breach.note": SILENT,  # whoever runs the site noted it; `doctor` keeps its time
    "breach.post": SILENT,
    "privacy.hold": SILENT,
    "privacy.ask_lift": SILENT,
    "privacy.lift": SILENT,
    "privacy.propose": SILENT,
    "privacy.review": SILENT,
    "privacy.refuse": SILENT,
    "privacy.done": SILENT,
    "privacy.erase": SILENT,
    "identity.key": SILENT,
    "identity.share": SILENT,
    "identity.destroy": SILENT,  # who decided it knows
    "identity.passphrase": SILENT,
    "evidence.add": SILENT,  # shown where the file belongs; the reporter is not announced
    "evidence.clear": SILENT,
    "evidence.refuse": SILENT,
    "evidence.finish": SILENT,
    "evidence.fail": SILENT,
    "evidence.retry": SILENT,
    "evidence.reread": SILENT,
    "evidence.remove": SILENT,
    "evidence.download": SILENT,
    "link.sight": SILENT,  # shown at the link
    "link.witness": SILENT,
    "evidence.original": SILENT,
    "evidence.check": SILENT,
    "evidence.differ": (SUPERVISORS,),
    "evidence.note": SILENT,
    "evidence.redact": SILENT,  # whoever asked for it sees it on the file's page
    "search.match": (SEARCHER,),
    "search.broken": (OWNER,),
    "search.freeze": SILENT,  # their own act
    "notice.bounce": (SUPERVISORS, BKD),
    "invitation.propose": (SECOND,),
    "invitation.approve": (OWNER,),
    "invitation.refuse": (OWNER,),
    "invitation.send": SILENT,  # goes by mail to who is invited
    "invitation.withdraw": SILENT,
    "invitation.accept": (HEADS,),
    "role_change.propose": (SECOND,),
    "role_change.approve": (OWNER,),
    "role_change.refuse": (OWNER,),
    "role_change.withdraw": SILENT,
    "account.open": SILENT,
    "account.change": SILENT,
    "account.recover": SILENT,
    "account.sleep": (HEADS,),
    "account.wake": SILENT,
    "account.close": SILENT,
    "recovery.ask": (SECOND,),
    "recovery.vouch": (SECOND,),
    "recovery.grant": SILENT,  # goes by mail to its owner
    "recovery.refuse": SILENT,
    "recovery.finish": SILENT,
    "recovery.expire": SILENT,
    "departure.begin": (HEADS, REVIEWERS),
    "departure.hand_over": SILENT,
    "departure.finish": SILENT,
    "departure.cancel": SILENT,
    "account_review.open": (REVIEWERS,),
    "account_review.confirm": SILENT,
    "delegation.begin": (OWNER,),  # who stands in
    "delegation.end": SILENT,
    "endpoint.propose": (SECOND,),
    "endpoint.approve": (HEADS,),
    "endpoint.refuse": (HEADS,),
    "endpoint.end": (HEADS,),
    "recommendation.unseen": (VERIFIERS, ASSIGNEE),
    "undelivered.retry": SILENT,  # an administrator's own act
    "undelivered.drop": SILENT,
    "contact.add": SILENT,
    "contact.change": SILENT,
    "contact.revive": SILENT,
    "contact.remove": SILENT,
}
