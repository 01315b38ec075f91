"""Who had a file in hands: rows are added here and nowhere else, and never changed."""

from datetime import datetime, timedelta

from agencies.models import Officer
from evidence import vault
from evidence.models import Custody, Evidence
from identity.streams import Damaged
from workflow.ledger import record, unit_of_work

What = Custody.What
AN_HOUR = timedelta(hours=1)
SHOWN = 100  # rows of one file's page
INTACT, ALTERED, LOST = "utuh", "berubah", "hilang"


def note(evidence: Evidence, *, what: str, by, at: datetime, reason: str = "") -> Custody:
    """Add one access; `by` an officer, or anybody else for the system."""
    officer = by if isinstance(by, Officer) else None
    return Custody.objects.create(evidence=evidence, what=what, by=officer, at=at, reason=reason[:400])


def note_seen(evidence: Evidence, *, by, at: datetime) -> None:
    """Looking at its page counts once per person and hour."""
    rows = Custody.objects.filter(evidence=evidence, what=What.SEEN, by=by, at__gt=at - AN_HOUR)
    if not rows.exists():
        note(evidence, what=What.SEEN, by=by, at=at)


def check(evidence: Evidence, *, by, at: datetime) -> str:
    """Compare the original with its SHA-256 and note the outcome: INTACT, ALTERED or LOST."""
    outcome = outcome_of(evidence)
    with unit_of_work():
        note(evidence, what=What.CHECKED, by=by, at=at, reason=outcome)
        record("evidence.check", evidence, by=by, at=at, outcome=outcome)
    return outcome


def outcome_of(evidence: Evidence) -> str:
    """Is the original on disk what was taken in: INTACT, ALTERED or LOST."""
    try:
        return INTACT if vault.digest_of(evidence) == evidence.sha256 else ALTERED
    except Damaged:
        return ALTERED
    except FileNotFoundError:
        return LOST


def custody_of(evidence: Evidence) -> list[Custody]:
    """The last 100 accesses, newest first; one query."""
    rows = Custody.objects.filter(evidence=evidence).select_related("by")
    return list(rows.order_by("-at", "-pk")[:SHOWN])
