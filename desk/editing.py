"""Two people write the same thing: what was saved since the page was opened is shown beside what was typed, and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form

FIELD = "versi"


@dataclass(frozen=True)
class Saved:
    """What somebody else saved meanwhile: who, when, and the texts by their field's name."""

    by: Any
    at: Any
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Versions:
    """The kept versions of what a page edits.

    `rows(form)` are those that saving this form would write over, by growing number; `told` makes (field, text) of one.
    """

    rows: Callable[[Form], Any]
    told: Callable[[Any], Sequence[tuple[str, str]]]
    by: str = "history_user"
    at: str = "history_date"

    def mark(self, form: Form) -> str:
        """What the page carries: the last version as it was opened, over everything the page could write."""
        last = self.rows(form).order_by("-pk").values_list("pk", flat=True).first()
        return str(last or 0)

    def newer(self, form: Form, mark: str) -> Saved | None:
        """The last version after the mark, None when there is none or it says what is typed: a second click is no conflict."""
        if not (mark.isascii() and mark.isdigit()):
            return None
        row = self.rows(form).filter(pk__gt=int(mark)).select_related(self.by).order_by("-pk").first()
        if row is None or _same(form, self.told(row)):
            return None
        labelled = [
            (str(form.fields[name].label), text) for name, text in self.told(row) if name in form.fields and text
        ]
        return Saved(getattr(row, self.by), getattr(row, self.at), labelled)


def _same(form: Form, told: Sequence[tuple[str, str]]) -> bool:
    return all(_text(form.cleaned_data.get(name)) == text.strip() for name, text in told)


def _text(value) -> str:
    return str(getattr(value, "pk", value) or "").replace("\r\n", "\n").strip()
