"""Guessing passwords and codes is slow, and nobody is locked out by a stranger: tries are counted by account and address.

Whoever fails from one address waits a minute there; the right password from any other address still works.
The address is never kept or logged: see workflow.limits.
"""

from datetime import datetime

from workflow.limits import count, counted, forget

MINUTE = 60  # seconds
MOST = 5  # failures a minute for one account from one address
MOST_OF_ADDRESS = 30  # failures a minute for all accounts from one address: an office has one address for everybody
MOST_CODES = 60  # wrong codes an hour for one account, wherever they come from: whoever tries knows its password
HOUR = 3600


def wait(what: str, account: str, address: str, *, at: datetime) -> int:
    """Seconds to wait before this account may be tried from this address again; 0: now."""
    tries, left = counted(what, f"{account} {address}", window=MINUTE, at=at)
    if tries >= MOST:
        return left
    tries, left = counted("address", address, window=MINUTE, at=at)
    return left if tries >= MOST_OF_ADDRESS else 0


def wait_for_code(account: str, address: str, *, at: datetime) -> int:
    """As `wait`, for codes, which are short: an account's tries are limited wherever they come from."""
    tries, left = counted("codes", account, window=HOUR, at=at)
    return left if tries >= MOST_CODES else wait("code", account, address, at=at)


def failed(what: str, account: str, address: str, *, at: datetime) -> bool:
    """Count a failure; True when it is the one that makes the next wait."""
    count("address", address, window=MINUTE, at=at)
    if what == "code":
        count("codes", account, window=HOUR, at=at)
    tries, _left = count(what, f"{account} {address}", window=MINUTE, at=at)
    return tries == MOST


def succeeded(what: str, account: str, address: str, *, at: datetime) -> None:
    forget(what, f"{account} {address}", at=at)
