"""What is done about a breach: noted once, and told to each affected report once."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Officer
from complaints.actions import post_notice
from complaints.models import Complaint
from identity.report_keys import is_destroyed
from law.models import ClockRule
from privacy.letter import letter
from privacy.models import Breach, BreachNotice
from privacy.scope import IDENTITY, Scope
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work
from workflow.references import new_reference

LIMIT = "DATA-BREACH"
TEXTS = ("what", "how", "handling")


def note_breach(
    scope: Scope, *, discovered_at: datetime, what: str, how: str, handling: str, by: Officer | None, at: datetime
) -> Breach:
    """The breach with a notice waiting for each report in scope; found again when it was noted before.

    Raises ValidationError for an empty text, a discovery in the future, other texts than were noted before.
    """
    texts = {"what": what.strip(), "how": how.strip(), "handling": handling.strip()}
    if not all(texts.values()):
        raise ValidationError(_("Isi ketiganya: data yang terungkap, kapan dan bagaimana, penanganan dan pemulihan."))
    if discovered_at > at:
        raise ValidationError(_("Waktu diketahui ada di masa depan."))
    with unit_of_work():
        breach, new = Breach.objects.get_or_create(
            since=scope.since, until=scope.until, actor=scope.actor, discovered_at=discovered_at,
            defaults={
                **texts, "reference": new_reference("PDP", at=at), "due_at": due(discovered_at), "noted_at": at,
            },
        )  # fmt: skip
        if any(getattr(breach, name) != text for name, text in texts.items()):
            raise ValidationError(_("%(breach)s sudah dicatat dengan teks yang lain.") % {"breach": breach.reference})
        BreachNotice.objects.bulk_create(_waiting(breach, scope), batch_size=500, ignore_conflicts=True)
        if new:
            record("breach.note", breach, by=by or SYSTEM, at=at, reports=len(scope.reports))
    return breach


def due(discovered_at: datetime) -> datetime:
    """When the notices have to be out, by the rule in the reference data (hours)."""
    return discovered_at + timedelta(hours=ClockRule.objects.get(pk=LIMIT).amount)


def waiting(breach: Breach) -> QuerySet[BreachNotice]:
    """Notices that could be posted and are not."""
    return breach.notices.filter(posted_at__isnull=True, unreachable=False)


def post(breach: Breach, *, by: Officer, at: datetime) -> int:
    """Post what waits into the mailboxes, each report in a transaction of its own; how many were posted. Goes on where it ended.

    Raises PermissionDenied for who may not write to reporters.
    """
    if not by.may("message.write"):
        raise PermissionDenied("message.write")
    posted = sum(_post(pk, by, at) for pk in list(waiting(breach).order_by("pk").values_list("pk", flat=True)))
    if posted:
        with unit_of_work():
            record("breach.post", breach, by=by, at=at, reports=posted)
    return posted


def _waiting(breach: Breach, scope: Scope) -> list[BreachNotice]:
    return [
        BreachNotice(
            breach=breach,
            complaint_id=report.complaint_id,
            kinds=sorted(set(report.seen) - {IDENTITY}),
            identity_opened=report.identity_opened,
        )
        for report in scope.reports
    ]


def _post(pk: int, by: Officer, at: datetime) -> bool:
    with unit_of_work():
        notice = BreachNotice.objects.select_for_update().select_related("breach").get(pk=pk)
        if notice.posted_at is not None:
            return False
        complaint = Complaint.objects.get(pk=notice.complaint_id)
        if is_destroyed(complaint.access_id):
            notice.unreachable = True
        else:
            notice.message, notice.posted_at = post_notice(complaint, by=by, text=_text(notice, complaint), at=at), at
        notice.save(update_fields=["message", "posted_at", "unreachable"])
        return not notice.unreachable


def _text(notice: BreachNotice, complaint: Complaint) -> str:
    seen = {"kinds": notice.kinds, "identity_opened": notice.identity_opened}
    return letter(notice.breach, reference=complaint.reference, **seen)
