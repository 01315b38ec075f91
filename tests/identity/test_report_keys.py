"""A key for every report: nothing opens without it or for another report, and nothing at all once it is destroyed."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from complaints import actions as complaints
from complaints import drafts, resealing
from complaints.models import Draft, Message
from complaints.queries import messages_of
from evidence import resealing as originals
from evidence import shelf, storage, vault
from evidence.models import Evidence
from evidence.refusal import FileRefused
from identity.models import NoticeAddress, ReportKey
from identity.report_keys import Destroyed, cipher_for, destroy, discard, open_for, seal_for
from tests.evidence.conftest import a_file, send  # noqa: F401
from workflow.models import Event, Job
from workflow.sealing import InvalidToken, seal, seal_with
from workflow.worker import drain

WORDS = "Kuncinya disimpan di lemari arsip."


def written(complaint, intake) -> Message:
    return complaints.post_message(complaint, by=intake, text=WORDS)


def test_a_value_opens_for_its_report_and_its_purpose_alone(a_complaint):
    one, other = a_complaint().access, a_complaint().access
    token = seal_for(one, {"kata": WORDS}, purpose="uji")
    assert open_for(one, token, purpose="uji") == {"kata": WORDS}
    for access, purpose, sealed in ((other, "uji", token), (one, "lain", token), (one, "uji", token[:-1] + b"x")):
        with pytest.raises(InvalidToken):
            open_for(access, sealed, purpose=purpose)


def test_a_wrapped_key_moved_to_another_report_does_not_open(a_complaint):
    one, other = a_complaint().access, a_complaint().access
    seal_for(one, 1, purpose="uji"), seal_for(other, 1, purpose="uji")
    ReportKey.objects.filter(access=other).update(wrapped=ReportKey.objects.get(access=one).wrapped)
    with pytest.raises(InvalidToken):
        cipher_for(other)


def test_the_application_has_no_clear_key_and_no_minute_of_it(a_complaint):
    access = a_complaint().access
    cipher = cipher_for(access)
    row = ReportKey.objects.get(access=access)
    assert cipher.key not in bytes(row.wrapped) and repr(cipher.key) not in repr(cipher)
    assert timezone.localtime(row.made_at).strftime("%H:%M:%S.%f") == "00:00:00.000000"


def test_messages_are_under_the_key_of_their_report(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    message = written(complaint, intake)
    assert open_for(complaint.access, message.sealed, purpose=complaints.message_purpose(complaint)) == WORDS
    assert [m.text for m in messages_of(complaint)] == [WORDS]


def test_a_draft_needs_the_writers_token_and_the_reports_key(reference_data):
    token = drafts.new_token()
    row = drafts.save(token, "isi", {"narrative": WORDS}, at=timezone.now()).row
    assert drafts.find(token, at=timezone.now()).page("isi") == {"narrative": WORDS}
    inner = open_for(row.access, Draft.objects.get().sealed, purpose="draft")
    assert WORDS not in inner
    discard(row.access, at=timezone.now())
    with pytest.raises(drafts.Expired):
        drafts.find(token, at=timezone.now())


def test_the_same_bytes_lie_twice_under_two_keys(a_complaint, a_file):  # noqa: F811
    one, other = a_file(), a_file()
    assert one.sha256 == other.sha256
    raw = [storage.path_of(evidence.pk).read_bytes() for evidence in (one, other)]
    assert raw[0] != raw[1] and storage.path_of(one.pk).stat().st_nlink == 1
    storage.path_of(one.pk).chmod(0o600)
    storage.path_of(one.pk).write_bytes(raw[1])
    assert not vault.is_sealed(one)


@pytest.fixture
def whole(a_complaint, a_file, intake):  # noqa: F811
    """A report with a message, a file that was read and copied, and an address for notices."""
    complaint = a_complaint(
        "VERIFYING", identity={"name": "P", "email": "kabar@example.org", "phone": "", "notify": True}
    )
    written(complaint, intake)
    evidence = a_file(complaint=complaint)
    drain()
    return complaint, Evidence.objects.get(pk=evidence.pk)


def test_destroyed_is_destroyed(whole, penyelia, django_capture_on_commit_callbacks):
    complaint, evidence = whole
    assert evidence.stage == "READY" and (shelf.folder_of(evidence.pk) / shelf.SAFE).exists()
    sealed = storage.path_of(evidence.pk).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        destroy(complaint.access, by=penyelia, at=timezone.now())
    assert messages_of(complaint) == []
    assert not storage.path_of(evidence.pk).exists() and not shelf.folder_of(evidence.pk).exists()
    storage.path_of(evidence.pk).write_bytes(sealed)  # out of an older backup
    with pytest.raises(FileNotFoundError):
        vault.opened(evidence)
    with pytest.raises(Destroyed):
        cipher_for(complaint.access)
    assert not NoticeAddress.objects.filter(access=complaint.access).exists()
    assert Event.objects.filter(verb="identity.destroy", access=complaint.access, actor=penyelia).count() == 1


def test_it_happens_once_and_others_are_left_alone(whole, a_file, a_complaint, intake, penyelia):  # noqa: F811
    other = a_complaint("VERIFYING")
    written(other, intake)
    twin = a_file(complaint=other)
    drain()
    for _twice in range(2):
        destroy(whole[0].access, by=penyelia, at=timezone.now())
    drain()
    assert Event.objects.filter(verb="identity.destroy").count() == 1
    assert [m.text for m in messages_of(other)] == [WORDS]
    assert vault.digest_of(twin) == twin.sha256
    assert (shelf.folder_of(twin.pk) / shelf.SAFE).exists(), "the same bytes had one copy under two names"


def test_a_process_that_died_at_the_end_left_the_work_to_be_done(whole, penyelia):
    """The files go when the transaction ends; in a test that end never comes."""
    complaint, evidence = whole
    destroy(complaint.access, by=penyelia, at=timezone.now())
    assert storage.path_of(evidence.pk).exists()
    assert Job.objects.filter(kind="evidence.erase", key=str(complaint.access_id)).exists()
    drain()
    assert not storage.path_of(evidence.pk).exists() and not shelf.folder_of(evidence.pk).exists()


def test_nothing_new_is_written_to_it(whole, a_file, intake, penyelia):  # noqa: F811
    complaint, evidence = whole
    destroy(complaint.access, by=penyelia, at=timezone.now())
    with pytest.raises(ValidationError, match="sudah dihapus"):
        written(complaint, intake)
    with pytest.raises(FileRefused, match="sudah dihapus"):
        a_file("catatan.txt", b"sesuatu yang baru", complaint=complaint)
    assert ReportKey.objects.filter(access=complaint.access).count() == 1


# From before there were keys of reports ---------------------------------------------------------------------------------
def test_older_messages_and_drafts_are_read_and_moved(a_complaint, intake):
    complaint = a_complaint("VERIFYING")
    purpose, token = complaints.message_purpose(complaint), drafts.new_token()
    for number in range(3):
        old = seal(f"{WORDS} {number}", purpose=purpose)
        Message.objects.create(complaint=complaint, sender="OFFICER", officer=intake, sealed=old)
    draft = drafts.save(token, "isi", {"narrative": WORDS}, at=timezone.now()).row
    Draft.objects.filter(pk=draft.pk).update(sealed=seal_with(token, {"isi": {"narrative": WORDS}}, purpose="draft"))
    before = [m.text for m in messages_of(complaint)]
    assert len(before) == 3 and drafts.find(token, at=timezone.now()).page("isi") == {"narrative": WORDS}
    for key in resealing.BEGINNINGS:
        Job.objects.create(kind=resealing.JOB, key=key)
    drain()
    assert [m.text for m in messages_of(complaint)] == before
    assert drafts.find(token, at=timezone.now()).page("isi") == {"narrative": WORDS}
    assert all(bytes(m.sealed).startswith(b"\x01") for m in Message.objects.all())
    assert bytes(Draft.objects.get(pk=draft.pk).sealed).startswith(b"\x01")
    assert not Job.objects.filter(kind=resealing.JOB).exists()


def test_older_originals_are_read_and_sealed(a_file, monkeypatch):  # noqa: F811
    files = [a_file("catatan.txt", b"isi berkas %d" % number) for number in range(3)]
    for evidence in files:
        place = storage.path_of(evidence.pk)
        with vault.opened(evidence) as file:
            content = file.read()
        place.chmod(0o600)
        place.write_bytes(content)
        assert vault.digest_of(evidence) == evidence.sha256 and not vault.is_sealed(evidence)
    monkeypatch.setattr(originals, "PART", 0)
    Job.objects.create(kind=originals.JOB, key="")
    drain()
    for evidence in files:
        assert vault.is_sealed(evidence) and vault.digest_of(evidence) == evidence.sha256
        assert storage.path_of(evidence.pk).stat().st_mode & 0o777 == 0o400
    assert not Job.objects.filter(kind=originals.JOB).exists()
