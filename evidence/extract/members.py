"""Files inside another file: a member of an archive, an attachment of a letter. One level deep, never deeper."""

from importlib import import_module
from io import BytesIO

from evidence.extract import watch
from evidence.extract.leaves import Leaf, Task, given
from evidence.extract.pieces import Unreadable
from evidence.names import shown_name
from evidence.refusal import Unacceptable
from evidence.sniff import sniff

LARGEST = 64 * 1024 * 1024  # bytes of a member that is opened
LONGEST_LABEL = 150  # characters
CONTAINERS = ("archive", "mail")


def tasks(place: int, name: str, content: bytes) -> list[Task]:
    """Pages of the member at `place`, labelled with its name. What cannot be read is one page that says why.

    A member at which a child died before is left closed; sound and film have no pages.
    """
    label = shown(name)
    if place in watch.avoided or len(content) > LARGEST:
        return [_unread(label, "large")]
    watch.told(opening=place)
    try:
        reader = sniff(BytesIO(content), name=shown_name(name.rpartition("/")[2])).reader
        found = (
            import_module(f"evidence.extract.{reader}").tasks(content) if reader and reader not in CONTAINERS else []
        )
    except Unreadable as error:
        return [_unread(label, str(error))]
    except Unacceptable:
        return [_unread(label, "broken")]
    except (MemoryError, RecursionError):
        return [_unread(label, "large")]
    return [_labelled(task, label, number, len(found)) for number, task in enumerate(found, start=1)]


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
