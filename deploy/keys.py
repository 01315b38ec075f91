"""Keys of the embedded default: made at the first start, kept beside the data, readable by the owner alone."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def embedded_key(data_dir: Path, name: str, embedded: bool) -> str:
    """The key `name` (43 URL-safe characters, 256 bits) from DATA_DIR/keys, made when absent.

    Raises ImproperlyConfigured outside the embedded default: there, keys come from the environment.
    """
    if not embedded:
        raise ImproperlyConfigured(
            f"{name}: set SECRET_KEY, FIELD_KEYS and LOG_KEY (or …_FILE) when DATABASE_URL is set"
        )
    path = data_dir / "keys" / name
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Two first starts at once agree on one key: it appears under its name whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
