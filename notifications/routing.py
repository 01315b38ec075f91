"""Who is told what: one table, from an event's name to its audiences (audiences.py). Silence is spelled out.

Nobody is told of what they cannot open: every audience is cut down to those who see the subject. Nobody is told of
their own act. An agency hears of recommendations alone.
"""

from datetime import datetime

from django.db.models import Q

from agencies.models import Officer
from notifications.audiences import (
    ABOVE,
    APPROVERS,
    ASKER,
    ASSIGNEE,
    BKD,
    COMMISSIONERS,
    CUSTODIANS,
    HEADS,
    INTAKE,
    ISSUERS,
    NAMED,
    OWNER,
    PARTNER,
    PERSONAL,
    REVIEWERS,
    SEARCHER,
    SECOND,
    SILENT,
    SUPERVISORS,
    VERIFIERS,
    Audience,
    from_reporter,
    handlers,
    holding,
    roles_read_once,
    staff_seeing,
)
from notifications.wishing import standing_in
from workflow.access import officers_issued
from workflow.models import Event

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
    "complaint.message": (from_reporter(handlers("message.write")), from_reporter(ASSIGNEE)),
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
    "recommendation.undo_import": SILENT,
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
    "hearing.enclose": SILENT,
    "hearing.withdraw_enclosure": SILENT,
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
    "provider.change": SILENT,
    "provider.approve": SILENT,
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


def told(event: Event) -> list[int]:
    """The ids of those to be told of an event, ascending. An event that is not in the table is told to nobody."""
    audiences = ROUTES.get(event.verb, SILENT)
    if event.access is None:
        audiences = tuple(audience for audience in audiences if audience in PERSONAL)
    if not audiences:
        return []
    anybody = Q(pk__in=[])
    with roles_read_once():
        for audience in audiences:
            anybody |= audience.members(event)
    found = Officer.objects.filter(anybody).exclude(pk=event.actor_id)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def stand_ins(event: Event, told_ids: list[int], *, at: datetime) -> list[int]:
    """Who stands in for those who are away, as far as they may see it themselves; of what belongs to no file, nobody."""
    delegates = set(standing_in(told_ids, at=at)) - set(told_ids) if told_ids and event.access else set()
    if not delegates:
        return []
    agencys = officers_issued(event.access) & holding("recommendation.view_agency")
    staffs = staff_seeing(event)
    seeing = staffs | agencys if event.subject_kind == "recommendation" else staffs
    found = Officer.objects.filter(seeing, pk__in=delegates).exclude(pk=event.actor_id)
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())
