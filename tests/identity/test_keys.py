"""The key ceremony: who makes keys, how a newcomer comes to open what is older, and what paper is good for."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from complaints.models import ReporterIdentity
from complaints.resealing import reseal
from identity import envelopes, keys, sharing
from identity.boxes import WrongKey, from_paper
from identity.models import CustodianKey, Envelope
from tests.identity.conftest import PHRASE
from workflow.sealing import seal


def opens(officer, report) -> bool:
    key, pair = keys.opened(officer, PHRASE)
    try:
        return envelopes.opened(report.access.envelope, key, pair)["name"] == "Pelapor Rahasia"
    except WrongKey:
        return False


def test_only_a_custodian_makes_a_key(people):
    for who in ("penyelia", "admin", "auditor", "bkd.kukar"):
        with pytest.raises(PermissionDenied):
            keys.make_custodian_key(people[who], passphrase=PHRASE, at=timezone.now())


def test_a_weak_passphrase_and_a_second_key_are_refused(kustodian):
    with pytest.raises(ValidationError, match="paling sedikit"):
        keys.make_custodian_key(kustodian, passphrase="pendek", at=timezone.now())
    keys.make_custodian_key(kustodian, passphrase=PHRASE, at=timezone.now())
    with pytest.raises(ValidationError, match="sudah punya"):
        keys.make_custodian_key(kustodian, passphrase=PHRASE, at=timezone.now())


def test_a_newcomer_opens_older_envelopes_once_a_colleague_shares_them(kustodian, people, a_complaint):
    keys.make_custodian_key(kustodian, passphrase=PHRASE, at=timezone.now())
    report = a_complaint("VERIFYING")
    newcomer = people["kustodian2"]
    made = keys.make_custodian_key(newcomer, passphrase=PHRASE, at=timezone.now())
    assert not opens(newcomer, report)
    assert sharing.share(made, by=kustodian, passphrase=PHRASE, at=timezone.now()) == 1
    assert opens(newcomer, report)
    assert sharing.share(made, by=kustodian, passphrase=PHRASE, at=timezone.now()) == 0


def test_sharing_needs_the_right_passphrase(keyed):
    with pytest.raises(keys.WrongPhrase):
        sharing.share(CustodianKey.objects.get(officer=keyed[1]), by=keyed[0], passphrase="salah", at=timezone.now())


def test_paper_alone_brings_everything_back(db, people, a_complaint, monkeypatch):
    CustodianKey.objects.all().delete()
    out = StringIO()
    call_command("key_ceremony", stdout=out)
    paper = next(line for line in out.getvalue().splitlines() if line.count("-") > 10)
    report = a_complaint("VERIFYING")
    survivor = people["kustodian"]
    keys.make_custodian_key(survivor, passphrase=PHRASE, at=timezone.now())
    assert not opens(survivor, report)
    monkeypatch.setattr("builtins.input", lambda prompt: paper.lower())
    call_command("key_ceremony", recover="kustodian", stdout=StringIO())
    assert opens(survivor, report)


def test_the_private_half_of_the_paper_key_is_nowhere_in_the_database(db):
    CustodianKey.objects.all().delete()
    private = from_paper(keys.make_recovery_key(at=timezone.now()))
    row = CustodianKey.objects.get()
    assert bytes(row.locked) == b"" and bytes(row.public) != private


def test_the_ceremony_is_not_held_twice_by_accident(db):
    with pytest.raises(CommandError, match="already"):
        call_command("key_ceremony", stdout=StringIO())


def test_a_foreign_paper_recovers_nothing(keyed, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "AAAA-BBBB")
    with pytest.raises(CommandError, match="not a recovery key"):
        call_command("key_ceremony", recover="kustodian", stdout=StringIO())


@pytest.mark.embedded
def test_the_embedded_default_makes_its_key_at_the_first_report(db, a_complaint):
    CustodianKey.objects.all().delete()
    report = a_complaint("VERIFYING")
    assert CustodianKey.objects.get().kind == "EMBEDDED"
    assert Envelope.objects.get().access == report.access


@pytest.mark.embedded
def test_in_the_embedded_default_a_new_custodian_opens_what_the_site_sealed_before(client, a_complaint, kustodian):
    CustodianKey.objects.all().delete()
    report = a_complaint("VERIFYING")
    client.force_login(kustodian)
    client.post("/petugas/identitas/kunci/", {"passphrase": PHRASE, "again": PHRASE})
    assert opens(kustodian, report)


def test_identities_of_earlier_versions_move_into_envelopes(keyed, a_complaint):
    report = a_complaint("VERIFYING", identity={})
    told = {"name": "Pelapor Rahasia", "email": "", "phone": "", "notify": False}
    ReporterIdentity.objects.create(complaint=report, sealed=seal(told, purpose=f"identity:{report.reference}"))
    reseal()
    assert not ReporterIdentity.objects.exists()
    assert opens(keyed[0], report)
    reseal()


OTHER = "kata sandi yang lain sama sekali"


def test_another_passphrase_opens_the_same_envelopes_and_the_old_one_nothing(told, keyed):
    before = bytes(CustodianKey.objects.get(officer=keyed[0]).public)
    keys.change_passphrase(keyed[0], old=PHRASE, new=OTHER, at=timezone.now())
    key, pair = keys.opened(keyed[0], OTHER)
    assert bytes(key.public) == before
    assert envelopes.opened(told.access.envelope, key, pair)["name"] == "Pelapor Rahasia"
    with pytest.raises(keys.WrongPhrase):
        keys.opened(keyed[0], PHRASE)


def test_a_passphrase_is_changed_by_who_knows_it_and_not_to_a_weak_one(keyed):
    with pytest.raises(keys.WrongPhrase):
        keys.change_passphrase(keyed[0], old="bukan itu orangnya", new=OTHER, at=timezone.now())
    with pytest.raises(ValidationError, match="paling sedikit"):
        keys.change_passphrase(keyed[0], old=PHRASE, new="pendek", at=timezone.now())
    assert keys.opened(keyed[0], PHRASE)
