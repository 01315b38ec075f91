"""From inside a child: no network, no other file, no other process, little of everything (the sender is anonymous)."""

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.conf import settings

from evidence import child, landlock
from evidence.child import ask

needs_filter = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="no such filter here"
)
needs_landlock = pytest.mark.skipif(landlock.version() == 0, reason="this kernel keeps no files out of sight")
PATIENCE = 60  # seconds by the clock


def inside(attempt: str, *, limits: str = "", arguments: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    """Something bad, done by a child after it gave up its rights."""
    code = f"import os, sys, socket\nfrom evidence.sandbox import restrict\nheld = restrict({limits})\n"
    return subprocess.run(
        [sys.executable, "-c", code + textwrap.dedent(attempt), *arguments],
        cwd=settings.ROOT,
        capture_output=True,
        timeout=PATIENCE,
        text=True,
        check=False,
    )


@pytest.fixture
def listener():
    """Somebody who waits on loopback for a child to call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def called(listener) -> bool:
    try:
        listener.accept()[0].close()
    except TimeoutError:
        return False
    return True


CALL = """
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=2).close()
    print("reached")
except OSError as error:
    print(type(error).__name__)
"""


def test_the_listener_would_hear_a_child_that_gave_nothing_up(listener):
    code = "import socket\n" + CALL.format(port=listener.getsockname()[1])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.stdout.strip() == "reached" and called(listener)


@needs_filter
@pytest.mark.parametrize("limits", ["", "processes=8"])
def test_no_child_reaches_the_network(listener, limits):
    done = inside(CALL.format(port=listener.getsockname()[1]), limits=limits)
    assert done.stdout.strip() == "PermissionError", done.stderr
    assert not called(listener)


@needs_filter
def test_what_a_child_begins_reaches_no_network_either(listener):
    call = "import socket\n" + CALL.format(port=listener.getsockname()[1])
    done = inside(f"import subprocess\nsubprocess.run([sys.executable, '-c', {call!r}])", limits="processes=8")
    assert done.stdout.strip() == "PermissionError", done.stderr
    assert not called(listener)


@needs_filter
@pytest.mark.parametrize("family", ["AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET"])
def test_no_kind_of_socket_can_be_made(family):
    done = inside(
        f"socket.socket(socket.{family}, socket.SOCK_RAW if '{family}' == 'AF_PACKET' else socket.SOCK_DGRAM)"
    )
    assert done.returncode != 0 and "PermissionError" in done.stderr


@needs_filter
def test_without_the_filter_a_network_of_its_own_takes_its_place(listener):
    attempt = CALL.format(port=listener.getsockname()[1])
    code = f"import socket\nfrom evidence import sandbox\nassert sandbox._leave_network()\n{attempt}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if "AssertionError" in done.stderr:
        pytest.skip("name spaces are not allowed here")
    assert done.stdout.strip() == "OSError" and not called(listener)


def test_a_memory_bomb_ends_in_the_child_alone():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = inside("held = []\nwhile True: held.append(bytearray(50_000_000))")
    assert done.returncode != 0 and "MemoryError" in done.stderr
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # kilobytes


@needs_filter
def test_a_fork_bomb_has_no_first_fork():
    done = inside("while True: os.fork()")
    assert done.returncode != 0 and "PermissionError" in done.stderr


@needs_filter
def test_threads_are_no_processes():
    done = inside("import threading\none = threading.Thread(target=print, args=['here'])\none.start(); one.join()")
    assert done.stdout.strip() == "here", done.stderr


def test_a_child_that_may_begin_programs_can():
    done = inside(
        "import subprocess\nprint(subprocess.run(['/bin/echo', 'hai'], capture_output=True).stdout)",
        limits="processes=4",
    )
    assert done.stdout.strip() == r"b'hai\n'", done.stderr


def test_an_endless_loop_is_ended_by_its_processor_time():
    started = time.monotonic()
    done = inside("while True: pass", limits="seconds=1")
    assert done.returncode < 0
    assert time.monotonic() - started < PATIENCE / 2


@needs_landlock
def test_a_child_reads_what_it_was_given_and_no_other_file(tmp_path):
    given, other = tmp_path / "bukti", tmp_path / "lain"
    given.write_text("isi")
    other.write_text("rahasia")
    done = inside(f"print(open(sys.argv[1]).read(), flush=True)\nopen({str(other)!r})", arguments=(str(given),))
    assert done.stdout.strip() == "isi"
    assert "PermissionError" in done.stderr


@needs_landlock
def test_a_child_sees_neither_keys_nor_database_nor_our_environment(tmp_path, monkeypatch):
    kept = settings.DATA_DIR / "keys" / "uji"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("rahasia")
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    places = [str(kept), f"/proc/{os.getpid()}/environ", "/etc/passwd", str(settings.ROOT / "pyproject.toml")]
    done = inside(f"""
        for place in {places!r}:
            try:
                print(open(place, "rb").read())
            except PermissionError:
                print("refused")
    """)
    kept.unlink()
    assert done.stdout.split() == ["refused"] * len(places), done.stderr


@needs_landlock
@pytest.mark.parametrize(
    "verb",
    [
        "open('{place}/baru', 'w')",
        "os.unlink('{place}/ada')",
        "os.mkdir('{place}/map')",
        "os.symlink('a', '{place}/b')",
        "os.truncate('{place}/ada', 0)",
    ],
)
def test_a_child_changes_nothing_on_disk(tmp_path, verb):
    (tmp_path / "ada").write_text("isi")
    done = inside(verb.format(place=tmp_path), arguments=(str(tmp_path),))
    assert done.returncode != 0 and "PermissionError" in done.stderr
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("ada", "isi")]


@needs_landlock
def test_a_child_writes_into_its_folder_and_beside_it_nothing(tmp_path):
    folder = tmp_path / "hasil"
    folder.mkdir()
    done = inside(
        f"open('{folder}/baik', 'w').write('x' * 50)\nopen('{tmp_path}/buruk', 'w')",
        limits=f"written=100, folder={str(folder)!r}",
    )
    assert "PermissionError" in done.stderr
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["baik"]


def test_a_child_writes_no_more_than_it_may(tmp_path):
    done = inside(
        f"f = open('{tmp_path}/besar', 'wb', buffering=0)\nwhile True: f.write(bytes(1000))",
        limits=f"written=5000, folder={str(tmp_path)!r}",
    )
    assert done.returncode != 0
    assert (tmp_path / "besar").stat().st_size <= 5000


@needs_landlock
@needs_filter
def test_a_child_looks_into_no_other_process_and_ends_none():
    me = os.getpid()
    done = inside(f"""
        import ctypes
        print(ctypes.CDLL(None, use_errno=True).ptrace(16, {me}, 0, 0))
        try:
            os.kill({me}, 0)
        except PermissionError:
            print("refused")
    """)
    expected = ["-1", "refused"] if landlock.version() >= 6 else ["-1"]
    assert done.stdout.split() == expected, done.stderr


def test_a_child_gains_no_right_by_what_it_begins():
    if sys.platform != "linux":
        pytest.skip("Linux alone")
    done = inside("print([line for line in open('/proc/self/status') if line.startswith('NoNewPrivs')])")
    assert "NoNewPrivs:\\t1" in done.stdout, done.stderr


def test_the_environment_of_a_child_holds_nothing_of_ours(monkeypatch):
    """Told by the child's own kernel entry, not by what we meant to give."""
    monkeypatch.setenv("FIELD_KEYS", "jangan-bocor")
    code, answer = ask("tests.evidence.environment")
    assert code == 0
    assert set(json.loads(answer)) <= {
        "LANG", "LC_CTYPE", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS",
    }  # fmt: skip


def test_a_child_that_ran_out_of_time_takes_along_what_it_began(tmp_path):
    started = time.monotonic()
    code, answer = ask("tests.evidence.environment", "linger", patience=2)
    assert code == -9
    assert time.monotonic() - started < 20
    number = int(answer)
    time.sleep(0.2)
    with pytest.raises(ProcessLookupError):
        _gone(number)


def _gone(number: int) -> None:
    """Raises ProcessLookupError for a process that ended, reaped or not."""
    os.kill(number, 0)
    if "\nState:\tZ" in Path(f"/proc/{number}/status").read_text():
        raise ProcessLookupError(number)


def test_what_holds_is_told_by_trying_it():
    code, answer = ask("evidence.sandbox")
    held = json.loads(answer)
    assert code == 0 and set(held) == {"network", "files", "privileges"}
    if landlock.version():
        assert held["files"] == landlock.version()


def test_without_all_this_a_child_still_reads(tmp_path, monkeypatch):
    """An old kernel grants nothing; what honest people sent is read all the same."""
    path = tmp_path / "catatan"
    path.write_text("Camat mengajak warga")
    code = (
        "import sys\nfrom evidence import landlock, seccomp, sandbox\n"
        "landlock._libc = seccomp._libc = lambda: type('Old', (), {'prctl': lambda *a: -1, 'syscall': lambda *a: -1})()\n"
        "sandbox._leave_network = lambda: False\n"
        "print(sandbox.restrict())\nprint(open(sys.argv[1]).read())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Held(network='', files=0, privileges=False)" in done.stdout
    assert "Camat mengajak warga" in done.stdout
    assert child.PATIENCE > 1
