"""One HTTPS request to a system outside: only to public addresses, or to hosts that the site's settings name.

The address is looked up once, looked at, and then connected to itself: a name that means something else a moment later
leads nowhere. No redirect is followed, little of the answer is read, and the whole takes a bounded time.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PATIENCE = 10  # seconds for each step of the talk
LONGEST = 20  # seconds for all of it: a receiver that drips its answer holds up no worker
READ = 1024  # bytes of the answer; what it says beyond its number is of no use here


class RefusedAddress(OSError):
    """The host leads into this network, or nowhere."""


def check(url: str) -> None:
    """Raises ValidationError for an address that could never be sent to."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValidationError({"url": _("Alamat ini tidak dapat dibaca.")}) from error
    if parts.scheme != "https" or not host:
        raise ValidationError({"url": _("Pakai alamat yang diawali https://.")})
    if parts.username or parts.password or parts.fragment:
        raise ValidationError({"url": _("Alamat tanpa nama pengguna, kata sandi, dan tanda pagar.")})
    if not listed(url) and (_is_inner(host) or "." not in host):
        raise ValidationError({"url": _("Alamat ini menunjuk ke jaringan dalam. Pakai alamat umum.")})


def listed(url: str) -> bool:
    """Does WEBHOOK_HOSTS name this host, with or without its port?"""
    parts = urlsplit(url)
    return bool({parts.hostname, f"{parts.hostname}:{parts.port or 443}"} & set(settings.WEBHOOK_HOSTS))


def _is_inner(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def is_public(address: str) -> bool:
    """Is this an address of the public internet? IPv4 wrapped into IPv6 counts as what it wraps. Raises ValueError."""
    found = ipaddress.ip_address(address.partition("%")[0])
    wrapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (wrapped is None or wrapped.is_global)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The number of the answer. Raises OSError, ssl.SSLError and http.client.HTTPException."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    connection = _Vetted(host, port, addresses(host, port, free=listed(url)))
    alarm = threading.Timer(LONGEST, connection.cut)
    alarm.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(READ)
        return answer.status
    finally:
        alarm.cancel()
        connection.close()


def addresses(host: str, port: int, *, free: bool) -> list[str]:
    """Where a name leads now. Raises RefusedAddress when any of it is no public address, unless the host is `free`."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or (not free and not all(is_public(address) for address in found)):
        raise RefusedAddress("RefusedAddress")
    return found


class _Vetted(http.client.HTTPSConnection):
    """Connects to the address that was looked at, and asks for the certificate of the name."""

    def __init__(self, host: str, port: int, found: list[str]):
        context = ssl.create_default_context(cafile=settings.WEBHOOK_CA or None)
        super().__init__(host, port, timeout=PATIENCE, context=context)
        self.found, self.trust = found, context

    def connect(self) -> None:
        raw = socket.create_connection((self.found[0], self.port), PATIENCE)
        self.sock = self.trust.wrap_socket(raw, server_hostname=self.host)

    def cut(self) -> None:
        if self.sock is not None:
            self.sock.close()
