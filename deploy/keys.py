"""Keys of the embedded default: made at the first start, kept beside the data, readable by the owner alone."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def embedded_key(data_dir: Path, name: str, embedded: bool) -> str:
    """The key `name` (43 URL-safe characters, 256 bits) from DATA_DIR/keys, made when absent.

    Raises ImproperlyConfigured outside the embedded default: there, keys come from the environment.
    """
    if not embedded:
        raise ImproperlyConfigured(f"{name}: set SECRET_KEY, FIELD_KEYS and LOG_KEY (or …_FILE) when DATABASE_URL is set")
    path = data_dir / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text().strip()
