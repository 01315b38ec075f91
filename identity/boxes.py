"""The cryptography of this room, and nothing else: boxes that one key opens, keys that a passphrase opens.

A box is X25519 with a key of its own for every box, HKDF-SHA256 and AES-256-GCM (the construction of RFC 9180's base mode,
with its primitives); a passphrase becomes a key by scrypt (RFC 7914).
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT = KEY = PUBLIC = 32  # bytes
COST = 2**15  # scrypt N with r 8: 32 MiB and about a tenth of a second


class WrongKey(Exception):
    """The key or the passphrase does not open this, or somebody changed it."""


@dataclass(frozen=True)
class Pair:
    """A private key and its public half, 32 bytes each."""

    private: bytes
    public: bytes


def new_pair() -> Pair:
    """A fresh X25519 pair."""
    return pair_of(secrets.token_bytes(KEY))


def pair_of(private: bytes) -> Pair:
    """The pair of a private key."""
    return Pair(private, X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def box(public: bytes, value: bytes, *, about: str) -> bytes:
    """`value` for the holder of the private half alone; `about` binds it to its place: moved elsewhere, it does not open."""
    once = new_pair()
    shared = X25519PrivateKey.from_private_bytes(once.private).exchange(X25519PublicKey.from_public_bytes(public))
    return once.public + _encrypted(_key(shared, once.public + public), value, about)


def unbox(private: bytes, sealed: bytes, *, about: str) -> bytes:
    """The value again. Raises WrongKey."""
    once, rest = bytes(sealed[:PUBLIC]), bytes(sealed[PUBLIC:])
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(once))
    return _decrypted(_key(shared, once + pair_of(private).public), rest, about)


def lock(private: bytes, passphrase: str) -> bytes:
    """A private key that only the passphrase opens."""
    salt = os.urandom(SALT)
    return salt + _encrypted(_stretched(passphrase, salt), private, "private")


def unlock(sealed: bytes, passphrase: str) -> bytes:
    """The private key. Raises WrongKey."""
    salt, rest = bytes(sealed[:SALT]), bytes(sealed[SALT:])
    return _decrypted(_stretched(passphrase, salt), rest, "private")


def encrypt(key: bytes, value, *, about: str) -> bytes:
    """JSON of `value` under a key of 32 bytes."""
    return _encrypted(key, json.dumps(value).encode(), about)


def decrypt(key: bytes, sealed: bytes, *, about: str):
    """The value again. Raises WrongKey."""
    return json.loads(_decrypted(key, bytes(sealed), about))


def on_paper(private: bytes) -> str:
    """A key as people write it down: 56 characters in groups of four; the last few tell of a slip of the pen."""
    text = base64.b32encode(private + _check(private)).decode().rstrip("=")
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def from_paper(text: str) -> bytes:
    """The key again, whatever case and blanks. Raises WrongKey."""
    plain = "".join(c for c in text.upper() if c.isalnum()).translate(str.maketrans("018", "OIB"))
    try:
        raw = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError as error:
        raise WrongKey from error
    private, check = raw[:KEY], raw[KEY:]
    if len(private) != KEY or _check(private) != check:
        raise WrongKey
    return private


def _check(private: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"paper" + private)
    return digest.finalize()[:3]


def _key(shared: bytes, context: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=b"netral box " + context).derive(shared)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY, n=COST, r=8, p=1).derive(passphrase.encode())


def _encrypted(key: bytes, value: bytes, about: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, value, about.encode())


def _decrypted(key: bytes, sealed: bytes, about: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error
