"""Learning who reported takes two people, a reason and a limited time; each step is an event.

The asker chooses a phrase. What a custodian grants is sealed to that phrase: between the grant and its end neither the
database nor the application's own keys can open it.
"""

import json
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from identity import envelopes, keys
from identity.boxes import WrongKey, box, lock, new_pair, unbox, unlock
from identity.models import Envelope, Unsealing
from workflow.access import reaches
from workflow.ledger import record, unit_of_work
from workflow.models import Access
from workflow.references import new_reference
from workflow.transitions import MovedOn, perform

SHORTEST_REASON = 20  # characters
MOST_HOURS = 24
PATIENCE = timedelta(days=7)  # an unanswered request ends by itself


def ask(access: Access, *, about: str, by, reason: str, hours: int, phrase: str, at: datetime) -> Unsealing:
    """Ask for the identity behind a report. Raises PermissionDenied; ValidationError when it cannot be granted as asked."""
    if not (by.may("unsealing.ask") and reaches(by, access)):
        raise PermissionDenied("unsealing.ask")
    _check(access, by, reason, hours, phrase)
    pair = new_pair()
    with unit_of_work():
        unsealing = Unsealing.objects.create(
            access=access, reference=new_reference("BKA", at=at), about=about, by=by, reason=reason.strip(), hours=hours,
            asked_at=at, public=pair.public, locked=lock(pair.private, phrase),
        )  # fmt: skip
        record("unsealing.ask", unsealing, by=by, at=at, about=about, hours=hours)
    return unsealing


def grant(unsealing: Unsealing, *, by, passphrase: str, at: datetime) -> Unsealing:
    """A custodian opens the envelope with their own passphrase, for the asker alone.

    Raises PermissionDenied for the asker, keys.WrongPhrase, MovedOn.
    """
    _not_oneself(unsealing, by)
    key, pair = keys.opened(by, passphrase)
    envelope = Envelope.objects.select_related("access").get(access=unsealing.access_id)
    try:
        identity = envelopes.opened(envelope, key, pair)
    except WrongKey as error:
        raise ValidationError(
            _("Kunci Anda belum dapat membuka amplop ini. Minta kustodian lain menambahkannya.")
        ) from error
    sealed = box(bytes(unsealing.public), json.dumps(identity).encode(), about=unsealing.reference)
    until = at + timedelta(hours=unsealing.hours)
    return perform(
        unsealing.grant,
        by=by,
        at=at,
        payload={"until": until.isoformat()},
        sealed=sealed,
        by_whom=by,
        when=at,
        until=until,
    )


def refuse(unsealing: Unsealing, *, by, answer: str, at: datetime) -> Unsealing:
    """A custodian says no, and why. Raises PermissionDenied for the asker, MovedOn."""
    _not_oneself(unsealing, by)
    return perform(unsealing.refuse, by=by, at=at, answer=answer, by_whom=by, when=at)


def view(unsealing: Unsealing, *, by, phrase: str, at: datetime) -> dict:
    """The identity, to who asked for it, while the grant lasts; every look is an event.

    Raises PermissionDenied, MovedOn when it is over, keys.WrongPhrase.
    """
    if unsealing.by_id != by.pk or not by.may("unsealing.ask") or not reaches(by, unsealing.access):
        raise PermissionDenied("unsealing.ask")
    if unsealing.stage != Unsealing.Stage.GRANTED or at >= unsealing.until:
        raise MovedOn(unsealing, "view")
    try:
        identity = json.loads(
            unbox(unlock(bytes(unsealing.locked), phrase), bytes(unsealing.sealed), about=unsealing.reference)
        )
    except WrongKey as error:
        raise keys.WrongPhrase({"phrase": _("Frasa ini tidak cocok dengan yang Anda pilih saat meminta.")}) from error
    with unit_of_work():
        record("unsealing.view", unsealing, by=by, at=at, about=unsealing.about)
    return identity


def end(unsealing: Unsealing, *, by, at: datetime) -> Unsealing:
    """Over before its time, or because of it; what was sealed for the asker is destroyed."""
    return perform(unsealing.end, by=by, at=at)


def overdue(*, at: datetime):
    """Requests whose time is over: granted ones at their end, unanswered ones after a week."""
    granted = Unsealing.objects.filter(stage=Unsealing.Stage.GRANTED, until__lte=at)
    return granted | Unsealing.objects.filter(stage=Unsealing.Stage.ASKED, asked_at__lte=at - PATIENCE)


def _check(access: Access, by, reason: str, hours: int, phrase: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": _("Tulis alasan paling sedikit %(least)s karakter.") % {"least": SHORTEST_REASON}}
        )
    if not 1 <= hours <= MOST_HOURS:
        raise ValidationError({"hours": _("Pilih 1 sampai %(most)s jam.") % {"most": MOST_HOURS}})
    if len(phrase) < keys.SHORTEST_PHRASE:
        least = {"least": keys.SHORTEST_PHRASE}
        raise ValidationError({"phrase": _("Frasa paling sedikit %(least)s karakter.") % least})
    if not Envelope.objects.filter(access=access).exists():
        raise ValidationError(_("Laporan ini tidak menyimpan identitas pelapor."))
    if not keys.living().filter(officer__isnull=False, officer__is_active=True).exclude(officer=by).exists():
        raise ValidationError(_("Belum ada kustodian, jadi identitas tidak dapat dibuka."))
    if Unsealing.objects.filter(access=access, by=by, stage__in=["ASKED", "GRANTED"]).exists():
        raise ValidationError(_("Permintaan Anda untuk laporan ini masih berjalan."))


def _not_oneself(unsealing: Unsealing, by) -> None:
    if unsealing.by_id == by.pk:
        raise PermissionDenied("unsealing.grant")
