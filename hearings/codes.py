"""The one-time code of an invitation: shown once, kept as a keyed digest; a new one makes the old one worthless."""

from workflow.references import normalised_code, random_text
from workflow.sealing import digest

LENGTH, GROUP = 24, 4  # 120 bits, in fours for whoever reads them aloud


def new_code() -> str:
    """Such as 7K3M-9QXA-…: six groups of four."""
    text = random_text(LENGTH)
    return "-".join(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What is kept of a code; the same for every way of typing it."""
    return digest(normalised_code(code), purpose="invitation-code")
