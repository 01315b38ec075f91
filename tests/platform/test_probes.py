"""Alive, ready, and how it is doing."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from deploy import probes
from workflow import jobs


def test_the_process_is_alive_without_asking_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_a_site_with_its_database_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"]["database"] == "ok"


def test_a_site_without_its_database_is_not_ready(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise OperationalError

    monkeypatch.setattr(probes, "connection", Gone())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unready", "checks": answer.json()["checks"]})
    assert answer.json()["checks"]["database"] == "down"


def test_a_site_whose_redis_is_gone_is_not_ready(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["redis"]) == (503, "down")


@pytest.mark.django_db
def test_late_work_degrades_a_site_but_keeps_it_ready(client):
    jobs.enqueue("evidence", "1", at=timezone.now() - timedelta(hours=1))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["queue"]) == (200, "degraded", "late")


@pytest.mark.django_db
def test_work_that_is_not_due_yet_is_not_late(client):
    jobs.enqueue("evidence", "1", at=timezone.now() + timedelta(hours=1))
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.django_db
def test_metrics_count_work_and_stages_without_names(client, a_complaint):
    complaint = a_complaint()
    jobs.enqueue("evidence", "1", at=timezone.now() - timedelta(seconds=90))
    text = client.get("/metrics").content.decode()
    age = float(text.split("\nnetral_queue_oldest_seconds ")[1].split()[0])
    assert 89 < age < 120
    assert 'netral_jobs{kind="evidence",state="waiting"} 1\n' in text
    assert 'netral_subjects{kind="complaint",stage="RECEIVED"} 1\n' in text
    assert complaint.reference not in text


@pytest.mark.django_db
def test_metrics_are_for_this_machine_and_for_the_token(client, settings):
    settings.METRICS_TOKEN = "token-of-the-monitor"
    away = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", **away).status_code == 404
    assert client.get("/metrics", **away, headers={"authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", **away, headers={"authorization": "Bearer token-of-the-monitor"}).status_code == 200


@pytest.mark.django_db
def test_a_proxy_on_this_machine_does_not_open_the_metrics(client):
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404


@pytest.mark.django_db
def test_no_token_set_means_no_token_fits(client, settings):
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"authorization": "Bearer "})
    assert answer.status_code == 404
