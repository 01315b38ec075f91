"""The name a sender gave a file: kept for showing, cleaned of everything that could deceive, never part of a path."""

import re
import unicodedata

from evidence.kinds import FileKind

LONGEST = 200  # characters
NAMELESS = "berkas"
EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7}|[0-9][A-Za-z0-9]{1,3})$")


def shown_name(raw: str) -> str:
    """The last part of a path without control, bidirectional and other invisible characters, at most 200 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(_visible(character) for character in last)
    trimmed = " ".join(visible.split()).strip(". ")
    return _shortened(trimmed) or NAMELESS


def extension_of(name: str) -> str:
    """What stands after the last dot, lower case and without the dot, or nothing: "Bukti no. 3" has none."""
    found = EXTENSION.search(name)
    return "" if found is None or found[1].isdigit() else found[1].lower()


def with_extension(name: str, kind: FileKind) -> str:
    """The name, ended by the kind's extension when it has none of an accepted kind, so that it opens where it lands."""
    return f"{name[: LONGEST - 6]}.{kind.extensions[0]}"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r":
        return " "
    return "" if category.startswith("C") else character


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    ending = EXTENSION.search(name)
    tail = ending[0] if ending else ""
    return name[: LONGEST - len(tail)].rstrip(". ") + tail
