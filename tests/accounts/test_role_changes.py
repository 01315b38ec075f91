"""What gives somebody more is proposed by one and approved by another; what takes away holds at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import role_changes
from accounts.models import RoleChange
from agencies.models import Officer, Role, Territory
from workflow.models import Event
from workflow.transitions import MovedOn

pytestmark = pytest.mark.django_db


def propose(officer, by, *codes, regions=(), email="", reason="Pindah tugas"):
    return role_changes.propose(
        officer, by=by, roles=list(Role.objects.filter(pk__in=codes)), at=timezone.now(), email=email, reason=reason,
        regions=list(Territory.objects.filter(pk__in=regions)),
    )  # fmt: skip


def codes(officer) -> set[str]:
    return set(Officer.objects.get(pk=officer.pk).role_codes)


@pytest.fixture
def proposed(admin_account, auditor):
    return propose(auditor, admin_account, "auditor", "investigator")


def test_a_role_that_reads_reports_waits_for_a_second_person(proposed, auditor):
    assert proposed.stage == "PROPOSED"
    assert codes(auditor) == {"auditor"}


def test_a_second_person_gives_it_from_the_next_request_on(proposed, auditor, penyelia, visit):
    browser = visit(auditor)
    assert browser.get("/petugas/antrean/tim/").status_code == 404
    role_changes.approve(proposed, by=penyelia, at=timezone.now())
    assert codes(auditor) == {"auditor", "investigator"}
    assert browser.get("/petugas/antrean/tim/").status_code == 200


@pytest.mark.parametrize("role", ["intake", "supervisor", "investigator", "commissioner", "custodian", "leadership"])
def test_an_administrator_cannot_give_themself_a_role_that_reads(admin_account, role):
    made = propose(admin_account, admin_account, "admin", role)
    assert codes(admin_account) == {"admin"}
    with pytest.raises(PermissionDenied):
        role_changes.approve(made, by=admin_account, at=timezone.now())
    assert codes(admin_account) == {"admin"}


def test_nor_have_another_propose_it_and_approve_it_themself(admin_account, admin2):
    made = propose(admin_account, admin2, "admin", "supervisor")
    with pytest.raises(PermissionDenied):
        role_changes.approve(made, by=admin_account, at=timezone.now())
    assert codes(admin_account) == {"admin"}


def test_the_database_refuses_it_too(proposed, admin_account):
    from_the_side = RoleChange.objects.get()
    from_the_side.decided_by = admin_account
    with pytest.raises(Exception, match="nobody_approves_an_own_change"):
        from_the_side.save()


def test_taking_a_role_away_holds_at_once(admin_account, somebody):
    many = somebody("rangkap", "intake", "auditor")
    assert propose(many, admin_account, "auditor").stage == "DONE"
    assert codes(many) == {"auditor"}


def test_fewer_regions_hold_at_once_more_regions_wait(admin_account, somebody):
    officer = somebody("wilayah", "intake")
    assert propose(officer, admin_account, "intake", regions=["64.02", "65"]).stage == "DONE"
    officer = Officer.objects.get(pk=officer.pk)
    assert propose(officer, admin_account, "intake", regions=["64.02"]).stage == "DONE"
    officer = Officer.objects.get(pk=officer.pk)
    assert propose(officer, admin_account, "intake", regions=["64.02", "64.03"]).stage == "PROPOSED"
    assert officer.region_codes == {"64.02"}


def test_the_whole_country_is_more_than_one_region(admin_account, somebody):
    officer = somebody("wilayah", "intake")
    officer.regions.set(["64.02"])
    officer = Officer.objects.get(pk=officer.pk)
    assert propose(officer, admin_account, "intake", regions=[]).stage == "PROPOSED"


def test_another_mail_address_waits_too_because_links_go_there(admin_account, somebody, penyelia):
    officer = somebody("alamat", "intake")
    made = propose(officer, admin_account, "intake", email="baru@kantor.example")
    assert Officer.objects.get(pk=officer.pk).email == "alamat@kantor.example"
    role_changes.approve(made, by=penyelia, at=timezone.now())
    assert Officer.objects.get(pk=officer.pk).email == "baru@kantor.example"


def test_within_an_agency_its_head_is_enough(head, head2, bkd_kukar, somebody):
    third = somebody("kepala.tiga", "agency_admin", agency="64.02")
    assert propose(bkd_kukar, head, "bkd", "agency_admin").stage == "DONE"
    assert codes(bkd_kukar) == {"bkd", "agency_admin"}
    assert propose(third, head, "bkd").stage == "DONE"


def test_a_head_reaches_no_account_of_another_agency_nor_of_the_authority(head, bkd_kaltara, intake):
    for other in (bkd_kaltara, intake):
        with pytest.raises(PermissionDenied):
            propose(other, head, "bkd")


def test_a_head_gives_no_role_of_the_authority(head, bkd_kukar):
    with pytest.raises(ValidationError):
        propose(bkd_kukar, head, "bkd", "supervisor")
    assert codes(bkd_kukar) == {"bkd"}


def test_one_of_the_last_two_heads_stays_head(head, head2):
    with pytest.raises(ValidationError) as refused:
        propose(head2, head, "bkd")
    assert "kurang dari dua" in str(refused.value)


def test_nothing_changed_no_role_and_a_second_proposal_are_refused(admin_account, auditor, proposed):
    for roles in (["auditor"], []):
        with pytest.raises(ValidationError):
            propose(auditor, admin_account, *roles)
    with pytest.raises(ValidationError):
        propose(auditor, admin_account, "auditor", "intake")


def test_a_decision_comes_once(proposed, penyelia, admin2):
    role_changes.refuse(proposed, by=penyelia, at=timezone.now())
    for act in (role_changes.approve, role_changes.refuse, role_changes.withdraw):
        with pytest.raises(MovedOn):
            act(proposed, by=admin2, at=timezone.now())


def test_every_step_is_an_event_with_codes_alone(proposed, penyelia):
    role_changes.approve(proposed, by=penyelia, at=timezone.now())
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["role_change.propose", "role_change.approve", "account.change"]
    assert Event.objects.get(verb="account.change").payload["roles"] == ["auditor", "investigator"]
    assert "Pindah tugas" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_a_role_that_opens_the_administration_opens_its_door_and_shuts_it(admin_account, admin2, somebody, penyelia):
    somebody("admin.tiga", "admin")
    third = somebody("admin.empat", "auditor")
    role_changes.approve(propose(third, admin_account, "admin"), by=penyelia, at=timezone.now())
    assert Officer.objects.get(pk=third.pk).is_staff
    propose(Officer.objects.get(pk=third.pk), admin_account, "admin", "auditor")
    assert Officer.objects.get(pk=third.pk).is_staff


# Pages ------------------------------------------------------------------------------------------------------------------------
def test_it_is_proposed_on_one_page_and_decided_on_another(visit, admin_account, penyelia, auditor):
    browser = visit(admin_account)
    form = {"roles": ["auditor", "investigator"], "regions": "", "email": auditor.email, "reason": "Membantu"}
    made = browser.post("/petugas/akun-petugas/orang/auditor/peran/", form)
    assert made.status_code == 302
    assert "approve/" not in browser.get(made.url).content.decode()
    decider = visit(penyelia)
    assert "approve/" in decider.get(made.url).content.decode()
    assert "Auditor" in decider.get("/petugas/akun-petugas/").content.decode()
    assert decider.post(made.url + "approve/").status_code == 302
    assert "investigator" in codes(auditor)


def test_a_wrong_form_comes_back_with_what_was_typed(visit, admin_account, auditor):
    form = {"roles": ["auditor"], "regions": "", "email": auditor.email, "reason": "Alasan yang ditulis"}
    answer = visit(admin_account).post("/petugas/akun-petugas/orang/auditor/peran/", form)
    assert answer.status_code == 422
    assert "Alasan yang ditulis" in answer.content.decode()


def test_forged_roles_are_refused_by_the_form(visit, head, bkd_kukar):
    form = {"roles": ["bkd", "supervisor"], "email": "", "reason": "x"}
    assert visit(head).post("/instansi/petugas/orang/bkd.kukar/peran/", form).status_code == 422
    assert codes(bkd_kukar) == {"bkd"}


def test_the_people_of_others_do_not_exist(visit, head):
    browser = visit(head)
    for name in ("bkd.kaltara", "penyelia", "tidak.ada"):
        assert browser.get(f"/instansi/petugas/orang/{name}/").status_code == 404
        assert browser.get(f"/instansi/petugas/orang/{name}/peran/").status_code == 404
