"""Cookies of a real deployment: names that say how they were set, only over HTTPS, out of reach of scripts."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.platform.test_deployment import PRODUCTION

SAY = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME)"


def test_the_cookies_of_staff_have_names_that_only_this_host_can_set(tmp_path):
    own = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "deploy.settings",
        **PRODUCTION,
    }
    said = subprocess.run([sys.executable, "-c", SAY], cwd=ROOT, env=own, capture_output=True, text=True, timeout=120)
    assert said.stdout.split() == ["__Host-sesi", "__Host-csrf", "__Host-bahasa"]


@pytest.mark.django_db
def test_the_cookies_of_a_reporter_are_secure_narrow_and_for_no_script(client, settings, reference_data):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.post(
        "/lapor/", {"narrative": "Camat membagikan kaus calon di kantor kecamatan.", "kind": "NEUTRALITY"}, secure=True
    )
    cookies = {name: cookie for name, cookie in client.cookies.items() if name not in ("csrftoken", "sessionid")}
    assert "__Secure-isian" in cookies
    for cookie in cookies.values():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/lapor/", "/masuk/", "/api/v1/complaints", "/healthz"])
def test_no_address_answers_to_trace(client, address):
    answer = client.generic("TRACE", address)
    assert answer.status_code in (401, 403, 405)
    assert b"TRACE" not in answer.content
