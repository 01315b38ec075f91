"""Who acts when no officer does: the system's worker, or a reporter holding a receipt code."""

from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """The worker and the clocks. Holds the rights that its callers were given, sees everything, has no account.

    What an `anonymous` one does carries the date alone: done at once, it would tell when somebody sent the file.
    """

    anonymous: bool = False
    actor_kind = "system"

    def may(self, right: str) -> bool:
        return right.startswith("evidence.") or right in ("unsealing.end", "recommendation.escalate")

    def reaches(self, access) -> bool:
        return True


SYSTEM = System()
DISCREET = System(anonymous=True)


@dataclass(frozen=True)
class Reporter:
    """Somebody who showed the receipt code of one complaint: may do what a reporter may, to that complaint alone."""

    access_id: int
    anonymous: bool
    actor_kind = "reporter"
    RIGHTS = frozenset(
        {"complaint.resubmit", "complaint.withdraw", "complaint.submit", "message.write", "evidence.add"}
    )

    def may(self, right: str) -> bool:
        return right in self.RIGHTS

    def reaches(self, access) -> bool:
        return access.pk == self.access_id
