"""What would act when it is opened stays with the sealed original; what is refused later is not handed out any more."""

import io
import re

import pikepdf
import pytest
from django.urls import reverse

from evidence import shelf, vault
from evidence.models import Evidence
from evidence.screening import INFECTED
from tests.evidence import corpus, genuine
from workflow.actors import SYSTEM
from workflow.transitions import perform
from workflow.worker import drain

ACTING = re.compile(rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|RichMedia|SubmitForm|GoToR|URI|XFA)\b")


def status(client, way: str, evidence, *more) -> int:
    answer = client.get(reverse(f"evidence:{way}", args=[evidence.pk, *more]))
    if answer.streaming:
        answer.getvalue()  # to its end, where the file is closed
    return answer.status_code


def carrying_pdf() -> bytes:
    """A PDF with a program attached, a form that sends, and a page that calls."""
    book = pikepdf.open(io.BytesIO(genuine.acting_pdf()))
    book.attachments["baca.exe"] = corpus.PROGRAM
    call = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://jahat.example/")
    place = pikepdf.Array([0, 0, 9, 9])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=place, A=call)
    book.pages[0].Annots = book.make_indirect(pikepdf.Array([book.make_indirect(link)]))
    out = io.BytesIO()
    book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("make", [genuine.acting_pdf, carrying_pdf])
def test_a_pdf_that_would_act_is_evidence_and_its_copy_does_nothing(make, a_file):
    sent = make()
    assert ACTING.search(sent)
    evidence = a_file("undangan.pdf", sent)
    drain()
    assert Evidence.objects.get(pk=evidence.pk).stage == "READY"
    assert vault.opened(evidence).read() == sent
    with pikepdf.open(shelf.folder_of(evidence.pk) / shelf.SAFE) as copy:
        plain = io.BytesIO()
        copy.save(
            plain,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
        assert len(copy.pages) == 1 and not copy.attachments
    names = re.sub(rb"stream\r?\n.*?endstream", b"", plain.getvalue(), flags=re.S)
    assert ACTING.search(names) is None


@pytest.mark.parametrize("name", ["undangan.pdf", "foto.jpg", "rapat.wav", "catatan.txt"])
def test_nothing_of_a_file_that_is_refused_later_is_handed_out(name, a_file, client, penyelia):
    evidence = a_file(name)
    drain()
    evidence = Evidence.objects.get(pk=evidence.pk)
    assert evidence.stage == "READY"
    client.force_login(penyelia)
    assert status(client, "download", evidence) == 200
    perform(evidence.refuse, by=SYSTEM, reason=INFECTED, payload={"signature": "Netral.Uji"})
    assert status(client, "download", evidence) == 409
    assert {status(client, "picture", evidence, 1), status(client, "play", evidence)} <= {404, 409}
    asked = client.post(
        reverse("evidence:original", args=[evidence.pk]), {"reason": "Dicocokkan dengan aslinya di sidang."}
    )
    assert asked.status_code in (403, 404, 409)
    page = client.get(reverse("evidence:evidence", args=[evidence.pk]))
    assert page.status_code == 200 and INFECTED in page.content.decode()


def test_a_file_in_quarantine_is_handed_out_to_nobody(a_file, client, penyelia):
    evidence = a_file("foto.jpg")
    client.force_login(penyelia)
    assert status(client, "download", evidence) == 409
    assert {status(client, "picture", evidence, 1), status(client, "play", evidence)} <= {404, 409}
