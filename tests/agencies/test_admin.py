"""Administrators keep accounts and reference data, and nothing else; nobody else gets in."""

import pytest
from django.contrib import admin
from django.urls import reverse

from agencies.models import Agency, ApiToken, Officer, Role, SupervisingAuthority

pytestmark = pytest.mark.usefixtures("reference")
MANAGED = {
    "accounts": {"Provider"},
    "agencies": {"Territory", "Agency", "SupervisingAuthority", "Role", "Officer", "ApiToken", "Official"},
    "law": {
        "Violation",
        "Sanction",
        "Election",
        "Holiday",
        "StageClock",
        "Candidate",
        "ClockRule",
        "Instrument",
        "Rule",
        "LegalNote",
        "SanctioningOfficial",
    },
}
NEW = {"username": "baru", "full_name": "Petugas Baru", "usable_password": "true"}
PASSWORD = {"password1": "kata-sandi-panjang", "password2": "kata-sandi-panjang"}


def officer(username: str, *roles: str, **facts) -> Officer:
    person = Officer.objects.create_user(username, password="lama-sekali", full_name=username, is_staff=True, **facts)
    person.roles.set(roles)
    return person


@pytest.fixture
def desk(client):
    client.force_login(officer("tata.usaha", "admin"))
    return client


def addresses():
    return [
        reverse(f"admin:{room}_{model.lower()}_changelist")
        for room, models in MANAGED.items()
        for model in sorted(models)
    ]


def test_only_accounts_and_reference_data_are_registered():
    registered = {(m._meta.app_label, m.__name__) for m in admin.site._registry}
    assert registered == {(room, model) for room, models in MANAGED.items() for model in models}


def test_every_list_opens_and_can_be_searched(desk):
    for address in addresses():
        assert desk.get(address).status_code == 200
        assert desk.get(address, {"q": "kutai"}).status_code == 200


def test_forms_open(desk):
    for name, key in [
        ("agencies_agency", "64.02"),
        ("agencies_officer", Officer.objects.get(username="tata.usaha").pk),
        ("law_violation", "NET-E1"),
    ]:
        assert desk.get(reverse(f"admin:{name}_change", args=[key])).status_code == 200


@pytest.mark.parametrize("role", ["supervisor", "auditor", "bkd"])
def test_another_role_sees_nothing_even_with_a_way_in(client, role):
    client.force_login(officer("lain", role))
    assert {client.get(address).status_code for address in addresses()} == {403}


def test_a_stranger_is_sent_to_log_in(client):
    assert {client.get(address).status_code for address in addresses()} == {302}


def test_reference_rows_are_not_deleted(desk):
    assert desk.post(reverse("admin:agencies_agency_delete", args=["64.02"]), {"post": "yes"}).status_code == 403
    assert Agency.objects.filter(code="64.02").exists()


def test_an_authority_can_be_reconfigured(desk):
    address = reverse("admin:agencies_supervisingauthority_change", args=["BKN"])
    form = {
        "name": "Badan Kepegawaian Negara",
        "short_name": "BKN",
        "valid_from": "2024-09-05",
        "internal": "on",
        "quorum": 5,
        "majority_percent": 66,
        "letter_pattern": "{number}/BKN/{year}",
        "letterhead": "",
        "source": "uji",
    }
    assert desk.post(address, form).status_code == 302
    assert SupervisingAuthority.objects.get(code="BKN").quorum == 5


def test_a_new_agency_can_be_found_by_its_name(desk):
    form = {"code": "K.90", "name": "Otorita Ibu Kota Nusantara", "kind": "CENTRAL", "personnel_body": "Biro SDM"}
    desk.post(reverse("admin:agencies_agency_add"), form)
    assert Agency.objects.get(code="K.90").search_text == "otorita ibu kota nusantara"


def test_an_account_is_made_with_its_place_and_roles(desk):
    form = NEW | PASSWORD | {"agency": "64.02", "roles": ["bkd"], "regions": []}
    assert desk.post(reverse("admin:agencies_officer_add"), form).status_code == 302
    made = Officer.objects.get(username="baru")
    assert (made.agency_id, made.role_codes, made.is_staff) == ("64.02", {"bkd"}, False)


def test_a_password_is_neither_shown_nor_typed_into_the_account(desk):
    someone = officer("orang", "intake")
    address = reverse("admin:agencies_officer_change", args=[someone.pk])
    assert someone.password.split("$")[-1] not in desk.get(address).content.decode()
    desk.post(address, {"username": "orang", "full_name": "Orang", "password": "rahasia", "is_active": "on"})
    changed = Officer.objects.get(pk=someone.pk)
    assert (changed.full_name, changed.password) == ("Orang", someone.password)


def test_a_personnel_officer_without_an_agency_is_refused(desk):
    answer = desk.post(reverse("admin:agencies_officer_add"), NEW | PASSWORD | {"roles": ["bkd"]})
    assert "memerlukan instansi" in answer.content.decode()
    assert not Officer.objects.filter(username="baru").exists()


def test_a_new_administrator_may_come_in(desk):
    desk.post(reverse("admin:agencies_officer_add"), NEW | PASSWORD | {"roles": ["admin"]})
    assert Officer.objects.get(username="baru").is_staff


def test_nobody_widens_their_own_reach(desk):
    me = Officer.objects.get(username="tata.usaha")
    form = {"username": "tata.usaha", "full_name": "Tata Usaha", "roles": ["supervisor", "admin"], "is_active": "on"}
    desk.post(reverse("admin:agencies_officer_change", args=[me.pk]), form)
    me = Officer.objects.get(pk=me.pk)
    assert (me.full_name, me.role_codes) == ("Tata Usaha", {"admin"})


def test_nobody_gives_their_own_role_more_rights(desk):
    address, form = reverse("admin:agencies_role_change", args=["admin"]), {"name": "Administrator", "name_en": "Admin"}
    assert desk.post(address, form | {"rights": '["admin.manage", "case.view"]'}).status_code == 302
    assert "case.view" not in Role.objects.get(code="admin").rights
    other = reverse("admin:agencies_role_change", args=["merit"])
    desk.post(other, {"name": "Merit", "name_en": "Merit", "rights": '["figures.view"]'})
    assert Role.objects.get(code="merit").rights == ["figures.view"]


@pytest.mark.parametrize(
    "question",
    [
        "agency/?respondent__isnull=False",
        "agency/?reportedperson=3",
        "territory/?complaint=5",
        "territory/?case__isnull=False",
        "officer/?cases=3",
        "officer/?notifications__isnull=False",
        "officer/?mailbox__last_number=1",
        "officer/?password__startswith=md5",
        "apitoken/?officer__cases=3",
    ],
)
def test_no_list_answers_questions_about_cases(desk, question):
    assert desk.get(f"/sistem/agencies/{question}").status_code == 400


@pytest.mark.parametrize(
    "question", ["agency/?kind__exact=CITY", "officer/?roles__code__exact=bkd", "officer/?authority__code__exact=BKN"]
)
def test_a_list_is_narrowed_by_its_own_fields(desk, question):
    assert desk.get(f"/sistem/agencies/{question}").status_code == 200


def test_a_token_is_seen_and_revoked_but_not_made(desk):
    from_day = Officer.objects.get(username="tata.usaha").date_joined
    secret = ApiToken.issue(Officer.objects.get(username="tata.usaha"), at=from_day)
    token = ApiToken.objects.get()
    page = desk.get(reverse("admin:agencies_apitoken_change", args=[token.pk])).content.decode()
    assert secret not in page and token.digest not in page
    desk.post(
        reverse("admin:agencies_apitoken_change", args=[token.pk]),
        {"revoked_at_0": "2026-11-22", "revoked_at_1": "10:00:00"},
    )
    assert ApiToken.objects.officer_of(secret, from_day) is None
    assert desk.get(reverse("admin:agencies_apitoken_add")).status_code == 403
