"""Browsers say what the content security policy stopped; it is counted by kind, and nothing else of it stays."""

import json

import pytest
from django.core.cache import cache

REPORT = {
    "csp-report": {
        "document-uri": "http://testserver/petugas/laporan/LAP-26-7K3M9Q/",
        "referrer": "http://testserver/lacak/",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://jahat.example/x.js",
        "script-sample": "rahasia pelapor",
    }
}


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def send(client, body):
    return client.generic("POST", "/csp/", body if isinstance(body, bytes) else json.dumps(body).encode())


def told(client) -> str:
    return client.get("/metrics").content.decode()


@pytest.mark.django_db
def test_a_violation_is_counted_by_directive_and_kind(client):
    for _ in range(3):
        assert send(client, REPORT).status_code == 204
    assert 'netral_policy_violations{directive="script-src-elem",source="foreign"} 3' in told(client)


@pytest.mark.django_db
def test_nothing_of_the_report_is_kept_or_logged(client, caplog, monkeypatch):
    kept = []
    for name in ("add", "set", "incr"):
        original = getattr(cache, name)
        monkeypatch.setattr(cache, name, lambda *a, _f=original, **k: (kept.append(str(a)), _f(*a, **k))[1])
    send(client, REPORT)
    everything = "".join(kept) + caplog.text + told(client)
    assert kept and caplog.text
    for secret in ("LAP-26", "jahat.example", "rahasia", "lacak"):
        assert secret not in everything


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"{}", b'{"csp-report": 3}', b'{"csp-report": {"effective-directive": {"a": 1}}}', b"[" * 9000],
)
@pytest.mark.django_db
def test_whatever_is_sent_is_taken_and_counts_for_nothing(client, body):
    assert send(client, body).status_code == 204
    assert "netral_policy_violations{" not in told(client)


@pytest.mark.parametrize(
    ("source", "kind"),
    [("inline", "inline"), ("eval", "eval"), ("data", "data"), ("http://testserver/x.js", "own"), ("blob:x", "data")],
)
@pytest.mark.django_db
def test_kinds_of_sources(client, source, kind):
    send(client, {"csp-report": {"violated-directive": "img-src 'self'", "blocked-uri": source}})
    assert f'{{directive="img-src",source="{kind}"}} 1' in told(client)
