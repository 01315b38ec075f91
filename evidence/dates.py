"""Days written out in running text, Indonesian way: the day before the month."""

import re
from collections.abc import Iterator
from datetime import date

from evidence.numbers import MISREAD, Found

MONTHS = {
    1: "januari jan january", 2: "februari pebruari feb peb february", 3: "maret mar mrt march", 4: "april apr",
    5: "mei may", 6: "juni jun june", 7: "juli jul july", 8: "agustus agu agt ags aug august",
    9: "september sep sept", 10: "oktober okt oct october", 11: "november nopember nov nop", 12: "desember des dec december",
}  # fmt: skip
NUMBER_OF = {name: number for number, names in MONTHS.items() for name in names.split()}
D = "[0-9Ool]"
NAMED = re.compile(
    rf"(?<![\w.,])({D}{{1,2}})[ \-./]{{1,2}}({'|'.join(sorted(NUMBER_OF, key=len, reverse=True))})\.?[ \-./,]{{1,2}}"
    rf"('?\d{{2}}(?![\d.:]*\d)(?!\s?(?:orang|org|jam|hari|kali|wi[bt]\b))|{D}{{4}})(?!\w)",
    re.I,
)
PLAIN = re.compile(r"(?<![\w./\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[.\-]\d)")
ISO = re.compile(r"(?<![\w./\-])(\d{4})-(\d{2})-(\d{2})(?!\d)")
CENTURY = 36  # a year of two digits up to here is of this century


def dates_in(text: str) -> Iterator[Found]:
    """Days as YYYY-MM-DD. A day without its year, and one that the calendar does not have, are left out."""
    for match in NAMED.finditer(text):
        day, month, year = match[1].translate(MISREAD), NUMBER_OF[match[2].lower()], match[3].strip("'")
        yield from _found(match, year.translate(MISREAD), month, day)
    for match in PLAIN.finditer(text):
        yield from _found(match, match[4], match[3], match[1])
    for match in ISO.finditer(text):
        yield from _found(match, match[1], match[2], match[3])


def _found(match: re.Match, year, month, day) -> Iterator[Found]:
    try:
        value = date(_full(str(year)), int(month), int(day))
    except ValueError:
        return
    if 1930 <= value.year <= 2060:
        yield Found("DATE", value.isoformat(), match.start(), match.end())


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number <= CENTURY else 1900)
