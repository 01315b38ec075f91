"""Starts a child process that handles what a stranger sent, and outlives whatever becomes of it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading

from django.conf import settings

from evidence.compiled import compiled

PATIENCE = 40  # seconds by the clock, unless told otherwise
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes


def ask(module: str, *arguments: str, patience: float | None = None, handed: int | None = None) -> tuple[int, bytes]:
    """Exit code and output of `python -m module arguments`; -9 and what there was when it ran out of time or said too much.

    `handed` is a descriptor that becomes its input: a file that has no name (evidence.vault). Nothing of our environment
    goes along: the keys are in it. Raises OSError when no child can start.
    """
    compiled()
    with subprocess.Popen(  # noqa: S603 - our own module; the arguments are ours too
        [sys.executable, "-m", module, *arguments],
        cwd=settings.ROOT,
        env={
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "utf-8",
            "OMP_THREAD_LIMIT": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        stdin=subprocess.DEVNULL if handed is None else handed,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        alarm = threading.Timer(patience or PATIENCE, _end, [child])
        alarm.start()
        try:
            answer = child.stdout.read(LARGEST_ANSWER + 1)
            if len(answer) > LARGEST_ANSWER:
                _end(child)
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        finally:
            alarm.cancel()
            _end(child)  # before it is reaped: its number is still its own
        return child.wait(), answer


def _end(child: subprocess.Popen) -> None:
    """The child and all that it began: what it leaves behind would go on, and hold its output open."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
