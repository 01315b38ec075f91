"""Single values of other people's tables: days, words, codes. What cannot be read says so in the reader's language."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.folding import fold

MONTHS = {
    "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "agustus": 8,
    "september": 9, "oktober": 10, "november": 11, "desember": 12, "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4,
    "jun": 6, "jul": 7, "agu": 8, "ags": 8, "agt": 8, "sep": 9, "sept": 9, "okt": 10, "oct": 10, "nov": 11,
    "nop": 11, "nopember": 11, "pebruari": 2, "des": 12, "dec": 12, "may": 5, "aug": 8, "january": 1, "february": 2,
    "march": 3, "june": 6, "july": 7, "august": 8, "october": 10, "december": 12,
}  # fmt: skip
WRITTEN = re.compile(r"(?:[a-z]+[,.]?\s+)?(\d{1,2})[\s.\-/]+([a-z]+)[\s.,\-/]+(\d{4})")
NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?:\s+\d.*)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ t]\d.*)?")
SERIAL_ZERO = date(1899, 12, 30)  # what Excel counts its days from, its leap year 1900 included
SERIALS = range(18_264, 73_051)  # 1950 to 2099
FIRST_YEAR, LAST_YEAR = 1950, 2099


def text_of(value, *, most: int) -> str:
    """One line, cut to what the column holds; a whole number without the point a spreadsheet gave it."""
    if value is None:
        return ""
    if isinstance(value, float) and value == value and abs(value) < 10**15 and value == int(value):
        value = int(value)
    return " ".join(str(value).replace("\x00", "").split())[:most]


def day_of(value) -> date | None:
    """A day however it was written: 8 November 2024, 08/11/2024, 2024-11-08, a serial number. Raises ValidationError."""
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_serial(value)
    text = str(value).strip().lower()
    if text in ("-", "–", "n/a", "tidak ada"):
        return None
    if text.isascii() and text.isdigit():
        return _of_serial(int(text[:9]))
    return _of_text(text, str(value))


def _of_text(text: str, shown: str) -> date:
    try:
        if found := ISO.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := NUMBERS.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        elif found := WRITTEN.fullmatch(text):
            day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
        else:
            raise ValueError(text)
        return _in_range(date(year, month, day))
    except (ValueError, KeyError):
        raise ValidationError(_no_day(shown))


def _of_serial(value: float) -> date:
    if value != value or int(min(max(value, 0), 10**6)) not in SERIALS:
        raise ValidationError(_no_day(str(value)))
    return SERIAL_ZERO + timedelta(days=int(value))


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_no_day(day.isoformat()))
    return date(day.year, day.month, day.day)


def _no_day(shown: str) -> str:
    return _("“%(text)s” bukan tanggal. Tulis seperti 8 November 2024 atau 08/11/2024.") % {"text": shown[:40]}


class Words:
    """A list of codes that people write in many ways: found by its code, its name or another word for it."""

    def __init__(self, known: dict[str, str], *, what: str):
        self.what = what
        self.known = {fold(word): code for word, code in known.items()}

    def code_of(self, value) -> str:
        """The code, "" for an empty cell. Raises ValidationError for a word nobody knows."""
        written = text_of(value, most=240)
        if not written or written in ("-", "–"):
            return ""
        found = self.known.get(fold(written)) or self.known.get(fold(written.split(" ")[0]))
        if found is None:
            raise ValidationError(_("%(what)s “%(text)s” tidak dikenal.") % {"what": self.what, "text": written[:60]})
        return found
