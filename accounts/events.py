"""What happens to an account, in the event log: ids and codes only, never a name, an address or a browser."""


class Account:
    """What an event about an account is about: its officer, outside of any report."""

    KIND = "account"
    access = access_id = None

    def __init__(self, officer):
        self.reference = reference_of(officer.pk)


def reference_of(officer_id: int) -> str:
    """Under which an account stands in the event log."""
    return f"AKUN-{officer_id}"
