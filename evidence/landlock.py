"""Which files a process may still touch, kept by the kernel (Landlock, Linux 5.13 and later), by ctypes alone."""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # the same on every architecture
BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
OF_ONE_FILE = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15
READING = EXECUTE | READ_FILE | READ_DIR
FIRST_RIGHTS, REFER, TRUNCATE, DEVICE_CALLS = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
CONNECTIONS = 3  # bind and connect by TCP
BEYOND = 3  # abstract Unix sockets, and signals to who is outside


def version() -> int:
    """What this kernel knows: 0 for nothing at all."""
    return max(_libc().syscall(CREATE, None, 0, 1), 0) if sys.platform == "linux" else 0


def confine(*, readable: Iterable[Path], listed: Iterable[Path], writable: Iterable[Path] | None) -> int:
    """Only `readable` may be read or begun, `listed` looked into, `writable` written; None leaves writing alone.

    Returns the version that holds, 0 when the system knows none. Call no_new_privileges() before.
    """
    known = version()
    if known == 0:
        return 0
    rights = _rights(known, writing=writable is not None)
    rules = _ruleset(known, rights)
    if rules < 0:
        return 0
    try:
        for paths, allowed in ((readable, READING), (listed, READ_DIR), (writable or (), rights)):
            for path in paths:
                _allow(rules, path, allowed & rights)
        return known if _libc().syscall(RESTRICT, rules, 0) == 0 else 0
    finally:
        os.close(rules)


def _rights(known: int, *, writing: bool) -> int:
    if not writing:
        return READING
    later = (REFER if known >= 2 else 0) | (TRUNCATE if known >= 3 else 0) | (DEVICE_CALLS if known >= 5 else 0)
    return FIRST_RIGHTS | later


def _ruleset(known: int, rights: int) -> int:
    wanted = struct.pack("=QQQ", rights, CONNECTIONS, BEYOND)
    wanted = wanted[: 24 if known >= 6 else 16 if known >= 4 else 8]
    return _libc().syscall(CREATE, wanted, len(wanted), 0)


def _allow(rules: int, path: Path, rights: int) -> None:
    """What is not there needs no rule."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & OF_ONE_FILE, place)
        _libc().syscall(ADD_RULE, rules, BENEATH, rule, 0)
    finally:
        os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
