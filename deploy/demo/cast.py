"""Who acts in the stories: today's demo officers, those of the former authority, and the BKD of other agencies.

The latter two can never log in: their accounts are inactive and have no usable password. They act here in memory alone.
"""

from functools import cached_property

from agencies.models import Agency, Officer, Role
from deploy.demo.accounts import Account

FORMER = "KASN"
ROLES = {
    "BKN": {
        "intake": ["intake"],
        "investigator": ["pemeriksa", "pemeriksa2"],
        "supervisor": ["penyelia"],
        "commissioner": ["komisioner", "komisioner2", "komisioner3"],
    },
    FORMER: {
        "intake": ["kasn.penerimaan"],
        "investigator": ["kasn.asisten", "kasn.asisten2"],
        "supervisor": ["kasn.pokja"],
        "commissioner": ["kasn.komisioner", "kasn.komisioner2", "kasn.komisioner3"],
    },
}
FORMER_OFFICERS = (
    Account("kasn.penerimaan", "Wulan Arumdalu", "intake"),
    Account("kasn.asisten", "Bagas Randualas", "investigator"),
    Account("kasn.asisten2", "Paramita Sendangsari", "investigator"),
    Account("kasn.pokja", "Hilman Cakrabuana", "supervisor"),
    Account("kasn.komisioner", "Soraya Pinangkabau", "commissioner"),
    Account("kasn.komisioner2", "Made Wiragunung", "commissioner"),
    Account("kasn.komisioner3", "Togar Parsaulian Jaya", "commissioner"),
)


class Cast:
    """Finds the officer for a part; makes those who are missing."""

    def __init__(self):
        self._agencies: dict[str, Officer] = {}

    @cached_property
    def _people(self) -> dict[str, Officer]:
        for account in FORMER_OFFICERS:
            _ensure(account, authority=FORMER)
        names = [name for parts in ROLES.values() for names in parts.values() for name in names]
        found = Officer.objects.filter(username__in=[*names, "bawaslu"]).select_related("agency", "authority")
        return {officer.username: _acting(officer) for officer in found}

    def all(self, part: str, authority: str) -> list[Officer]:
        """Everybody who has this part in an authority."""
        return [self._people[name] for name in ROLES[authority][part]]

    def partner(self) -> Officer:
        """The election supervisor's officer, who refers reports."""
        return self._people["bawaslu"]

    def agency_officer(self, code: str) -> Officer:
        """The personnel officer (BKD) of an agency: the demo's own one where there is one."""
        if code not in self._agencies:
            own = Officer.objects.filter(agency_id=code, demo=True, roles="bkd").first()
            self._agencies[code] = _acting(own or _ensure(_bkd(code), authority=None))
        return self._agencies[code]


def _bkd(code: str) -> Account:
    agency = Agency.objects.get(code=code)
    return Account(f"bkd.{code}", f"Pengelola kepegawaian {agency.name}"[:120], "bkd", agency=code)


def _ensure(account: Account, *, authority: str | None) -> Officer:
    defaults = {
        "full_name": account.full_name,
        "authority_id": authority,
        "agency_id": account.agency,
        "demo": True,
        "is_active": False,
        "password": "!",  # no password fits
    }
    officer, made = Officer.objects.get_or_create(username=account.username, defaults=defaults)
    if made:
        officer.roles.add(Role.objects.get(code=account.role))
    return officer


def _acting(officer: Officer) -> Officer:
    officer.is_active = True  # in memory: these objects are never saved
    return officer
