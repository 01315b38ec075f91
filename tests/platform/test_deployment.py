"""Settings of a real deployment: Django's own checks have nothing to say, and the example for nginx keeps no address."""

import os
import re
import subprocess
import sys

from tests.architecture.sources import ROOT

PRODUCTION = {
    "DATABASE_URL": "postgres://netral@127.0.0.1/netral",
    "REDIS_URL": "redis://127.0.0.1/0",
    "BASE_URL": "https://netral.example",
    "ALLOWED_HOSTS": "netral.example",
    **{name: f"{name}-{os.urandom(32).hex()}" for name in ("SECRET_KEY", "FIELD_KEYS", "LOG_KEY")},
}


def test_django_finds_nothing_to_warn_of(tmp_path):
    own = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION}
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, cwd=ROOT, env=own, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_example_for_nginx_logs_no_visit_and_hands_on_who_called():
    conf = (ROOT / "deploy" / "nginx.conf.example").read_text()
    servers = re.split(r"(?m)^\s*server \{", conf)[1:]
    assert servers and all("access_log off;" in server for server in servers)
    assert all(re.search(r"error_log \S+ crit;", server) for server in servers), (
        "at other levels nginx writes addresses"
    )
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf, "nobody else's word for it is handed on"
    assert "access_log /" not in conf
