"""A token is a factor of its own: made on the command line, scoped, expiring, listed, revocable."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.models import ApiToken
from workflow.models import Event

pytestmark = pytest.mark.django_db


def made(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue().split()[-1]


def ask(client, secret: str, method: str = "get", path: str = "cases"):
    sent = {"data": {}, "content_type": "application/json"} if method == "post" else {}
    return getattr(client, method)(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"}, **sent)


def test_the_command_prints_it_once_as_the_last_word(client, people):
    secret = made("pemeriksa")
    assert secret.startswith("ntr_") and ask(client, secret).status_code == 200
    assert not ApiToken.objects.filter(digest__contains=secret[4:12]).exists()
    assert Event.objects.get(verb="account.token").payload == {"scope": "api", "days": 90}


def test_one_that_only_reads_changes_nothing(client, people, a_complaint):
    complaint, secret = a_complaint(), made("intake", "--scope", "read")
    assert ask(client, secret).status_code == 200
    path = f"complaints/{complaint.reference}/transitions/verify"
    assert ask(client, secret, "post", path).status_code == 403
    complaint.refresh_from_db()
    assert complaint.stage == "RECEIVED"
    assert ask(client, made("intake"), "post", path).status_code == 200


def test_it_expires(client, people):
    secret = made("pemeriksa", "--days", "1")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(client, secret).status_code == 401


WRONG = ["tiada", "pemeriksa --days 0", "pemeriksa --days 9999", "pemeriksa --scope all"]


@pytest.mark.parametrize("arguments", WRONG)
def test_the_command_refuses_what_makes_no_sense(people, arguments):
    with pytest.raises(CommandError):
        made(*arguments.split())


def test_no_page_makes_one(client, people):
    client.force_login(people["admin"])
    assert client.get("/sistem/agencies/apitoken/add/").status_code == 403
    assert "baris perintah" in client.get("/akun/").content.decode()


def test_a_session_is_no_token(client, people):
    client.force_login(people["pemeriksa"])
    assert client.get("/api/v1/cases").status_code == 401
