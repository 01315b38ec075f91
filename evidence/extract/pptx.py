"""Text of a PPTX: its slides in the order in which they are shown, each with the speaker's notes and comments."""

import zipfile
from collections.abc import Iterator

from evidence.extract.leaves import Leaf, Task, given
from evidence.extract.parcel import Source, attribute, events, index, opened, relations
from evidence.extract.pieces import Unreadable

NAME = "pptx"
SHOW = "ppt/presentation.xml"
BESIDE = ("notesSlide", "comments", "diagramData")


def tasks(source: Source) -> list[Task]:
    """A page to a slide. Raises Unreadable."""
    with opened(source) as archive:
        if SHOW not in archive.namelist():
            raise Unreadable("broken")
        return [given(Leaf(text=_slide(archive, part), extractor=NAME)) for part in _slides(archive)]


def _slides(archive: zipfile.ZipFile) -> list[str]:
    targets, names = relations(archive, SHOW), set(archive.namelist())
    shown = (each for each in index(archive, SHOW).iter() if each.tag.rpartition("}")[2] == "sldId")
    parts = (targets.get(_reference(each), ("", ""))[1] for each in shown)
    return [part for part in parts if part in names]


def _reference(element) -> str:
    """The relation's id: the attribute of that name that has a namespace, beside the slide's own number."""
    return next((value for key, value in element.items() if key.endswith("}id")), attribute(element, "id") or "")


def _slide(archive: zipfile.ZipFile, part: str) -> str:
    names = set(archive.namelist())
    beside = [other for kind, other in relations(archive, part).values() if kind in BESIDE and other in names]
    return "\n\n".join("\n".join(_paragraphs(archive, each)) for each in (part, *beside))


def _paragraphs(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    line: list[str] = []
    for event, tag, element in events(archive, part):
        if event != "end":
            continue
        if tag in ("t", "text"):
            line.append(element.text or "")  # type: ignore[attr-defined]
        elif tag in ("p", "br", "cm"):
            if any(line):
                yield "".join(line)
            line.clear()
