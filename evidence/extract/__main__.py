"""The child: takes its own rights away first, then reads what a stranger sent, then prints JSON and ends."""

import json
import sys
from importlib import import_module

from evidence.extract.pieces import Unreadable, limited
from evidence.sandbox import restrict

READERS = ("pdf", "docx", "html", "text")


def main(path: str, reader: str) -> dict:
    """{"extractor", "pages": [[number, text]], "cut"} or {"error": "locked" | "broken" | "large"}."""
    if reader not in READERS:
        return {"error": "broken"}
    module = import_module(f"evidence.extract.{reader}")
    try:
        pages, cut = limited(module.pages(path))
        return {"extractor": module.NAME, "pages": pages, "cut": cut}
    except Unreadable as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {"error": "large"}


if __name__ == "__main__":
    restrict()
    json.dump(main(*sys.argv[1:3]), sys.stdout)
