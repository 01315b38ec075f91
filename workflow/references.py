"""References that people read aloud: letters, digits and hyphens, not consecutive, no I L O U (Crockford base 32)."""

import secrets
from datetime import datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKE = str.maketrans("ILO", "110")


def new_reference(prefix: str, *, at: datetime) -> str:
    """Such as LAP-26-7K3M9Q: 30 random bits; the unique column tells of the rare collision."""
    return f"{prefix}-{at:%y}-{random_text(6)}"


def random_text(length: int) -> str:
    """`length` random characters of 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalised(text: str) -> str:
    """What a person typed, as it was printed: upper case, no blanks, look-alikes mended in the random part only."""
    return "".join(text.upper().split())


def normalised_code(text: str) -> str:
    """A receipt code as typed, without hyphens and blanks, look-alike letters mended."""
    return "".join(c for c in text.upper().translate(LOOKALIKE) if c in ALPHABET)
