"""An agency's own sign-on says who somebody is; whether they have an account, and what counts as a factor, is said here."""

import urllib.request

import pytest
from django.test import Client

from accounts.models import Provider, ProviderLink
from agencies.models import Officer
from tests.accounts.oidc import CLIENT, FOREIGN_KEY, SECRET, Service
from tests.accounts.signing import an_officer, code, code_of, is_in, with_app
from workflow.models import Event

pytestmark = pytest.mark.django_db
MAIL = "Sari.Dewi@kukar.example"


@pytest.fixture
def service():
    running = Service()
    yield running
    running.close()


@pytest.fixture
def provider(service, people):
    made = Provider(code="kukar", name="SSO Kukar", issuer=service.issuer, client_id=CLIENT, agency_id="64.02")
    made.secret = SECRET
    made.changed_by, made.approved_by = people["admin"], an_officer("admin2", "admin")
    made.save()
    return made


@pytest.fixture
def sari(reference_data):
    made = an_officer("sari", "bkd", authority_id=None, agency_id="64.02", email="sari.dewi@kukar.example")
    made.set_unusable_password()
    made.save()
    return made


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def travel(client, service, person: dict, path="/masuk/lewat/kukar/"):
    """From the door to the service, where `person` signs in, and back: the answer of the way back."""
    service.person = {"sub": "u-1", "email": MAIL, "email_verified": True, **person}
    away = client.get(path)
    assert away.status_code == 302 and away.url.startswith(service.issuer + "/auth?")
    try:
        urllib.request.build_opener(_Stay).open(away.url, timeout=5)
    except urllib.error.HTTPError as redirected:
        back = redirected.headers["Location"]
    return client.get(back.replace("http://testserver", ""))


def told(client) -> str:
    return client.get("/masuk/").content.decode()


def test_the_door_shows_the_service(client, provider):
    assert "/masuk/lewat/kukar/" in told(client) and "SSO Kukar" in told(client)


def test_an_existing_officer_is_matched_by_a_verified_address_and_still_shows_a_factor(client, service, provider, sari):
    with_app(sari)
    assert travel(client, service, {"amr": ["pwd", "otp"]}).url == "/masuk/faktor/"
    assert not is_in(client)
    assert code(client, code_of(sari)).url == "/instansi/"
    link = ProviderLink.objects.get()
    assert (link.officer, link.subject) == (sari, "u-1")
    assert Event.objects.get(verb="account.link").payload == {"provider": "kukar"}


def test_the_factor_of_the_service_counts_where_its_row_and_its_token_say_so(client, service, provider, sari):
    Provider.objects.update(second_factor=True)
    assert travel(client, service, {"amr": ["pwd", "mfa"]}).url == "/instansi/"
    assert is_in(client)
    assert Event.objects.get(verb="account.sign_in").payload == {"factor": "sso"}


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}])
def test_a_token_that_names_no_second_factor_is_none(client, service, provider, sari, claims):
    Provider.objects.update(second_factor=True)
    assert travel(client, service, claims).url == "/masuk/daftar-faktor/"
    assert not is_in(client)


def test_the_page_that_was_asked_for_comes_after_the_way(client, service, provider, sari):
    Provider.objects.update(second_factor=True)
    answer = travel(client, service, {"amr": ["hwk"]}, "/masuk/lewat/kukar/?next=/pemberitahuan/")
    assert answer.url == "/pemberitahuan/"


def test_from_the_second_time_on_only_the_subject_counts(client, service, provider, sari):
    travel(client, service, {})
    other = an_officer("lain", "bkd", authority_id=None, agency_id="64.02", email="lain@kukar.example")
    assert travel(Client(), service, {"email": "lain@kukar.example"}).url == "/masuk/daftar-faktor/"
    assert not ProviderLink.objects.filter(officer=other).exists()
    again = Client()
    assert travel(again, service, {"sub": "u-2"}).url == "/masuk/"  # sari's address, another person
    assert "sudah terhubung" in told(again)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email": ""},
        {"email": "tiada@kukar.example"},
        {"email": "pusat@bkn.example"},
    ],
)
def test_nobody_else_gets_in_and_nobody_gets_an_account(client, service, provider, sari, claims):
    an_officer("pusat", email="pusat@bkn.example")  # of the authority: this service does not vouch for them
    before = Officer.objects.count()
    assert travel(client, service, claims).url == "/masuk/"
    assert not is_in(client) and Officer.objects.count() == before
    assert not ProviderLink.objects.exists()


def test_whoever_has_left_the_agency_is_refused(client, service, provider, sari):
    travel(client, service, {})
    Officer.objects.filter(pk=sari.pk).update(agency="64.03")
    assert travel(Client(), service, {}).url == "/masuk/"


def test_a_closed_account_is_refused(client, service, provider, sari):
    travel(client, service, {})
    Officer.objects.filter(pk=sari.pk).update(is_active=False)
    assert travel(Client(), service, {}).url == "/masuk/"


def test_a_token_signed_by_somebody_else_is_refused(client, service, provider, sari):
    service.key = FOREIGN_KEY
    assert travel(client, service, {}).url == "/masuk/"
    assert not ProviderLink.objects.exists() and "tidak berhasil" in told(client)


@pytest.mark.parametrize("claims", [{"aud": "lain"}, {"iss": "http://lain.example"}, {"exp": 1}])
def test_a_token_for_another_or_from_another_or_too_old_is_refused(client, service, provider, sari, claims):
    assert travel(client, service, claims).url == "/masuk/"
    assert not ProviderLink.objects.exists()


def test_details_about_another_subject_are_refused(client, service, provider, sari):
    service.details = {"sub": "u-9", "email": MAIL, "email_verified": True}
    assert travel(client, service, {"email": None}).url == "/masuk/"
    assert not ProviderLink.objects.exists()


def test_the_address_may_come_with_the_details(client, service, provider, sari):
    service.details = {"email": MAIL, "email_verified": True}
    assert travel(client, service, {"email": None, "email_verified": None}).url == "/masuk/daftar-faktor/"


def test_a_code_stolen_on_its_way_is_worth_nothing_in_another_browser(client, service, provider, sari):
    service.person = {"sub": "u-1", "email": MAIL, "email_verified": True}
    away = client.get("/masuk/lewat/kukar/").url
    try:
        urllib.request.build_opener(_Stay).open(away, timeout=5)
    except urllib.error.HTTPError as redirected:
        back = redirected.headers["Location"].replace("http://testserver", "")
    thief = Client()
    assert thief.get(back).url == "/masuk/" and not is_in(thief)


def test_a_service_that_does_not_answer_is_told_in_words(client, service, provider, sari):
    service.close()
    Provider.objects.update(issuer="http://127.0.0.1:9")
    assert client.get("/masuk/lewat/kukar/").url == "/masuk/"
    assert "tidak menjawab" in told(client)


def test_a_service_that_is_switched_off_has_no_way(client, provider):
    Provider.objects.update(active=False)
    assert client.get("/masuk/lewat/kukar/").status_code == 404
    assert "SSO Kukar" not in told(client)


def test_the_clients_secret_lies_sealed(provider):
    row = Provider.objects.get()
    assert SECRET.encode() not in bytes(row.sealed_secret) and row.secret == SECRET


def test_nothing_that_the_service_told_is_kept(client, service, provider, sari):
    travel(client, service, {"name": "Sari Dewi Lengkap", "phone_number": "+628120001"})
    kept = (
        f"{client.session.items()} {list(Event.objects.values_list('payload'))} {list(ProviderLink.objects.values())}"
    )
    assert "Lengkap" not in kept and "+62812" not in kept and MAIL not in kept
