"""A plug between the site and its search service, to be pulled: real sockets, a real service behind."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Plug:
    """Listens on a port of its own and passes everything on, until it is pulled; then nobody listens there."""

    def __init__(self, url: str):
        address = urlsplit(url)
        self.behind = (address.hostname, address.port)
        self.port = 0
        self.listener: socket.socket | None = None
        self.open: list[socket.socket] = []
        self.push()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def push(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def pull(self) -> None:
        for each in [self.listener, *self.open]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _address = listener.accept()
                there = socket.create_connection(self.behind)
                self.open += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
