"""What officers read must not open anything: neither a report (its receipt code) nor a draft (its own code) (I3)."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint, Draft
from workflow.references import normalised_code
from workflow.sealing import digest

CODE_LENGTH = 24  # Crockford characters: 120 bits, so that a keyed digest is enough to look it up
TOKEN_LENGTH = 26  # of a draft: 130 bits
BATCH = 400
REFUSED = _("Di sini ada kode rahasia Anda. Hapus kodenya, lalu kirim lagi.")


def tells_a_code(text: str) -> bool:
    """Does any stretch of the text, read as a code, open a report or a draft, whosever it is?"""
    run = _readable(text)
    return _known(Complaint.objects, "receipt_digest", run, CODE_LENGTH, "receipt") or _known(
        Draft.objects, "digest", run, TOKEN_LENGTH, "draft"
    )


def _readable(text: str) -> list[tuple[str, bool]]:
    """The characters of a code with whether each was typed as a digit: hardly a code has none, hardly a sentence has one."""
    return [(read, char.isdigit()) for char in text for read in normalised_code(char)]


def _known(rows, field: str, run: list[tuple[str, bool]], length: int, purpose: str) -> bool:
    digests = (digest(window, purpose=purpose) for window in _windows(run, length))
    return any(rows.filter(**{f"{field}__in": batch}).exists() for batch in _batches(digests))


def _windows(run: list[tuple[str, bool]], length: int) -> Iterator[str]:
    characters = "".join(char for char, _digit in run)
    digits = sum(digit for _char, digit in run[: length - 1])
    for start in range(len(run) - length + 1):
        digits += run[start + length - 1][1]
        if digits:
            yield characters[start : start + length]
        digits -= run[start][1]


def _batches(digests: Iterable[str]) -> Iterator[list[str]]:
    left = iter(digests)
    while batch := list(islice(left, BATCH)):
        yield batch
