"""The child: takes its own rights away first, then reads what a stranger sent, then prints JSON and ends."""

import json
import os
import resource
import sys
from importlib import import_module

from evidence.extract.pieces import Unreadable, limited

READERS = ("pdf", "docx", "html", "text")
MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of processor time
OPEN_FILES = 64


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


def restrict() -> None:
    """Little memory, little time, no files written, no processes begun, last in the queue for the processor."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    os.nice(10)


if __name__ == "__main__":
    restrict()
    json.dump(main(*sys.argv[1:3]), sys.stdout)
