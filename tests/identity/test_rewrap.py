"""Rotation of FIELD_KEYS: everything moves under the new key, and the old one opens nothing more."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from complaints import actions as complaints
from complaints.models import IdempotentAnswer, Message
from complaints.queries import messages_of
from identity import envelopes
from identity.models import NoticeAddress, ReportKey
from identity.report_keys import cipher_for, destroy
from workflow.sealing import InvalidToken, registered, seal

OLD, NEW = "kunci lama " * 4, "kunci baru " * 4
# what is under a key of its own: a custodian's, a writer's token, a report's, or public
OTHERWISE = {
    "identity.CustodianKey.public", "identity.CustodianKey.locked", "identity.Envelope.sealed", "identity.Lid.box",
    "identity.Unsealing.public", "identity.Unsealing.locked", "identity.Unsealing.sealed", "complaints.Draft.sealed",
    "complaints.IdempotentAnswer.sealed",
    # under the key of the case, see hearings/sealing.py
    "hearings.Answer.sealed", "hearings.Answer.paper", "hearings.Extension.sealed", "hearings.Representation.sealed",
    "hearings.FalseReport.sealed", "hearings.HearingRecord.sealed",
}  # fmt: skip


def rotate() -> str:
    out = StringIO()
    call_command("rewrap_keys", stdout=out)
    return out.getvalue()


@pytest.fixture
def old(settings):
    settings.FIELD_KEYS = [OLD]


@pytest.fixture
def several(old, a_complaint, intake):
    """Reports with a message and an address for notices, all under the old key."""
    told = {"name": "P", "email": "kabar@example.org", "phone": "", "notify": True}
    made = [a_complaint("VERIFYING", identity=told) for _number in range(3)]
    for complaint in made:
        complaints.post_message(complaint, by=intake, text="Kata rahasia.")
    return made


def readable(made) -> bool:
    texts = {m.text for complaint in made for m in messages_of(complaint)}
    return texts == {"Kata rahasia."} and {envelopes.notice_address(c.access) for c in made} == {"kabar@example.org"}


def test_every_column_that_holds_something_sealed_is_registered():
    binary = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField) and not model._meta.app_label.startswith("django_")
    }
    known = {str(column) for column in registered()}
    assert binary - known - OTHERWISE == set(), "register_sealed(), or say above under which key it is"
    assert binary >= OTHERWISE


def test_everything_moves_and_the_old_key_opens_nothing_more(several, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    said = rotate()
    assert re.search(r"identity.ReportKey.wrapped: \d+ looked at, \d+ moved", said)
    settings.FIELD_KEYS = [NEW]
    assert readable(several)
    settings.FIELD_KEYS = [OLD]
    for complaint in several:
        with pytest.raises(InvalidToken):
            cipher_for(complaint.access)
        with pytest.raises(InvalidToken):
            envelopes.notice_address(complaint.access)


def test_a_second_time_moves_nothing(several, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    rotate()
    rows = list(ReportKey.objects.order_by("pk").values_list("wrapped", flat=True))
    assert "0 moved; everything" in rotate()
    assert rows == list(ReportKey.objects.order_by("pk").values_list("wrapped", flat=True))


def test_what_no_key_opens_is_told_and_left(several, settings):
    settings.FIELD_KEYS = [NEW]
    before = list(NoticeAddress.objects.order_by("pk").values_list("sealed", flat=True))
    with pytest.raises(CommandError, match="open under none"):
        rotate()
    assert before == list(NoticeAddress.objects.order_by("pk").values_list("sealed", flat=True))


def test_a_destroyed_key_stays_destroyed(several, settings, penyelia):
    destroy(several[0].access, by=penyelia, at=timezone.now())
    settings.FIELD_KEYS = [NEW, OLD]
    rotate()
    assert bytes(ReportKey.objects.get(access=several[0].access).wrapped) == b""
    assert readable(several[1:])


def test_messages_of_older_versions_move_too(several, settings, intake):
    purpose = complaints.message_purpose(several[0])
    Message.objects.create(
        complaint=several[0], sender="OFFICER", officer=intake, sealed=seal("Kata rahasia.", purpose=purpose)
    )
    settings.FIELD_KEYS = [NEW, OLD]
    rotate()
    settings.FIELD_KEYS = [NEW]
    assert readable(several)
    assert not IdempotentAnswer.objects.exists()
