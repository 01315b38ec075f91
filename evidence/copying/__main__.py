"""The child: takes its own rights away first, then makes one part of a copy in the folder it was given, prints JSON, ends."""

import json
import sys
from importlib import import_module

from evidence.sandbox import MEGABYTE, restrict

TASKS = {  # its module, and which argument names the folder it writes into
    "picture": ("pictures", 1),
    "document": ("documents", 1),
    "bind": ("binding", 0),
    "media": ("media", 1),
    "burn": ("burning", 0),
    "exif": ("exif", None),
}
MEMORY = 2048 * MEGABYTE
LARGEST_COPY = 400 * MEGABYTE
SECONDS = 45


def main(task: str, *arguments: str) -> dict:
    """What the task says, or {"error": "broken"}; whatever goes wrong with a stranger's bytes is the file's fault."""
    if task not in TASKS:
        return {"error": "broken"}
    try:
        return import_module(f"evidence.copying.{TASKS[task][0]}").run(*arguments)
    except Exception:
        return {"error": "broken"}


def folder_of(task: str, *arguments: str) -> str | None:
    """The one folder that this task may write into."""
    _module, place = TASKS.get(task, ("", None))
    return None if place is None else arguments[place]


if __name__ == "__main__":
    place = folder_of(*sys.argv[1:])
    restrict(memory=MEMORY, seconds=SECONDS, written=LARGEST_COPY if place else 0, folder=place)
    json.dump(main(*sys.argv[1:]), sys.stdout)
