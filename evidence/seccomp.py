"""A filter in the kernel: from here on no socket can be made and no other process looked into. Linux, by ctypes alone.

It needs no right and no name space, so that it also holds in containers; what a child begins inherits it.
"""

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Iterator

NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER_MODE = 38, 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # classic BPF, as seccomp reads it
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # in struct seccomp_data, little endian
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
THREAD = 0x00010000  # CLONE_THREAD: a thread is no new process
FOREIGN_NUMBERS = 0x40000000  # x32: the same calls under other numbers
# by machine: the kernel's name of the architecture, what is refused, fork and vfork, clone
# refused: socket, ptrace, process_vm_readv/writev, io_uring_setup, mount, umount2, bpf, keyctl, add_key, request_key,
# perf_event_open, unshare, setns, userfaultfd, pidfd_getfd, open_by_handle_at, kexec_load, init/finit/delete_module,
# pivot_root, chroot
MACHINES = {
    "x86_64": (
        0xC000003E,
        (41, 101, 310, 311, 425, 165, 166, 321, 250, 248, 249, 298, 272, 308, 323, 438, 304, 246, 175, 313, 176, 155, 161),
        (57, 58),
        56,
    ),
    "aarch64": (
        0xC00000B7,
        (198, 117, 270, 271, 425, 40, 39, 280, 219, 217, 218, 241, 97, 268, 282, 438, 265, 104, 105, 273, 106, 41, 51),
        (),
        220,
    ),
}  # fmt: skip
CLONE3 = 435  # hides its flags behind a pointer: answered "unknown", so that the C library takes clone


def no_new_privileges() -> bool:
    """Nothing that is begun from here on gains rights by being begun. True when the kernel agreed."""
    return sys.platform == "linux" and _libc().prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0


def cut(*, processes: bool) -> bool:
    """No socket for this process and all it begins, and no new process either unless `processes`. True when it holds.

    Call no_new_privileges() before.
    """
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    code = b"".join(_program(*machine, processes=processes))
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(held))
    return _libc().prctl(SET_SECCOMP, FILTER_MODE, program, 0, 0) == 0


def _program(architecture, refused, forks, clone, *, processes) -> Iterator[bytes]:
    yield _step(LOAD, ARCHITECTURE_AT)
    yield _step(EQUAL, architecture, yes=1)
    yield _step(RETURN, KILL)
    yield _step(LOAD, NUMBER_AT)
    yield from _answer(AT_LEAST, FOREIGN_NUMBERS, errno.ENOSYS)
    for number in refused if processes else (*refused, *forks):
        yield from _answer(EQUAL, number, errno.EACCES)
    if not processes:
        yield from _answer(EQUAL, CLONE3, errno.ENOSYS)
        yield _step(EQUAL, clone, no=3)
        yield _step(LOAD, FIRST_ARGUMENT_AT)
        yield _step(ANY_BIT, THREAD, yes=1)
        yield _step(RETURN, REFUSE | errno.EACCES)
    yield _step(RETURN, ALLOW)


def _answer(test: int, value: int, error: int) -> Iterator[bytes]:
    yield _step(test, value, no=1)
    yield _step(RETURN, REFUSE | error)


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
