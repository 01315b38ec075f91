"""What a child process takes away from itself before it looks at what a stranger sent."""

import os
import resource

MEGABYTE = 1024 * 1024  # bytes
OPEN_FILES = 64


def restrict(*, memory: int = 1024 * MEGABYTE, seconds: int = 20, written: int = 0, processes: int = 0) -> None:
    """Little memory (bytes of address space) and processor time, files of at most `written` bytes, few processes begun,
    last in the queue for the processor.
    """
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: processes,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    os.nice(10)
