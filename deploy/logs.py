"""What reaches the log: never who called, and never so much that the rest drowns in it."""

import logging
import threading
import time

MINUTE = 60  # seconds
LONGEST = 500  # characters of one line
STRANGERS = ("django.security", "django.request", "uvicorn")  # what anybody can cause from outside


class Bounded(logging.Filter):
    """Lets through `most` lines a minute of each kind that strangers can cause; the next one says how many it left out.

    What they sent, such as a made-up Host, is not repeated.
    """

    def __init__(self, most: int = 20):
        super().__init__()
        self.most, self.lock = most, threading.Lock()
        self.counts: dict[str, list[float]] = {}  # kind → [since, passed, left out]

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(STRANGERS):
            return True
        passes, left_out = self._counted(record.name)
        if passes:
            _shorten(record, left_out)
        return passes

    def _counted(self, kind: str) -> tuple[bool, int]:
        now = time.monotonic()
        with self.lock:
            since, passed, left_out = self.counts.get(kind, [now, 0, 0])
            before = 0
            if now - since >= MINUTE:
                since, passed, left_out, before = now, 0, 0, left_out
            passes = passed < self.most
            self.counts[kind] = [since, passed + passes, left_out + (not passes)]
        return passes, int(before)


def _shorten(record: logging.LogRecord, left_out: int) -> None:
    told = "a Host that is none of ours" if record.name.endswith("DisallowedHost") else record.getMessage()
    more = f" (and {left_out} more like it)" if left_out else ""
    record.msg, record.args = f"{told[:LONGEST]}{more}", None
    if record.name.startswith("django.security"):
        record.exc_info = record.exc_text = None  # it would quote what was sent
