"""Encryption of what must not lie in the database in clear, and keyed digests of what is only compared."""

import base64
import hashlib
import hmac
import json
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "derived", "digest", "open_sealed", "open_with", "seal", "seal_with"]


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
