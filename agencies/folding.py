"""One form for all spellings of a name, so that what people type is found."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents; whatever is neither letter nor digit becomes one blank."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
