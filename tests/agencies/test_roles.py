"""Who does what and who sees what, written out a second time: the shipped roles hold exactly this."""

import pytest

from agencies.models import Officer, Role

VERBS = {
    "complaint.verify": "intake supervisor",
    "complaint.request_completion": "intake supervisor",
    "complaint.accept": "intake supervisor",
    "complaint.reject": "intake supervisor",
    "complaint.forward": "intake supervisor",
    "complaint.merge": "intake supervisor",
    "complaint.unmerge": "intake supervisor",
    "privacy.hold": "supervisor",
    "privacy.propose": "supervisor",
    "privacy.review": "commissioner leadership",
    "case.assign": "supervisor",
    "case.clarify": "investigator",
    "case.examine": "investigator",
    "case.finding": "investigator",
    "case.note": "investigator supervisor",
    "case.deliberate": "supervisor",
    "case.send_back": "supervisor commissioner",
    "case.vote": "commissioner",
    "case.decide": "commissioner",
    "case.follow_up": "supervisor",
    "case.close": "supervisor",
    "case.moot": "supervisor",
    "case.transfer": "supervisor",
    "case.merge": "supervisor",
    "case.unmerge": "supervisor",
    "case.reopen": "supervisor",
    "case.set_aside": "supervisor",
    "recommendation.submit": "supervisor",
    "recommendation.approve": "commissioner",
    "recommendation.send_back": "supervisor commissioner",
    "recommendation.issue": "supervisor",
    "recommendation.acknowledge": "bkd appointing_authority",
    "recommendation.rebut": "bkd appointing_authority",
    "recommendation.implement": "bkd appointing_authority",
    "recommendation.convene": "bkd appointing_authority",
    "recommendation.appeal": "bkd appointing_authority supervisor",
    "recommendation.settle": "bkd appointing_authority supervisor",
    "recommendation.unblock": "supervisor",
    "recommendation.withhold": "supervisor",
    "recommendation.disclose": "supervisor appointing_authority",
    "recommendation.uphold": "supervisor",
    "recommendation.supersede": "supervisor",
    "recommendation.verify": "supervisor",
    "recommendation.contest": "supervisor",
    "recommendation.escalate": "supervisor",
    "recommendation.moot": "supervisor",
}
VIEWS = {
    "complaint.view": "intake supervisor investigator",
    "complaint.create": "intake supervisor partner",
    "complaint.view_referred": "partner",
    "message.write": "intake supervisor investigator",
    "case.view": "intake supervisor investigator leadership",
    "case.view_plenary": "commissioner",
    "evidence.view": "intake supervisor investigator",
    "evidence.add": "intake supervisor investigator bkd appointing_authority partner",
    "evidence.retry": "intake supervisor investigator",
    "evidence.note": "intake supervisor investigator",
    "evidence.sight": "intake supervisor investigator",
    "evidence.metadata": "supervisor investigator",
    "evidence.original": "supervisor investigator",
    "evidence.redact": "supervisor investigator",
    "evidence.release": "supervisor investigator",
    "unsealing.ask": "supervisor investigator",
    "unsealing.grant": "custodian",
    "unsealing.end": "supervisor investigator custodian",
    "queue.route": "intake supervisor",
    "queue.rules": "supervisor",
    "search.use": "intake supervisor investigator",
    "recommendation.view": "intake supervisor investigator commissioner leadership",
    "recommendation.view_agency": "bkd appointing_authority",
    "recommendation.view_withheld": "appointing_authority",
    "event.view": "auditor",
    "figures.view": "supervisor commissioner leadership",
    "clearance.ask": "merit",
    "clearance.tell": "supervisor",
    "referral.import": "intake supervisor partner",
    "case.import": "supervisor",
    "recommendation.import": "supervisor",
    "sanction.export": "supervisor",
    "admin.manage": "admin",
    "officer.invite": "admin agency_admin",
    "officer.approve": "admin supervisor agency_admin",
    "officer.review": "supervisor agency_admin",
    "conflict.lift": "supervisor commissioner",
}
ROLES = ["intake", "supervisor", "investigator", "commissioner", "bkd", "agency_admin", "partner", "leadership"]
ROLES += ["auditor", "custodian", "merit", "admin", "appointing_authority"]
EXPECTED = {role: {right for right, roles in (VERBS | VIEWS).items() if role in roles.split()} for role in ROLES}
GIVES = {"admin": set(ROLES), "agency_admin": {"bkd", "agency_admin"}}
ONE_PERSON = {"bkd", "agency_admin"}  # given within an agency by its own head alone
pytestmark = pytest.mark.usefixtures("reference")


def test_there_are_exactly_these_roles():
    assert set(Role.objects.values_list("code", flat=True)) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_exactly_its_rights(role):
    rights = Role.objects.get(code=role).rights
    assert sorted(rights) == sorted(EXPECTED[role])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gives_exactly_these_roles_and_all_but_an_agencys_own_need_a_second_person(role):
    found = Role.objects.get(code=role)
    assert set(found.gives) == GIVES.get(role, set())
    assert found.second == (role not in ONE_PERSON)


def test_every_role_has_a_name_in_both_languages():
    assert not Role.objects.filter(name="").exists()
    assert not Role.objects.filter(name_en="").exists()


def test_an_officer_has_the_rights_of_all_their_roles():
    officer = Officer.objects.create_user("rangkap", full_name="Rangkap Tugas")
    officer.roles.set(["intake", "auditor"])
    assert officer.rights == EXPECTED["intake"] | EXPECTED["auditor"]
    assert officer.may("event.view")
    assert not officer.may("case.assign")


def test_a_deactivated_officer_may_nothing():
    officer = Officer.objects.create_user("keluar", full_name="Sudah Keluar", is_active=False)
    officer.roles.set(["supervisor"])
    assert not officer.may("case.assign")


def test_a_changed_role_holds_for_the_officer_loaded_next():
    officer = Officer.objects.create_user("penerima", full_name="Penerima")
    officer.roles.set(["intake"])
    Role.objects.filter(code="intake").update(rights=["complaint.view"])
    assert Officer.objects.get(pk=officer.pk).rights == {"complaint.view"}
