"""A reporter's address and browser stay nowhere: after a whole flow they are looked for in all that a site keeps or says."""

import ipaddress
import socket
import time
from pathlib import Path

import pytest

from tests.platform.real_sites import Visitor, large_site
from tests.platform.test_server import Site

DIRECT = "127.0.0.77"  # an address of loopback that nobody else comes from
PROXIED = "203.0.113.77"
PROXIED_SIX = "2001:db8:77::beef"
BROWSER = "PelaporUji/7.7 (Android 9; Ponsel Lama)"
TRACES = [PROXIED, PROXIED_SIX, "2001:0db8:0077", DIRECT, "PelaporUji", "Ponsel Lama"]
PACKED = [ipaddress.ip_address(address).packed for address in (PROXIED, PROXIED_SIX, DIRECT)]


def flow(visitor: Visitor) -> None:
    """Draft, file, receipt, look-up, message, a wrong code, a page that is not there, a forged form."""
    assert visitor.reports(file=b"Selebaran dibagikan di rapat.\n").status == 302
    reference, code = visitor.receipt()
    assert visitor.sends("/lacak/", nomor=reference, kode=code).status == 302
    assert visitor.sends("/lacak/", text="Apakah sudah dibaca?").status in (200, 302, 422)
    token = visitor.opens("/lacak/").text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    said = f"csrfmiddlewaretoken={token}&text=Apakah+sudah+dibaca".encode()
    assert visitor.asks("POST", "/lacak/pesan/", said, "application/x-www-form-urlencoded").status == 302
    assert "Apakah sudah dibaca" in visitor.opens("/lacak/").text
    stranger = Visitor(visitor.site, source=visitor.source, **visitor.headers)
    assert stranger.sends("/lacak/", nomor=reference, kode="0" * 24).status == 422
    assert stranger.asks("GET", "/tidak-ada/").status == 404
    assert stranger.asks("POST", "/lapor/", b"kind=x", "application/x-www-form-urlencoded").status == 403
    odd = Visitor(visitor.site, source=visitor.source, **{**visitor.headers, "Host": "jahat.example"})
    assert odd.asks("GET", "/lapor/").status == 400
    with socket.create_connection(("127.0.0.1", visitor.site.port), 5, (visitor.source, 0)) as line:
        line.sendall(b"GARBAGE\r\n\r\n")
        line.recv(100)


def everybody(site: Site) -> None:
    for address in ("", PROXIED, PROXIED_SIX):
        noted = {"X-Forwarded-For": address} if address else {}
        flow(Visitor(site, source=DIRECT, **{"User-Agent": BROWSER, **noted}))
    time.sleep(3)  # the worker has its turn


def found(kept: dict[str, bytes]) -> list[str]:
    hits = [f"{trace} in {place}" for place, data in kept.items() for trace in TRACES if trace.encode() in data]
    hexed = [(packed.hex(), packed.hex().encode()) for packed in PACKED]
    hits += [f"{name} in {place}" for place, data in kept.items() for name, hexed_ in hexed if hexed_ in data]
    return hits


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file() and "/static/" not in str(file)
    }


@pytest.mark.embedded
def test_nothing_of_a_reporter_stays_in_the_embedded_site(tmp_path):
    with Site(tmp_path, DEMO="0", BEHIND_PROXY="1") as site:
        everybody(site.ready(240))
        kept = files(tmp_path)
        assert any(name.endswith("netral.sqlite3-wal") or name.endswith("netral.sqlite3") for name in kept)
        assert b"LAP-" in b"".join(kept.values()), "the flow left its report"
        assert found(kept) == []
        assert site.end()[0] == 0
    assert found(files(tmp_path)) == [] and "Traceback" not in site.said


@pytest.mark.postgres
def test_nothing_of_a_reporter_stays_in_database_redis_files_or_logs(tmp_path):
    with large_site(tmp_path, BEHIND_PROXY="1") as (site, database, redis):
        everybody(site)
        kept = {**files(tmp_path), "database": database.dump(), "redis": redis.dump()}
        assert b"LAP-" in kept["database"] and b"intake" in kept["redis"]
        assert "django_session" in kept["database"].decode()
        assert found(kept) == []
        assert "Traceback" not in site.said
