"""The number of a letter: by the pattern of the authority, one after the other within its year."""

from dataclasses import dataclass
from datetime import date

from agencies.models import SupervisingAuthority
from letters.models import NumberSequence

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Number:
    """`sequence` within the year, and the whole as it is printed."""

    sequence: int
    text: str


def next_number(authority: SupervisingAuthority, *, on: date) -> Number:
    """Take the next number, in the caller's transaction: who rolls back gives it back, who comes meanwhile waits."""
    NumberSequence.objects.get_or_create(authority=authority, year=on.year)
    row = NumberSequence.objects.select_for_update().get(authority=authority, year=on.year)
    row.last += 1
    row.save(update_fields=["last"])
    return Number(row.last, formatted(authority.letter_pattern, row.last, on=on))


def formatted(pattern: str, number: int, *, on: date) -> str:
    """A pattern such as "R-{number}/KASN/{roman}/{year}", filled in; what it does not know stays as it is written."""
    known = {"number": number, "month": on.month, "roman": ROMAN[on.month - 1], "year": on.year}
    for name, value in known.items():
        pattern = pattern.replace(f"{{{name}}}", str(value))
    return pattern
