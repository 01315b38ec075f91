"""PAdES by a key of one's own: SIGNER=pades:///path/to/file.p12, with SIGNER_PASSWORD and, for a time stamp, SIGNER_TSA."""

import io
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper

from letters.signing import SigningFailed

FIELD = "TandaTangan"
logging.getLogger("pyhanko").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Pades:
    """Signs with the key and certificate of a PKCS #12 file."""

    path: Path

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """An incremental update with an invisible signature; the time is the signing machine's unless SIGNER_TSA stamps it."""
        written = IncrementalPdfFileWriter(io.BytesIO(pdf))
        facts = PdfSignatureMetadata(
            field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reason
        )
        stamper = HTTPTimeStamper(settings.SIGNER_TSA) if settings.SIGNER_TSA else None
        signed = signers.sign_pdf(written, facts, signer=self._key(), timestamper=stamper)
        return signed.getvalue()

    def _key(self) -> signers.SimpleSigner:
        key = signers.SimpleSigner.load_pkcs12(str(self.path), passphrase=settings.SIGNER_PASSWORD.encode() or None)
        if key is None:
            raise SigningFailed(f"SIGNER: {self.path.name} cannot be opened with SIGNER_PASSWORD")
        return key


def pades(place: SplitResult) -> Pades:
    """The adapter for SIGNER=pades:///…"""
    return Pades(Path(unquote(place.path)))
