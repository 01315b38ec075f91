"""What a sender is told of a file that has arrived."""

from evidence.models import Evidence


def receipt(evidence: Evidence) -> dict:
    """Enough to check that what arrived is what was sent."""
    facts = {"name": evidence.name, "size": evidence.size, "sha256": evidence.sha256, "stage": evidence.stage}
    return {"id": str(evidence.pk), **facts}
