"""Letting one more key open the envelopes that were sealed before it was made; resumable, one by one."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from identity import envelopes, keys
from identity.boxes import Pair, WrongKey, pair_of
from identity.models import CustodianKey
from workflow.ledger import record, unit_of_work


def share(new: CustodianKey, *, by, passphrase: str, at: datetime) -> int:
    """Everything that `by` can open becomes openable with `new`; returns how many. Raises keys.WrongPhrase."""
    opener, pair = keys.opened(by, passphrase)
    with unit_of_work():
        count = share_with(new, opener=opener, pair=pair)
        record("identity.share", keys.KeySubject(new.officer), by=by, at=at, key=new.pk, count=count)
    return count


def share_embedded(new: CustodianKey) -> int:
    """In the embedded default the site itself opens what it sealed before there was a custodian."""
    opener = CustodianKey.objects.filter(kind=CustodianKey.Kind.EMBEDDED).first()
    if opener is None or not settings.IDENTITY_KEY:
        return 0
    pair = pair_of(keys.embedded_private(settings.IDENTITY_KEY))
    return share_with(new, opener=opener, pair=pair)


def share_with(new: CustodianKey, *, opener: CustodianKey, pair: Pair) -> int:
    """The same with a pair in hand: the recovery key on paper, or the embedded one. What it cannot open is left out."""
    if new.retired_at is not None:
        raise ValidationError(_("Kunci itu sudah tidak dipakai."))
    count = 0
    for envelope in keys.without_lid(new).select_related("access").iterator(chunk_size=200):
        try:
            envelopes.add_lid(envelope, opener=opener, pair=pair, new=new)
            count += 1
        except WrongKey:
            continue
    return count
