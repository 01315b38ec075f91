"""Making, unlocking and retiring the keys to which identities are sealed: the key ceremony."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from identity.boxes import Pair, WrongKey, from_paper, lock, new_pair, on_paper, pair_of, unlock
from identity.models import CustodianKey, Envelope, Lid
from workflow.ledger import record, unit_of_work
from workflow.sealing import derived

LEAST = 2  # custodians: the loss of one must lose nothing
SHORTEST_PHRASE = 12  # characters


class WrongPhrase(ValidationError):
    """The passphrase does not open the custodian's key."""


def living() -> QuerySet[CustodianKey]:
    """The keys that a new identity is sealed to."""
    return CustodianKey.objects.filter(retired_at__isnull=True).order_by("pk")


def custodians() -> int:
    """How many people can open an envelope."""
    return living().filter(kind=CustodianKey.Kind.CUSTODIAN, officer__is_active=True).count()


def make_recovery_key(*, at: datetime) -> str:
    """A key whose private half is on the paper that this answer is written to, and nowhere else."""
    pair = new_pair()
    CustodianKey.objects.create(kind=CustodianKey.Kind.RECOVERY, public=pair.public, made_at=at)
    return on_paper(pair.private)


def make_embedded_key(private: bytes, *, at: datetime) -> None:
    """The key of the embedded default, whose private half lies in DATA_DIR/keys. Idempotent."""
    public = pair_of(private).public
    if not CustodianKey.objects.filter(kind=CustodianKey.Kind.EMBEDDED, public=public).exists():
        CustodianKey.objects.create(kind=CustodianKey.Kind.EMBEDDED, public=public, made_at=at)


def embedded_private(secret: str) -> bytes:
    """The private half that the text in DATA_DIR/keys stands for."""
    return derived(secret, "identity of the embedded default")


def make_custodian_key(officer, *, passphrase: str, at: datetime) -> CustodianKey:
    """A custodian's own key under their passphrase. Raises PermissionDenied, ValidationError for a weak one or a second key."""
    if not officer.may("unsealing.grant"):
        raise PermissionDenied("unsealing.grant")
    if len(passphrase) < SHORTEST_PHRASE:
        raise ValidationError(
            {"passphrase": _("Kata sandi kunci paling sedikit %(least)s karakter.") % {"least": SHORTEST_PHRASE}}
        )
    if living().filter(officer=officer).exists():
        raise ValidationError(_("Anda sudah punya kunci."))
    pair = new_pair()
    with unit_of_work():
        key = CustodianKey.objects.create(
            officer=officer, public=pair.public, locked=lock(pair.private, passphrase), made_at=at
        )
        record("identity.key", KeySubject(officer), by=officer, at=at, key=key.pk)
    return key


def change_passphrase(officer, *, old: str, new: str, at: datetime) -> CustodianKey:
    """The same key under another passphrase: no envelope changes. Raises WrongPhrase, ValidationError for a weak one."""
    key, pair = opened(officer, old)
    if len(new) < SHORTEST_PHRASE:
        raise ValidationError(
            {"passphrase": _("Kata sandi kunci paling sedikit %(least)s karakter.") % {"least": SHORTEST_PHRASE}}
        )
    with unit_of_work():
        key.locked = lock(pair.private, new)
        key.save(update_fields=["locked"])
        record("identity.passphrase", KeySubject(officer), by=officer, at=at, key=key.pk)
    return key


class KeySubject:
    """What an event about a key is about: the custodian, outside of any report."""

    KIND = "custodian"
    access = access_id = None

    def __init__(self, officer):
        self.reference = f"K-{officer.pk}"


def opened(officer, passphrase: str) -> tuple[CustodianKey, Pair]:
    """A custodian's living key and its pair. Raises WrongPhrase, also when there is no key."""
    key = living().filter(officer=officer).first()
    try:
        if key is None:
            raise WrongKey
        return key, pair_of(unlock(bytes(key.locked), passphrase))
    except WrongKey as error:
        raise WrongPhrase({"passphrase": _("Kata sandi kunci ini tidak cocok.")}) from error


def recovered(paper: str) -> tuple[CustodianKey, Pair]:
    """The recovery key as it stands on paper. Raises WrongKey for anything else."""
    pair = pair_of(from_paper(paper))
    for key in CustodianKey.objects.exclude(kind=CustodianKey.Kind.CUSTODIAN):
        if bytes(key.public) == pair.public:
            return key, pair
    raise WrongKey


def without_lid(key: CustodianKey) -> QuerySet[Envelope]:
    """Envelopes that this key does not open yet: those from before it was made."""
    return Envelope.objects.exclude(pk__in=Lid.objects.filter(key=key).values("envelope")).order_by("pk")
