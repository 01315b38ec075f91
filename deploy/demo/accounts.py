"""The demo's people: one account per role, so that every desk can be tried. They exist in the embedded default only."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from agencies.models import Officer, Role
from identity import keys

PASSWORD = "netral-demo"  # noqa: S105 - printed at the start, refused outside the embedded default
PHRASE = "kunci-netral-demo"
AUTHORITY = "BKN"
HERE_SINCE = timedelta(days=21)  # what the demo tells of earlier days is history to them, not news


@dataclass(frozen=True)
class Account:
    """A demo account: `agency` for those outside the supervising authority, `home` where logging in leads."""

    username: str
    full_name: str
    role: str
    agency: str | None = None
    home: str = "/petugas/"


ACCOUNTS = (
    Account("intake", "Rahma Intan", "intake"),
    Account("pemeriksa", "Yosef Lamak", "investigator"),
    Account("pemeriksa2", "Dewi Anggraeni Putri", "investigator"),
    Account("penyelia", "Hasan Mappangara", "supervisor"),
    Account("komisioner", "Laksmi Widuri", "commissioner"),
    Account("komisioner2", "Tarigan Bastian", "commissioner"),
    Account("komisioner3", "Ni Made Sukerti", "commissioner"),
    Account("bkd.kukar", "Syahrul Rizani", "bkd", agency="64.02", home="/instansi/"),
    Account("ppk.kukar", "Edwin Paramarta", "appointing_authority", agency="64.02", home="/instansi/"),
    Account("kepala.kukar", "Norhayati", "agency_admin", agency="64.02", home="/instansi/petugas/"),
    Account("bkd.kaltara", "Maria Bulan", "bkd", agency="65", home="/instansi/"),
    Account("bawaslu", "Ridho Pangestu", "partner", agency="K.01"),
    Account("pimpinan", "Sekar Melati", "leadership"),
    Account("auditor", "Bonar Simamora", "auditor"),
    Account("kustodian", "Aminah Zahra", "custodian"),
    Account("kustodian2", "Frans Manobi", "custodian"),
    Account("merit", "Galuh Prameswari", "merit"),
    Account("admin", "Administrator Sistem", "admin", home="/sistem/"),
)


@transaction.atomic
def create_accounts() -> list[Officer]:
    """Make the demo accounts that are missing; those that exist keep what was changed on them."""
    present = set(
        Officer.objects.filter(username__in=[a.username for a in ACCOUNTS]).values_list("username", flat=True)
    )
    missing = [account for account in ACCOUNTS if account.username not in present]
    if not missing:
        return []
    hashed = make_password(PASSWORD)  # once: hashing is slow on purpose, and this password is no secret
    return [_create(account, hashed) for account in missing]


def create_keys() -> None:
    """The demo custodians' keys, when they have none."""
    custodians = Officer.objects.filter(demo=True, roles="custodian").order_by("pk")
    keyed = set(keys.living().filter(officer__in=custodians).values_list("officer", flat=True))
    for officer in custodians:
        if officer.pk not in keyed:
            keys.make_custodian_key(officer, passphrase=PHRASE, at=timezone.now())


def _create(account: Account, hashed: str) -> Officer:
    officer = Officer(
        username=account.username,
        full_name=account.full_name,
        authority_id=None if account.agency else AUTHORITY,
        agency_id=account.agency,
        demo=True,
        date_joined=timezone.now() - HERE_SINCE,
        is_staff=account.role == "admin",
    )
    officer.password = hashed
    officer.save()
    officer.roles.add(Role.objects.get(code=account.role))
    return officer
