"""The child: takes its own rights away first, then reads what a stranger sent, a line of JSON to a page, and ends.

`python -m evidence.extract FILE READER [OPTIONS]`; OPTIONS is JSON: `start` (first page wanted), `seconds` (after which no
further page is begun), `spare` (characters still wanted), `avoid` (members that killed a child before), `tesseract` (the
program, "" for none), `engine` (its languages and name, when the parent knows them), `places` (only where the words are).
It says {"total"}, then {"at"} and {"page", …} for each, then {"end": true}, or {"end": false} when there is more to do,
or {"error": "locked" | "broken" | "large"}.
"""

import json
import sys
import time
from importlib import import_module

from evidence.extract import tesseract, watch
from evidence.extract.leaves import Leaf, Task
from evidence.extract.pieces import LONGEST_PAGE, MOST_PAGES, MOST_TEXT, Unreadable, clean
from evidence.sandbox import restrict

READERS = ("pdf", "picture", "docx", "xlsx", "pptx", "odt", "html", "mail", "text", "archive")
SECONDS = 10  # after which no further page is begun


def main(path: str, reader: str, options: dict) -> None:
    """Reads the pages from `start` on, as many as `seconds` allow."""
    if reader not in READERS:
        watch.told(error="broken")
        return
    watch.avoided = frozenset(options.get("avoid", ()))
    tesseract.program = options.get("tesseract", tesseract.DEFAULT)
    if options.get("engine"):
        tesseract.known[tesseract.program] = options["engine"]
    try:
        module = import_module(f"evidence.extract.{reader}")
        _pages(module.placed(path) if options.get("places") else module.tasks(path), options)
    except Unreadable as error:
        watch.told(error=str(error))
    except (MemoryError, RecursionError):
        watch.told(error="large")


def _pages(tasks: list[Task], options: dict) -> None:
    begun, spare, last = time.monotonic(), options.get("spare", MOST_TEXT), min(len(tasks), MOST_PAGES)
    watch.told(total=last, cut=len(tasks) > MOST_PAGES)
    first = options.get("start", 1)
    for number in range(first, last + 1):
        if spare <= 0:
            return watch.told(end=True, cut=True)
        if number > first and time.monotonic() - begun > options.get("seconds", SECONDS):
            return watch.told(end=False)
        watch.told(at=number)
        leaf = _read(tasks[number - 1])
        spare -= len(leaf.text)
        watch.told(page=number, **leaf.facts())
    return watch.told(end=True)


def _read(task: Task) -> Leaf:
    """One page; what is wrong with it is said of it alone."""
    try:
        return _tidy(task())
    except Unreadable as error:
        return Leaf(reason=str(error))
    except (MemoryError, RecursionError):
        return Leaf(reason="large")
    except Exception:  # whatever a stranger's file makes a library raise: the other pages are read
        return Leaf(reason="broken")


def _tidy(leaf: Leaf) -> Leaf:
    """Clean, and no longer than a page may be. Text with places in it was cleaned where the places were found."""
    if not leaf.tidy and leaf.words is None and leaf.messages is None:
        leaf.text = clean(leaf.text)
    if len(leaf.text) > LONGEST_PAGE:
        leaf.text, leaf.reason = leaf.text[:LONGEST_PAGE], leaf.reason or "cut"
        leaf.words = [word for word in leaf.words or () if word[5] <= LONGEST_PAGE] or None
    return leaf


if __name__ == "__main__":
    _path, _reader, _options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
    if _reader in tesseract.RECOGNISING:
        restrict(processes=8, seconds=40, readable=[_options.get("tesseract") or "/usr/bin/tesseract"])
    else:
        restrict()
    main(_path, _reader, _options)
