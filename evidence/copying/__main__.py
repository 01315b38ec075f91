"""The child: takes its own rights away first, then makes one part of a copy in the folder it was given, prints JSON, ends."""

import json
import sys
from importlib import import_module

from evidence.sandbox import MEGABYTE, restrict

TASKS = {
    "picture": "evidence.copying.pictures",
    "document": "evidence.copying.documents",
    "bind": "evidence.copying.binding",
    "media": "evidence.copying.media",
    "exif": "evidence.copying.exif",
    "burn": "evidence.copying.burning",
}
MEMORY = 2048 * MEGABYTE
LARGEST_COPY = 400 * MEGABYTE
SECONDS = 45


def main(task: str, *arguments: str) -> dict:
    """What the task says, or {"error": "broken"}; whatever goes wrong with a stranger's bytes is the file's fault."""
    module = TASKS.get(task)
    if module is None:
        return {"error": "broken"}
    try:
        return import_module(module).run(*arguments)
    except Exception:
        return {"error": "broken"}


if __name__ == "__main__":
    restrict(memory=MEMORY, seconds=SECONDS, written=LARGEST_COPY)
    json.dump(main(*sys.argv[1:]), sys.stdout)
