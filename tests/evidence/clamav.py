"""A real clamd with signatures of our own, on a socket of its own: begun by tests, ended by them."""

import hashlib
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
# in two parts, so that no scanner takes this file for the test virus that it describes
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LATER = b"found by later signatures alone"
SETTINGS = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/socket
LogFile {folder}/log
Foreground yes
StreamMaxLength {most}
MaxThreads 2
{more}
"""


class Scanner:
    """clamd in a folder; `url` is its CLAMD_URL."""

    def __init__(self, folder: Path, *, most: str = "60M"):
        self.folder, self.most = folder, most
        self.url = f"unix://{folder}/socket"
        self.process: subprocess.Popen | None = None
        (folder / "signatures").mkdir(parents=True)
        self.learn("Netral.Uji.EICAR", EICAR)

    def learn(self, name: str, content: bytes) -> None:
        """A signature more: of every file that holds `content`. Known after `reload` or a start."""
        with (self.folder / "signatures" / "netral.ndb").open("ab") as file:
            file.write(f"{name}:0:*:{content.hex()}\n".encode())
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        with (self.folder / "signatures" / "netral.hdb").open("ab") as file:
            file.write(f"{digest}:{len(content)}:{name}\n".encode())

    def start(self, more: str = "") -> None:
        config = self.folder / "clamd.conf"
        config.write_text(SETTINGS.format(folder=self.folder, most=self.most, more=more))
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([PROGRAM, "-c", str(config)], **quiet)
        self._until(lambda: self._said(b"zPING\0") == b"PONG\0")

    def reload(self) -> None:
        """Returns when the daemon has read its signatures anew."""
        before = (self.folder / "log").read_text().count("Database correctly reloaded")
        self._said(b"zRELOAD\0")
        self._until(lambda: (self.folder / "log").read_text().count("Database correctly reloaded") > before)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None
            (self.folder / "socket").unlink(missing_ok=True)

    def _said(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(f"{self.folder}/socket")
                line.sendall(command)
                return line.recv(100)
        except OSError:
            return b""

    def _until(self, holds) -> None:
        for _try in range(300):
            if holds():
                return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "log").read_text())
