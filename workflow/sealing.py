"""Encryption of what must not lie in the database in clear, and keyed digests of what is only compared."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Model

__all__ = [
    "InvalidToken", "SealedColumn", "derived", "digest", "open_sealed", "open_with", "register_sealed", "registered",
    "resealed", "seal", "seal_with",
]  # fmt: skip
FERNET = b"gAAAA"  # how everything begins that is sealed under FIELD_KEYS


@dataclass(frozen=True)
class SealedColumn:
    """Where something lies under FIELD_KEYS; `purpose(row)` is what it was sealed with. `within`: the way into a JSON value.

    `related` are the rows that `purpose` asks for.
    """

    model: type[Model]
    field: str
    purpose: Callable
    within: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.model._meta.label}.{'.'.join((self.field, *self.within))}"


_columns: dict[str, SealedColumn] = {}


def register_sealed(model: type[Model], field: str, *, purpose: Callable, within=(), related=()) -> None:
    """A room says at start-up what it seals: `rewrap_keys` moves all of it to the newest key."""
    column = SealedColumn(model, field, purpose, tuple(within), tuple(related))
    _columns[str(column)] = column


def registered() -> list[SealedColumn]:
    """All that rooms have registered."""
    return list(_columns.values())


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def _fernet(secret: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived(secret, purpose)))


def _field_keys(purpose: str) -> MultiFernet:
    return MultiFernet([_fernet(key, purpose) for key in settings.FIELD_KEYS])


def seal(value, *, purpose: str) -> bytes:
    """JSON of `value`, encrypted under the newest of FIELD_KEYS; `purpose` binds it to its table and row."""
    return _field_keys(purpose).encrypt(json.dumps(value).encode())


def open_sealed(token: bytes | memoryview, *, purpose: str):
    """The value again. Raises InvalidToken when no key fits or the row was swapped."""
    return json.loads(_field_keys(purpose).decrypt(bytes(token)))


def resealed(token: bytes, *, purpose: str) -> bytes | None:
    """The same under the newest key; None when it is already, or is not under FIELD_KEYS at all. Raises InvalidToken."""
    if not token.startswith(FERNET):
        return None
    try:
        _fernet(settings.FIELD_KEYS[0], purpose).decrypt(token)
    except InvalidToken:
        return _field_keys(purpose).rotate(token)
    return None


def seal_with(secret: str, value, *, purpose: str) -> bytes:
    """Encrypted under a key that only the holder of `secret` can derive; the server keeps no copy of it."""
    return _fernet(secret, purpose).encrypt(json.dumps(value).encode())


def open_with(secret: str, token: bytes | memoryview, *, purpose: str):
    """The value again, for the holder of `secret`. Raises InvalidToken for anybody else."""
    return json.loads(_fernet(secret, purpose).decrypt(bytes(token)))


def digest(text: str, *, purpose: str) -> str:
    """Keyed digest (HMAC-SHA256, 64 hex digits): comparable with the application's key, useless without it."""
    return hmac.new(_digest_key(settings.SECRET_KEY, purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _digest_key(secret: str, purpose: str) -> bytes:
    return derived(secret, purpose)
