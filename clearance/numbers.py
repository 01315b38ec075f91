"""A NIP as people bring it: with blanks and dots, or ruined by a spreadsheet that took it for a number."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 18
EXACT = 10**15  # beyond this a spreadsheet keeps the first fifteen digits alone
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?\s*E\+?\d+", re.IGNORECASE)
BETWEEN = re.compile(r"[\s.\-'’`]+")


def nip_of(value) -> str:
    """The eighteen digits. Raises ValidationError, saying what is wrong with it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    text = BETWEEN.sub("", str(value or ""))
    if SCIENTIFIC.fullmatch(text):
        raise ValidationError(_rounded(text))
    if not (text.isascii() and text.isdigit()):
        raise ValidationError(_("NIP terdiri dari 18 angka."))
    if len(text) != DIGITS:
        raise ValidationError(_("NIP terdiri dari 18 angka, yang ini %(digits)s.") % {"digits": len(text)})
    if text.endswith("000"):
        raise ValidationError(_rounded(text))
    _check_birth(text)
    return text


def tail(nip: str) -> str:
    """The last four digits: all that lists show."""
    return nip[-4:]


def _of_number(value: float) -> str:
    if value >= EXACT:
        raise ValidationError(_rounded(f"{value:.5E}".replace(".", ",")))
    return nip_of(str(int(value)) if value == value and value not in (float("inf"), float("-inf")) else "")


def _rounded(shown: str) -> str:
    return _(
        "NIP %(nip)s sudah dibulatkan Excel, tiga angka terakhirnya hilang. "
        "Ubah kolomnya menjadi Teks, lalu isi lagi dari sumbernya."
    ) % {"nip": shown[:24]}


def _check_birth(nip: str) -> None:
    """The first eight digits are a day of birth; digits 13 and 14 of contract staff need be no month."""
    month, day = int(nip[4:6]), int(nip[6:8])
    if not (1900 <= int(nip[:4]) <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        raise ValidationError(_("Delapan angka pertama NIP adalah tanggal lahir; yang ini bukan tanggal."))
