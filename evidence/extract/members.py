"""Files inside another file: a member of an archive, an attachment of a letter. One level deep, never deeper."""

from importlib import import_module

from evidence.extract import watch
from evidence.extract.leaves import Leaf, Task, given
from evidence.extract.parcel import opened
from evidence.extract.pieces import Unreadable

LARGEST = 64 * 1024 * 1024  # bytes of a member that is opened
LONGEST_LABEL = 150  # characters
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "picture", b"\x89PNG\r\n\x1a\n": "picture"}
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "content.xml": "odt"}
TEXTS = {
    "txt": "text",
    "text": "text",
    "log": "text",
    "md": "text",
    "csv": "text",
    "tsv": "text",
    "htm": "html",
    "html": "html",
}


def tasks(place: int, name: str, content: bytes) -> list[Task]:
    """Pages of the member at `place`, labelled with its name. What cannot be read is one page that says why.

    A member at which a child died before is left closed; sound, film and letters within have no pages.
    """
    label = shown(name)
    if place in watch.avoided or len(content) > LARGEST:
        return [_unread(label, "large")]
    watch.told(opening=place)
    try:
        reader = reader_of(name, content)
        found = import_module(f"evidence.extract.{reader}").tasks(content) if reader else []
    except Unreadable as error:
        return [_unread(label, str(error))]
    except (MemoryError, RecursionError):
        return [_unread(label, "large")]
    return [_labelled(task, label, number, len(found)) for number, task in enumerate(found, start=1)]


def reader_of(name: str, content: bytes) -> str:
    """Which reader knows this content; by its name only for text, which has no signature. "" when none. Raises Unreadable.

    What may be in there at all was judged when the file was taken in.
    """
    for signature, reader in SIGNATURES.items():
        if content[:16].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            return reader
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" or content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "picture"
    if content.startswith(b"PK\x03\x04"):
        with opened(content) as archive:
            return next((reader for part, reader in PARTS.items() if part in archive.namelist()), "")
    return TEXTS.get(name.rpartition(".")[2].lower(), "")


def shown(name: str) -> str:
    """A member's name as a label: its end matters most."""
    plain = "".join(letter for letter in name if letter.isprintable())
    return plain if len(plain) <= LONGEST_LABEL else "…" + plain[1 - LONGEST_LABEL :]


def _unread(label: str, reason: str) -> Task:
    return given(Leaf(label=label, reason=reason))


def _labelled(task: Task, label: str, number: int, count: int) -> Task:
    def read() -> Leaf:
        leaf = task()
        part = leaf.label or (f"hal {number}" if count > 1 else "")
        leaf.label = f"{label} · {part[:40]}" if part else label
        return leaf

    return read
