"""Numbers in running text: NIP, NIK and telephone numbers, however they are spaced, and as OCR misread them when it fits.

A letter is taken for a digit (O for 0, l for 1) only when the number that comes out has the structure of its kind.
NIP: birth date, month of appointment, sex, three digits; PPPK have the year of the first contract and a contract code.
NIK: province, regency, district, birth date (women: day + 40), four digits.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

DIGIT = "[0-9OoQDIl|]"
RUN = re.compile(rf"(?<![\w@]){DIGIT}+(?:[ .\-–]{{1,2}}{DIGIT}+)*(?![\w@])")
GROUP = re.compile(rf"{DIGIT}+")
MISREAD = str.maketrans({"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1"})
NIP_LENGTH, NIK_LENGTH = 18, 16
FIRST_PPPK = 2019  # year of the first contracts
MOST_GROUPS = 18
MOBILE = re.compile(
    r"(?<![\w@/])(?:\+?62[ .\-–]{0,2}|\(0|0)(?:8\d{8,11}(?!\d)|8\d{1,3}(?:[ .\-–)]{1,2}\d{2,5}){2,4})(?![\w/])"
)
LEAST_MOBILE, MOST_MOBILE = 9, 12  # digits after the country code
AREA = r"0(?:2[1-9]\d?|[3-79]\d{1,2})"
LANDLINE = re.compile(
    rf"(?:(?<![\w/])\({AREA}\)[ .\-–]{{0,2}}|(?:telp|telepon|tlp|fax|faks)[ .:]{{1,3}}{AREA}[ .\-–/]{{1,3}}"
    rf"|(?<![\w/])\+62[ .\-–]{{0,2}}\(?{AREA[1:]}\)?[ .\-–]{{1,2}})\d(?:[ .\-–]?\d){{4,7}}(?![\w/])",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """Something recognised at [start, end) of a text; `value` is its one form."""

    kind: str
    value: str
    start: int
    end: int


def is_nip(digits: str) -> bool:
    """Has this the structure of a NIP, or of the number of a PPPK?"""
    if len(digits) != NIP_LENGTH or not digits.isascii() or not digits.isdigit() or digits[14] not in "12":
        return False
    born, year, month = _day(digits[:8]), int(digits[8:12]), int(digits[12:14])
    if born is None or not 15 <= year - born.year <= 60:
        return False
    return 1 <= month <= 12 or year >= FIRST_PPPK


def is_nik(digits: str, provinces: Collection[str]) -> bool:
    """Has this the structure of a NIK whose province is known? Regencies were renumbered, so theirs is not compared."""
    if len(digits) != NIK_LENGTH or not digits.isascii() or not digits.isdigit() or digits[:2] not in provinces:
        return False
    regency, district, day, month = (int(digits[n : n + 2]) for n in (2, 4, 6, 8))
    return 0 < regency < 80 and district > 0 and (day % 40 or 40) <= 31 and 1 <= month <= 12 and digits[12:] != "0000"


def numbers_in(text: str, provinces: Collection[str]) -> Iterator[Found]:
    """NIP and NIK, from left to right; none overlaps another."""
    for run in RUN.finditer(text):
        groups = [(m.group(), m.start(), m.end()) for m in GROUP.finditer(text, run.start(), run.end())]
        yield from _in_groups(groups, provinces)


def _in_groups(groups: list[tuple[str, int, int]], provinces: Collection[str]) -> Iterator[Found]:
    first = 0
    while first < len(groups):
        found, after = _from(groups, first, provinces)
        if found:
            yield found
        first = after


def _from(groups, first: int, provinces) -> tuple[Found | None, int]:
    """What begins with the group number `first`, and the group to go on from."""
    digits, best, after = "", None, first + 1
    for number in range(first, min(first + MOST_GROUPS, len(groups))):
        digits += groups[number][0].translate(MISREAD)
        if len(digits) > NIP_LENGTH:
            break
        kind = "NIP" if is_nip(digits) else "NIK" if is_nik(digits, provinces) else ""
        if kind and _mostly_digits(groups[first : number + 1]):
            best, after = Found(kind, digits, groups[first][1], groups[number][2]), number + 1
    return best, after


def _mostly_digits(groups) -> bool:
    written = "".join(group for group, _start, _end in groups)
    return sum(c.isdigit() for c in written) >= len(written) * 2 // 3


def phones_in(text: str) -> Iterator[Found]:
    """Telephone numbers as +62…: mobile ones, and those of a landline that are marked as such."""
    for match in MOBILE.finditer(text):
        yield from _mobile(match)
    for match in LANDLINE.finditer(text):
        start = match.start() + re.search(r"[+(\d]", match.group()).start()
        yield Found("PHONE", international(match.group()), start, match.end())


def _mobile(match: re.Match) -> Iterator[Found]:
    """The number without what follows it and only looks like one more group."""
    written = match.group()
    while (
        len(international(written)) - 3 > MOST_MOBILE and (shorter := re.sub(r"[ .\-–)]+\d+$", "", written)) != written
    ):
        written = shorter
    if LEAST_MOBILE <= len(international(written)) - 3 <= MOST_MOBILE:
        yield Found("PHONE", international(written), match.start(), match.start() + len(written))


def international(number: str) -> str:
    """Digits with the country code: 0812… and 62812… are +62812…"""
    digits = re.sub(r"\D", "", number)
    return f"+62{digits.removeprefix('62').removeprefix('0')}"


def _day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if 1930 <= day.year <= 2015 else None
