"""Nobody gets a password by mail: invitations by name, a link that works once, and a second person where it matters."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation
from agencies.models import Agency, Officer, Role
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_mail")]
SECRET = "empat kata yang panjang"


def facts(**other) -> dict:
    told = {"username": "siti.aminah", "full_name": "Siti Aminah", "email": "siti@kukar.example"}
    return told | {"roles": [Role.objects.get(code=other.pop("role", "bkd"))], "at": timezone.now()} | other


@pytest.fixture
def invited(head, kukar):
    return invitations.invite(by=head, agency=kukar, **facts())


@pytest.fixture
def proposed(admin_account):
    return invitations.invite(by=admin_account, **facts(role="investigator", username="penyidik.baru"))


# Within an agency its own head is enough ------------------------------------------------------------------------------------
def test_a_head_invites_an_officer_of_their_own_agency(invited, post):
    (letter,) = post()
    assert letter.to == ["siti@kukar.example"]
    assert "siti.aminah" in letter.body
    assert not Officer.objects.filter(username="siti.aminah").exists()


def test_the_link_of_the_mail_is_kept_nowhere(invited, post, link_in):
    secret = link_in(post()[0]).strip("/").split("/")[-1]
    kept = Invitation.objects.get()
    assert kept.digest == Invitation.digest_of(secret) != secret
    assert secret not in repr(vars(kept))


def test_opening_the_link_uses_nothing_up_and_sending_the_form_does(invited, post, link_in):
    link = link_in(post()[0])
    Client().get(link, follow=True)  # a scanner of mails
    visitor = Client()
    page = visitor.get(link, follow=True)
    assert page.redirect_chain[-1][0] == "/undangan/"  # the secret leaves the address
    answer = visitor.post("/undangan/", {"password": SECRET, "again": SECRET})
    assert (answer.status_code, answer.url) == (302, "/masuk/")
    made = Officer.objects.get(username="siti.aminah")
    assert made.check_password(SECRET)
    assert (made.agency_id, made.role_codes, made.email) == ("64.02", {"bkd"}, "siti@kukar.example")
    assert Client().get(link, follow=True).status_code == 404


def test_the_page_tells_no_script_nor_cache_and_shows_no_password(invited, post, link_in):
    visitor = Client()
    page = visitor.get(link_in(post()[0]), follow=True)
    assert "no-store" in page.headers["Cache-Control"]
    wrong = visitor.post("/undangan/", {"password": SECRET, "again": "lain sama sekali"})
    assert wrong.status_code == 422
    assert SECRET not in wrong.content.decode()


@pytest.mark.parametrize("weak", ["pendek", "password1234"])
def test_a_weak_password_is_refused_and_the_link_still_works(invited, post, link_in, weak):
    visitor = Client()
    visitor.get(link_in(post()[0]))
    assert visitor.post("/undangan/", {"password": weak, "again": weak}).status_code == 422
    assert visitor.post("/undangan/", {"password": SECRET, "again": SECRET}).status_code == 302


def test_unknown_used_withdrawn_and_expired_links_look_the_same(invited, head, post, link_in, settings):
    link = link_in(post()[0])
    unknown = _bare(Client().get("/undangan/tidak-pernah-ada/", follow=True))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = _bare(Client().get(link, follow=True))
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    invitations.withdraw(invited, by=head, at=timezone.now())
    assert unknown == expired == _bare(Client().get(link, follow=True))
    assert unknown[0] == 404


def _bare(answer) -> tuple:
    return answer.status_code, answer.content


def test_a_link_lasts_72_hours(invited, post):
    post()
    kept = Invitation.objects.get()
    assert kept.open_at(kept.sent_at + timedelta(hours=71, minutes=59))
    assert not kept.open_at(kept.sent_at + timedelta(hours=72))


def test_sending_again_ends_the_link_before(invited, head, post, link_in):
    first = link_in(post()[0])
    invitations.resend(invited, by=head, at=timezone.now())
    second = link_in(post()[1])
    assert Client().get(first, follow=True).status_code == 404
    assert Client().get(second, follow=True).status_code == 200


def test_a_link_that_was_replaced_while_its_page_was_open_is_over(invited, head, post, link_in):
    visitor = Client()
    visitor.get(link_in(post()[0]), follow=True)
    invitations.withdraw(invited, by=head, at=timezone.now())
    assert visitor.post("/undangan/", {"password": SECRET, "again": SECRET}).status_code == 404
    assert not Officer.objects.filter(username="siti.aminah").exists()


def test_two_invitations_for_one_account_are_refused(invited, head, kukar):
    with pytest.raises(ValidationError):
        invitations.invite(by=head, agency=kukar, **facts())
    with pytest.raises(ValidationError):
        invitations.invite(by=head, agency=kukar, **facts(username="bkd.kukar"))


def test_everything_about_it_is_in_the_log_and_no_name_is(invited, post, link_in):
    visitor = Client()
    visitor.get(link_in(post()[0]))
    visitor.post("/undangan/", {"password": SECRET, "again": SECRET})
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert [v for v in verbs if v.startswith("invitation.")] == [
        "invitation.propose",
        "invitation.send",
        "invitation.accept",
    ]
    assert "account.open" in verbs
    assert "siti" not in str(list(Event.objects.values_list("payload", "subject_reference"))).lower()


# Who may give what ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["admin", "supervisor", "investigator", "custodian", "partner"])
def test_the_head_of_an_agency_gives_its_own_roles_alone(head, kukar, role):
    with pytest.raises(ValidationError):
        invitations.invite(by=head, agency=kukar, **facts(role=role))


def test_the_head_of_an_agency_invites_to_no_other_body(head):
    with pytest.raises(PermissionDenied):
        invitations.invite(by=head, agency=Agency.objects.get(code="65"), **facts())
    with pytest.raises(PermissionDenied):
        invitations.invite(by=head, authority=Officer.objects.get(username="admin").authority, **facts())


@pytest.mark.parametrize("username", ["penyelia", "pemeriksa", "bkd.kukar", "auditor", "kustodian"])
def test_who_is_no_administrator_invites_nobody(people, username):
    with pytest.raises(PermissionDenied):
        invitations.invite(by=people[username], agency=people[username].agency, **facts())


def test_a_role_of_the_authority_is_not_given_within_an_agency(admin_account, kukar):
    with pytest.raises(ValidationError):
        invitations.invite(by=admin_account, agency=kukar, **facts(role="investigator"))
    with pytest.raises(ValidationError):
        invitations.invite(by=admin_account, **facts(role="bkd"))


# The hole: an administrator who makes themself a second account ---------------------------------------------------------------
@pytest.mark.parametrize(
    "role", ["intake", "supervisor", "investigator", "custodian", "auditor", "admin", "leadership"]
)
def test_an_administrator_alone_makes_no_account_of_the_authority(admin_account, role, post):
    made = invitations.invite(by=admin_account, **facts(role=role))
    assert made.stage == "PROPOSED"
    assert post() == []


def test_an_administrator_alone_puts_nobody_into_an_agency(admin_account, kukar, post):
    assert invitations.invite(by=admin_account, agency=kukar, **facts(role="agency_admin")).stage == "PROPOSED"
    assert post() == []


def test_a_second_person_approves_and_then_the_mail_goes_out(proposed, penyelia, post):
    invitations.approve(proposed, by=penyelia, at=timezone.now())
    assert [letter.to for letter in post()] == [["siti@kukar.example"]]


def test_nobody_approves_their_own_invitation(proposed, admin_account):
    with pytest.raises(PermissionDenied):
        invitations.approve(proposed, by=admin_account, at=timezone.now())
    assert Invitation.objects.get().stage == "PROPOSED"


def test_a_puppet_would_need_a_second_person_too(admin_account, penyelia, post, somebody):
    """The administrator's own second administrator is made by nobody alone, so it can approve nothing."""
    puppet = invitations.invite(by=admin_account, **facts(role="admin", username="boneka"))
    with pytest.raises(PermissionDenied):
        invitations.approve(puppet, by=admin_account, at=timezone.now())
    with pytest.raises(MovedOn):
        invitations.accept(puppet, password=SECRET, at=timezone.now())


@pytest.mark.parametrize("username", ["pemeriksa", "auditor", "kepala.kukar", "komisioner"])
def test_who_may_not_approve_does_not(proposed, people, username):
    with pytest.raises(PermissionDenied):
        invitations.approve(proposed, by=people[username], at=timezone.now())


def test_a_refused_invitation_is_over(proposed, penyelia, post):
    invitations.refuse(proposed, by=penyelia, at=timezone.now())
    with pytest.raises(MovedOn):
        invitations.approve(proposed, by=penyelia, at=timezone.now())
    assert post() == []


def test_a_second_approval_comes_too_late(proposed, penyelia, admin2):
    invitations.approve(proposed, by=penyelia, at=timezone.now())
    with pytest.raises(MovedOn):
        invitations.approve(proposed, by=admin2, at=timezone.now())


def test_an_invited_administrator_comes_into_the_administration_others_do_not(admin_account, penyelia, post, link_in):
    for role, staff in (("admin", True), ("auditor", False)):
        made = invitations.invite(by=admin_account, **facts(role=role, username=f"baru.{role}"))
        invitations.approve(made, by=penyelia, at=timezone.now())
        visitor = Client()
        visitor.get(link_in(post()[-1]))
        visitor.post("/undangan/", {"password": SECRET, "again": SECRET})
        assert Officer.objects.get(username=f"baru.{role}").is_staff is staff


def test_who_works_in_a_region_gives_no_other(somebody, penyelia):
    regional = somebody("admin.kaltim", "admin")
    regional.regions.set(["64"])
    regional = Officer.objects.get(pk=regional.pk)
    places = {place.pk: place for place in Officer.regions.rel.model.objects.filter(pk__in=["64.02", "65"])}
    invitations.invite(by=regional, regions=[places["64.02"]], **facts(role="intake", username="dalam"))
    for wrong in ([], [places["65"]]):
        with pytest.raises(ValidationError):
            invitations.invite(by=regional, regions=wrong, **facts(role="intake", username="luar"))


# Without mail -----------------------------------------------------------------------------------------------------------------
def test_without_mail_nobody_is_invited_and_no_link_is_shown(somebody, head, head2, kukar, settings):
    settings.EMAIL_URL, settings.EMBEDDED = "", True
    with pytest.raises(ValidationError):
        invitations.invite(by=head2, agency=kukar, **facts())
    shown = invitations.invite(by=head, agency=kukar, **facts())  # a demo account, in the embedded default
    assert invitations.shown_link(shown, by=head, at=timezone.now()).endswith("/")
    settings.EMBEDDED = False
    assert invitations.shown_link(shown, by=head, at=timezone.now()) is None


def test_the_operator_invites_the_first_administrator_at_the_command_line(people, capsys):
    call_command("invite", "admin.pertama", name="Admin Pertama", email="a@bkn.example", role=["admin"])
    link = capsys.readouterr().out.split()[-1].removeprefix("https://netral.example")
    visitor = Client()
    visitor.get(link)
    assert visitor.post("/undangan/", {"password": SECRET, "again": SECRET}).status_code == 302
    assert Officer.objects.get(username="admin.pertama").may("admin.manage")


# Pages ------------------------------------------------------------------------------------------------------------------------
def test_the_page_of_a_head_keeps_what_was_typed(visit, head):
    form = {"full_name": "Siti Aminah", "username": "bkd.kukar", "email": "siti@kukar.example", "roles": ["bkd"]}
    answer = visit(head).post("/instansi/petugas/undang/", form)
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.content.decode()
    assert "siti@kukar.example" in answer.content.decode()


def test_a_head_invites_and_withdraws_on_their_pages(visit, head, post):
    form = {"full_name": "Siti Aminah", "username": "siti.aminah", "email": "siti@kukar.example", "roles": ["bkd"]}
    browser = visit(head)
    made = browser.post("/instansi/petugas/undang/", form)
    assert made.status_code == 302
    assert "Tarik undangan" in browser.get(made.url).content.decode()
    assert browser.post(made.url + "withdraw/").status_code == 302
    assert Invitation.objects.get().stage == "WITHDRAWN"


def test_the_authority_invites_a_head_for_an_agency_on_its_pages(visit, admin_account, penyelia, post):
    form = {"full_name": "Siti", "username": "kepala.satu", "email": "s@kukar.example", "roles": ["agency_admin"]}
    made = visit(admin_account).post("/petugas/akun-petugas/undang/", form | {"agency": "64.02", "regions": ""})
    assert made.status_code == 302
    assert "Setujui" not in visit(admin_account).get(made.url).content.decode()
    assert "Setujui" in visit(penyelia).get(made.url).content.decode()
    assert visit(penyelia).post(made.url + "approve/").status_code == 302
    assert len(post()) == 1


def test_regions_are_written_by_code_or_name(visit, admin_account):
    form = {"full_name": "Siti", "username": "siti.aminah", "email": "s@bkn.example", "roles": ["intake"]}
    answer = visit(admin_account).post("/petugas/akun-petugas/undang/", form | {"regions": "64.02\nKalimantan Utara"})
    assert answer.status_code == 302
    assert set(Invitation.objects.get().regions.values_list("pk", flat=True)) == {"64.02", "65"}
    wrong = visit(admin_account).post("/petugas/akun-petugas/undang/", form | {"regions": "Negeri Awan"})
    assert wrong.status_code == 422
