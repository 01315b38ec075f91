"""Names of indexes: evidence-v1, evidence-v2 … and the alias over the one that answers."""

import re

from django.conf import settings


def alias() -> str:
    """What searches ask; SEARCH_PREFIX keeps sites apart that share a service."""
    return settings.SEARCH_PREFIX


def name(number: int) -> str:
    return f"{alias()}-v{number}"


def number(index: str) -> int:
    """The number in a name; 0 for one that is none of ours."""
    match = re.fullmatch(rf"{re.escape(alias())}-v(\d+)", index)
    return int(match[1]) if match else 0
