"""A ZIP: first what is in it, then the pages of its files, one level deep."""

import zipfile

from evidence.extract import members
from evidence.extract.leaves import Leaf, Task, given
from evidence.extract.parcel import Source, opened
from evidence.extract.pieces import MOST_PAGES, pieces

NAME = "zip"
BESIDE = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")  # what systems put in beside what people chose
MOST_HELD = 400 * 1024 * 1024  # bytes of all members together


def tasks(source: Source) -> list[Task]:
    """A page that lists the names, then the members' pages in their order. Raises Unreadable."""
    with opened(source) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_beside(entry.filename)]
        listed = pieces(members.shown(entry.filename) for entry in entries)
        found: list[Task] = [given(Leaf(text=names, label="Daftar isi", extractor=NAME)) for names in listed]
        held = 0
        for place, entry in enumerate(entries):
            held += entry.file_size
            if held > MOST_HELD or len(found) > MOST_PAGES:
                break
            found += _pages(archive, place, entry)
    return found


def _is_beside(name: str) -> bool:
    return name.startswith(BESIDE[0]) or name.rpartition("/")[2] in BESIDE


def _pages(archive: zipfile.ZipFile, place: int, entry: zipfile.ZipInfo) -> list[Task]:
    if entry.file_size > members.LARGEST:
        return []  # films mostly: their names are listed
    try:
        return members.tasks(place, entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, EOFError, OSError):
        return [given(Leaf(label=members.shown(entry.filename), reason="broken"))]
