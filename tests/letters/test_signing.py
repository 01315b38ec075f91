"""The signature may follow: made by the worker, added behind the letter's bytes, judged here without the library that made it."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.utils import timezone

from letters import signing
from letters.models import Letter, LetterFile
from tests.letters.test_writing import words_of
from workflow.models import Job

pytestmark = pytest.mark.django_db
PASSWORD = b"kata sandi berkas"


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    """A key of the test's own, as a certification service would hand it out: key and certificate in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Otoritas Uji")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
    usage = x509.KeyUsage(True, True, *[False] * 7)
    certificate = made.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("kunci") / "penandatangan uji.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"uji", key, certificate, None, serialization.BestAvailableEncryption(PASSWORD)
        )
    )
    return path, certificate


@pytest.fixture
def signer(settings, key_file):
    settings.SIGNER = "pades://" + key_file[0].as_uri().removeprefix("file://")
    settings.SIGNER_PASSWORD = PASSWORD.decode()
    return key_file[1]


def judged(pdf: bytes, certificate) -> bool:
    """Does the signature hold for these very bytes? Read by pikepdf, reckoned by cryptography."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        value = opened.Root.AcroForm.Fields[0].V
        begin, length, after, rest = (int(n) for n in value.ByteRange)
        made = cms.ContentInfo.load(bytes(value.Contents).rstrip(b"\0"))["content"]
    covered = pdf[begin : begin + length] + pdf[after : after + rest]
    info = made["signer_infos"][0]
    told = next(a["values"][0].native for a in info["signed_attrs"] if a["type"].native == "message_digest")
    attributes = info["signed_attrs"].untag().dump()
    try:
        certificate.public_key().verify(info["signature"].native, attributes, padding.PKCS1v15(), hashes.SHA256())
    except Exception:
        return False
    return told == hashlib.sha256(covered).digest() and after + rest == len(pdf)


def test_without_a_signer_a_letter_stays_unsigned(a_letter):
    letter = a_letter()
    assert letter.signature == Letter.Signature.NONE and not Job.objects.filter(kind="letter.sign").exists()


def test_the_worker_signs_and_both_versions_are_genuine(client, a_letter, signer):
    letter = a_letter()
    written = letter.pdf
    assert letter.signature == Letter.Signature.WAITING
    signing.sign(str(letter.pk))
    signed = Letter.objects.get(pk=letter.pk)
    assert signed.signature == Letter.Signature.SIGNED and signed.pdf.startswith(written)
    assert judged(signed.pdf, signer) and words_of(signed.pdf) == words_of(written)
    assert not judged(signed.pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1), signer)
    with pikepdf.open(io.BytesIO(signed.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    answer = client.get(f"/api/v1/verify/{letter.code}").json()
    assert (answer["signature"], answer["sha256"]) == ("SIGNED", signed.sha256)
    assert answer["versions"] == [signed.sha256, letter.sha256]


def test_signing_twice_makes_one_signature(a_letter, signer):
    letter = a_letter()
    signing.sign(str(letter.pk))
    signing.sign(str(letter.pk))
    assert LetterFile.objects.filter(letter=letter, signed=True).count() == 1


def test_a_signer_that_fails_leaves_the_letter_waiting_and_the_job_due(a_letter, signer, settings):
    letter = a_letter()
    settings.SIGNER_PASSWORD = "salah"
    with pytest.raises(signing.SigningFailed, match="SIGNER_PASSWORD"):
        signing.sign(str(letter.pk))
    assert Letter.objects.get(pk=letter.pk).signature == Letter.Signature.WAITING
    job = Job.objects.filter(kind="letter.sign", key=str(letter.pk))
    job.update(failed_at=timezone.now())
    signing.sign_waiting()
    assert job.get().failed_at is None
    settings.SIGNER = "lain://x"
    with pytest.raises(signing.SigningFailed, match="pades"):
        signing.signer()
