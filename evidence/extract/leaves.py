"""What a reader hands out: pages not yet read, and pages read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


class NoOcr(Exception):
    """There is no Tesseract on this machine, or none of its languages that are wanted."""


@dataclass
class Leaf:
    """One page as it was read; `words` as fractions of the page with their place in the text, `reason` why it was not."""

    text: str = ""
    label: str = ""
    extractor: str = ""
    words: list[list] | None = None
    confidence: float | None = None
    messages: list[dict] | None = None
    reason: str = ""
    tidy: bool = False  # clean already

    def facts(self) -> dict:
        """For JSON, without what is not there."""
        return {name: value for name, value in vars(self).items() if value not in (None, "") and name != "tidy"}


Task = Callable[[], Leaf]


def given(leaf: Leaf) -> Task:
    """A page that is read already."""
    return lambda: leaf


def at_hand(texts: Iterable[str], *, extractor: str, label: str = "") -> list[Task]:
    """Pages whose text is there already, each with the same label."""
    return [given(Leaf(text=text, label=label, extractor=extractor)) for text in texts]
