"""What somebody sends waits until it is whole: a little in memory, more on disk, under a key that is nowhere else."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler

from identity.streams import FileCipher, Writing, fleeting, reading

IN_MEMORY = 1024 * 1024  # bytes


class Waiting:
    """Written to its end, then `read`: no clear byte of it touches the disk, and no name of it is there."""

    def __init__(self, *, in_memory: int = IN_MEMORY, folder: str | None = None):
        self.in_memory, self.folder = in_memory, folder
        self.held: BytesIO | None = BytesIO()
        self.file: IO[bytes] | None = None
        self.cipher: FileCipher = fleeting()
        self.sealed: Writing | None = None

    def write(self, some: bytes) -> int:
        """Keep some bytes. Raises OSError when the disk is full."""
        if self.held is not None and self.held.tell() + len(some) <= self.in_memory:
            return self.held.write(some)
        return self._on_disk().write(some)

    def whole(self) -> BinaryIO:
        """All of it, from anywhere; closing it forgets it."""
        if self.held is not None:
            self.held.seek(0)
            return self.held
        self._on_disk().end()
        return cast(BinaryIO, reading(self.file, self.cipher))

    def close(self) -> None:
        """Forget it. Twice is no error."""
        if self.file is not None:
            self.file.close()
        if self.held is not None:
            self.held.close()

    def _on_disk(self) -> Writing:
        if self.sealed is None:
            self.file = cast(IO[bytes], TemporaryFile(dir=self.folder))  # noqa: SIM115 - closed by close()
            self.sealed = Writing(self.file, self.cipher)
            self.sealed.write(self.held.getvalue())
            self.held = None
        return self.sealed


class SealedBodies(ASGIHandler):
    """Django's own, which lets a long body wait on disk as it came."""

    async def read_body(self, receive):
        body = Waiting()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                body.close()
                raise RequestAborted
            body.write(message.get("body", b""))
            if not message.get("more_body", False):
                return body.whole()
