"""Marks in the text of a page what somebody was looking for. How words are found is for the room of search to say."""

from collections.abc import Callable

_markers: list[Callable[[str, str], str]] = []


def marker(function: Callable[[str, str], str]) -> None:
    """Register function(text, query) → HTML that is safe to show, with <mark> around what the query finds."""
    _markers[:] = [function]


def shown(text: str, query: str) -> str:
    """The text with what was looked for marked; without a query, or without anybody who knows how, as it is."""
    return _markers[0](text, query) if query and _markers else text
