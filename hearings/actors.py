"""Who acts on /tanggapan/: somebody who showed the code of one invitation, and has no account."""

from dataclasses import dataclass

from evidence.models import Custody


@dataclass(frozen=True)
class Invited:
    """May add files to the case of their invitation, and reaches nothing else of it."""

    access_id: int
    actor_kind = "invited"
    anonymous = False
    custody = Custody.What.GIVEN

    def may(self, right: str) -> bool:
        return right == "evidence.add"

    def reaches(self, access) -> bool:
        return access.pk == self.access_id
