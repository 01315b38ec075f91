"""Demo accounts come in without a second factor where the demo is, and nowhere at all where the real work is done."""

import pytest
from django.core.management import CommandError, call_command

from accounts.checks import no_demo_accounts
from agencies.models import ApiToken
from deploy.demo.accounts import PASSWORD
from tests.accounts.signing import an_officer, is_in

pytestmark = pytest.mark.django_db
BANNER = "masuk tanpa faktor kedua"


@pytest.fixture
def demo(settings):
    settings.SECOND_FACTOR, settings.DEMO_ACCOUNTS = False, True


@pytest.fixture
def production(settings):
    settings.SECOND_FACTOR, settings.DEMO_ACCOUNTS = True, False


def enter(client, username="intake"):
    return client.post("/masuk/", {"username": username, "password": PASSWORD})


def test_in_the_demo_a_demo_account_comes_in_with_its_password(client, people, demo):
    assert enter(client).url == "/petugas/"
    assert is_in(client)


def test_in_the_demo_every_page_says_so(client, people, demo):
    for path in ("/", "/masuk/", "/lapor/", "/tidak-ada/"):
        assert BANNER in client.get(path).content.decode(), path
    enter(client, "admin")
    for path in ("/akun/", "/sistem/", "/pemberitahuan/"):
        assert BANNER in client.get(path).content.decode(), path


def test_elsewhere_no_page_says_so(client, db, production):
    assert BANNER not in client.get("/masuk/").content.decode()


def test_in_the_demo_any_other_account_still_sets_up_a_factor(client, people, demo):
    an_officer()
    answer = client.post("/masuk/", {"username": "wening", "password": "enam belas pohon sawo"})
    assert answer.url == "/masuk/daftar-faktor/"
    assert not is_in(client)


def test_in_the_demo_whoever_has_a_factor_reads_it_too(client, people, demo):
    client.force_login(people["pemeriksa"])
    assert BANNER in client.get("/akun/").content.decode()


def test_in_production_a_demo_account_is_refused_like_a_wrong_password(client, people, production):
    answer = enter(client)
    assert answer.status_code == 200 and "tidak cocok" in answer.content.decode()
    assert not is_in(client)


def test_a_session_of_the_demo_is_worth_nothing_in_production(client, people, demo, settings):
    enter(client)
    settings.SECOND_FACTOR = True
    assert not is_in(client)
    settings.DEMO_ACCOUNTS = False
    assert client.get("/petugas/").url.startswith("/masuk/")


def test_in_production_tokens_of_demo_accounts_count_nothing(call, people, production):
    assert call(people["intake"], "GET", "cases").status_code == 401
    with pytest.raises(CommandError):
        call_command("create_token", "intake")
    assert ApiToken.objects.filter(officer=people["intake"]).count() == 1


def test_the_check_before_opening_fails_while_they_exist(people, settings, production):
    assert [error.id for error in no_demo_accounts()] == ["accounts.E001"]
    people["intake"].__class__.objects.filter(demo=True).update(demo=False)
    assert no_demo_accounts() == []
    settings.DEMO_ACCOUNTS = True
    assert no_demo_accounts() == []
