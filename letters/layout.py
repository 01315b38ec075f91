"""What stands on a letter's page, as data for the one form: head, body, cc, annexes, footer."""

from django.conf import settings
from django.urls import reverse

from letters import markdown, rendering
from letters.models import Letter

SHOWN = 4  # signs of a code in one group, as people read it aloud
WORDS = {
    "qr": "Kode QR ke halaman verifikasi surat ini",
    "check": "Periksa keaslian surat ini di",
    "code": "Kode verifikasi",
    "signed": "Surat ini diterbitkan secara elektronik. Tanda tangan elektroniknya dapat menyusul.",
    "page": "Halaman",
    "of": "dari",
    "to": "Kepada Yth.",
    "cc": "Tembusan:",
}


def page_of(letter: Letter, *, facts: dict, annexes: list[dict], draft: str = "") -> dict:
    """The whole page of a letter. Raises markdown.UnknownPlace when the template asks for a fact that is not there."""
    day = markdown.text_of(letter.issued_on)
    link = link_of(letter.code)
    return {
        "title": letter.title,
        "authority": letter.authority.name,
        "letterhead": (letter.letterhead or letter.authority.name).splitlines(),
        "number": letter.number,
        "date": day,
        "draft": draft,
        "head": _head(letter, day, len(annexes)),
        "addressee": letter.addressee.splitlines(),
        "body": markdown.blocks(letter.template.source, facts=facts, letter=_own(letter, day)),
        "signatory": [markdown.text_of(row) for row in facts.get("signatory", [])],
        "cc": [markdown.text_of(row) for row in letter.cc],
        "annexes": [_annex(annex, number, len(annexes)) for number, annex in enumerate(annexes, start=1)],
        "link": link,
        "code_shown": shown(letter.code),
        "qr": rendering.qr(link),
        "words": WORDS,
    }


def link_of(code: str) -> str:
    """Where anybody asks whether a letter is genuine."""
    return (settings.BASE_URL or "http://localhost:8000") + reverse("letters:verify", args=[code])


def shown(code: str) -> str:
    """A code in groups, as it is read aloud."""
    return "-".join(code[start : start + SHOWN] for start in range(0, len(code), SHOWN))


def _head(letter: Letter, day: str, annexes: int) -> list[list[str]]:
    rows = [["Nomor", letter.number], ["Tanggal", day], ["Hal", letter.title]]
    if annexes:
        rows.insert(2, ["Lampiran", str(annexes)])
    return rows


def _own(letter: Letter, day: str) -> dict:
    return {
        "number": letter.number,
        "date": day,
        "code": shown(letter.code),
        "title": letter.title,
        "authority": letter.authority.name,
        "authority_short": letter.authority.short_name,
        "addressee": ", ".join(letter.addressee.splitlines()),
    }


def _annex(annex: dict, number: int, count: int) -> dict:
    body = []
    if annex.get("rows"):
        body.append(markdown.pairs(annex["rows"]))
    body += markdown.paragraphs(markdown.text_of(annex.get("text")))
    for section in annex.get("sections", []):
        body += _section(section)
    if annex.get("table"):
        body.append(_grid(annex["table"]))
    label = annex.get("label") or ("Lampiran" if count == 1 else f"Lampiran {number}")
    pictures = annex.get("pictures", [])
    return {"label": label, "title": markdown.text_of(annex["title"]), "body": body, "pictures": pictures}


def _section(section: dict) -> list[dict]:
    text = markdown.paragraphs(markdown.text_of(section["text"]))
    return [{"t": "h", "level": 2, "c": markdown.runs(section["title"])}, *text] if text else []


def _grid(table: dict) -> dict:
    cells = lambda row: [markdown.runs(markdown.text_of(cell)) for cell in row]  # noqa: E731
    return {"t": "grid", "head": cells(table["head"]), "rows": [cells(row) for row in table["rows"]]}
