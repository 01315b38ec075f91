"""What a child process takes away from itself before it looks at what a stranger sent.

Limits hold everywhere. No network, no sight of other files and of other processes hold where the system allows it;
`python -m evidence.sandbox` tries it out and says so, which is what `manage.py doctor` asks.
"""

import contextlib
import ctypes
import json
import os
import resource
import socket
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from evidence import landlock, seccomp

MEGABYTE = 1024 * 1024  # bytes
OPEN_FILES = 64
NOT_DUMPABLE = 4
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
ROOT = Path(__file__).resolve().parent.parent
SYSTEM = tuple(
    Path(place)
    for place in (
        "/usr", "/lib", "/lib64", "/bin", "/nix/store", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime",
        "/etc/alternatives", "/var/cache/fontconfig", "/proc/cpuinfo", "/proc/meminfo", "/proc/self",
        "/sys/devices/system/cpu", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    )
)  # fmt: skip
NOWHERE = Path(os.devnull)  # what a program begun without input or output opens for writing


@dataclass(frozen=True)
class Held:
    """What the system granted: network "seccomp", "namespace" or "" (open); Landlock's version or 0 (all files in sight)."""

    network: str
    files: int
    privileges: bool


def restrict(
    *,
    memory: int = 1024 * MEGABYTE,
    seconds: int = 20,
    written: int = 0,
    processes: int = 0,
    readable: Iterable[str | Path] = (),
    folder: str | Path | None = None,
) -> Held:
    """Little memory (bytes of address space) and processor time, files of at most `written` bytes, last in the queue.

    It may read the system's programs, Python, our code, what the command line names and `readable`. It may write into
    `folder` alone; when `written` is not 0 and no folder is named, where it writes is left to the caller.
    `processes` 0: it can begin none; else as many more than its user has now (root is bound by the clock alone).
    """
    _limit(memory=memory, seconds=seconds, written=written, processes=processes)
    os.nice(10)
    os.umask(0o077)
    privileges = seccomp.no_new_privileges()
    _hide()
    files = _confine(readable, folder, written=written)
    network = "seccomp" if seccomp.cut(processes=processes > 0) else "namespace" if _leave_network() else ""
    return Held(network=network, files=files, privileges=privileges)


def _limit(*, memory: int, seconds: int, written: int, processes: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: _tasks() + processes if processes else 0,
    }
    for limit, value in limits.items():
        most = resource.getrlimit(limit)[1]
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (value, value))


def _tasks() -> int:
    """Threads that this user runs now: the kernel counts all of them against the limit."""
    own, count = os.getuid(), 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.stat().st_uid == own:
                count += len(os.listdir(place / "task"))
        except OSError:  # it ended meanwhile
            continue
    return count


def _confine(readable: Iterable[str | Path], folder: str | Path | None, *, written: int) -> int:
    named = [Path(place) for place in (*sys.argv[1:], *readable) if str(place).startswith("/")]
    own = [place for place in ROOT.iterdir() if (place / "__init__.py").exists()]
    python = [Path(place) for place in (sys.prefix, sys.base_prefix, *sys.path[1:])]
    writable = None if written and folder is None else [NOWHERE, *([Path(folder)] if folder else [])]
    return landlock.confine(
        readable=[place for place in (*SYSTEM, *python, *own, *named) if place != ROOT],
        listed=[ROOT],
        writable=writable,
    )


def _hide() -> None:
    """No memory dump, and no look into this process by others of its user."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)


def _leave_network() -> bool:
    """A network of its own with nothing in it, where no filter can be had."""
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None).unshare
    return unshare(NEW_NETWORK) == 0 or unshare(NEW_USER | NEW_NETWORK) == 0


def tried() -> Held:
    """What really holds, found out by doing what must not be possible. For a process of its own: there is no way back."""
    held = restrict()
    with contextlib.suppress(OSError), socket.socket():
        held = replace(held, network="")
    with contextlib.suppress(OSError), Path("/etc/passwd").open():
        held = replace(held, files=0)
    return held


if __name__ == "__main__":
    json.dump(asdict(tried()), sys.stdout)
