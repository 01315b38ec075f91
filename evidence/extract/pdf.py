"""Text layer of a PDF, page by page."""

from collections.abc import Iterator
from contextlib import closing

import pypdfium2
from pypdfium2 import raw

from evidence.extract.pieces import MOST_PAGES, Unreadable

NAME = f"pypdfium2 {pypdfium2.PYPDFIUM_INFO}"


def pages(path: str) -> Iterator[str]:
    """The text of each page in order, empty for a scanned one. Raises Unreadable."""
    document = _opened(path)
    for number in range(min(len(document), MOST_PAGES + 1)):
        yield _text(document, number)


def _opened(path: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unreadable("locked" if locked else "broken") from error
    if len(document) == 0:
        raise Unreadable("broken")
    return document


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            return text.get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""  # one broken page does not hide the others
