"""Words of those who were invited, under the key of the case: erased with it, and noise to whoever has the rows alone."""

from hearings.models import Answer, HearingRecord, Invitation
from identity.report_keys import Destroyed, open_for, seal_for


def sealed(invitation: Invitation, what: str, value) -> bytes:
    """Bound to the case, the invitation and its place."""
    return seal_for(invitation.case.access_id, value, purpose=f"hearing.{what}:{invitation.reference}")


def opened(invitation: Invitation, what: str, token):
    """The value again; None when the key of the case is gone."""
    try:
        return open_for(invitation.case.access_id, token, purpose=f"hearing.{what}:{invitation.reference}")
    except Destroyed:
        return None


def words_of(answer: Answer) -> dict | None:
    """{"answers", "more"}: what was answered."""
    return opened(answer.invitation, f"answer:{answer.reference}", answer.sealed)


def paper_of(answer: Answer) -> str | None:
    """The text of the receipt, of which `sha256` is the digest."""
    return opened(answer.invitation, f"paper:{answer.reference}", answer.paper)


def sealed_for(case, what: str, value) -> bytes:
    """The same for what belongs to the case alone, such as a hearing's record."""
    return seal_for(case.access_id, value, purpose=f"hearing.{what}:{case.reference}")


def record_of(record: HearingRecord) -> dict | None:
    """{"present", "items", "note"}: what the record says."""
    try:
        return open_for(
            record.case.access_id, record.sealed, purpose=f"hearing.{_name_of(record)}:{record.case.reference}"
        )
    except Destroyed:
        return None


def sealed_record(record: HearingRecord, value: dict) -> bytes:
    """What a record says, bound to its number and version."""
    return sealed_for(record.case, _name_of(record), value)


def _name_of(record: HearingRecord) -> str:
    return f"record:{record.reference}:{record.version}"
