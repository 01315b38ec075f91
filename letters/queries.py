"""Questions about letters."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from letters.models import Letter, LetterFile
from workflow.references import normalised_code


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a genuine letter; no names."""

    code: str
    kind: str
    kind_name: str
    authority: str
    issued_on: date
    number: str
    sha256: list[str]
    signature: str
    signature_name: str
    withdrawn: bool
    superseded: bool


def files_of(letter: Letter) -> list[LetterFile]:
    """The versions, without their content."""
    return list(letter.files.defer("sealed").order_by("pk"))


def newest_file(letter: Letter) -> LetterFile:
    """The version to be read. Raises Http404 for a letter from before PDFs were made."""
    file = letter.files.order_by("pk").last()
    if file is None:
        raise Http404(letter.pk)
    return file


def code_of(text: str) -> str:
    """A code as typed: hyphens, blanks and look-alike letters mended."""
    return normalised_code(text)[:20]


def verified(text: str) -> Verified | None:
    """The letter behind a code, or None."""
    letter = Letter.objects.filter(code=code_of(text)).select_related("authority").first()
    if letter is None:
        return None
    return Verified(
        code=letter.code,
        kind=letter.kind,
        kind_name=str(letter.get_kind_display()),
        authority=letter.authority.name,
        issued_on=letter.issued_on,
        number=letter.number,
        sha256=[file.sha256 for file in reversed(files_of(letter))],
        signature=letter.signature,
        signature_name=str(letter.get_signature_display()),
        withdrawn=letter.withdrawn_at is not None,
        superseded=letter.superseded_by_id is not None,
    )
