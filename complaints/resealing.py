"""Moves what earlier versions sealed otherwise: identities to custodians, words under the keys of their reports."""

from django.db import transaction
from django.utils import timezone

from complaints.actions import message_purpose
from complaints.drafts import covered
from complaints.models import Draft, Message, ReporterIdentity
from identity import envelopes, report_keys
from workflow import jobs
from workflow.sealing import InvalidToken, open_sealed

BATCH = 200
JOB = "complaints.underkey"  # left by the migration that found older rows
BEGINNINGS = ("message:0", "draft:0")


def reseal(key: str = "") -> None:
    """One batch; nothing while no custodian's key is there to seal to. Idempotent, safe to kill at any moment."""
    if not ReporterIdentity.objects.exists():
        return
    with transaction.atomic():
        rows = list(ReporterIdentity.objects.select_related("complaint__access").order_by("pk")[:BATCH])
        try:
            for row in rows:
                told = open_sealed(row.sealed, purpose=f"identity:{row.complaint.reference}")
                envelopes.keep(row.complaint.access, told, at=timezone.now())
        except envelopes.NoKeys:
            return
        ReporterIdentity.objects.filter(pk__in=[row.pk for row in rows]).delete()


def underkey(key: str) -> None:
    """One batch of messages or drafts goes under the keys of their reports; the rest comes back as a job of its own.

    `key` is what and behind which row: "message:1200". Idempotent; killed, it is done again.
    """
    what, _colon, after = key.partition(":")
    rows = list(_older(what).filter(pk__gt=int(after)).order_by("pk")[:BATCH])
    for row in rows:
        if row.sealed and not report_keys.is_sealed(row.sealed):
            _move(row)
    if rows:
        jobs.enqueue(JOB, f"{what}:{rows[-1].pk}", at=timezone.now())


def _older(what: str):
    return Message.objects.select_related("complaint") if what == "message" else Draft.objects.all()


def _move(row: Message | Draft) -> None:
    """Only while it is still what was read: whoever writes meanwhile writes it under the key."""
    try:
        sealed = _under_key(row)
    except (InvalidToken, report_keys.Destroyed):  # nobody can read it, here or there
        return
    type(row)._default_manager.filter(pk=row.pk, sealed=row.sealed).update(sealed=sealed)


def _under_key(row: Message | Draft) -> bytes:
    if isinstance(row, Draft):
        return covered(row, bytes(row.sealed))
    purpose = message_purpose(row.complaint)
    return report_keys.seal_for(row.complaint.access_id, open_sealed(row.sealed, purpose=purpose), purpose=purpose)
