"""What is asked: a NIP or a list of them, and what for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agencies.folding import fold
from clearance.actions import MOST, Candidate
from clearance.numbers import nip_of
from workflow.sheets import Sheet, Unreadable, read

NAMES = {"nama", "nama lengkap", "nama asn", "nama pegawai", "name"}
MOST_WRONG = 50


class InquiryForm(forms.Form):
    """One NIP, several (one a line), or a file; all of them together when both are given."""

    nip = forms.CharField(
        label=_("NIP"),
        help_text=_("18 angka. Beberapa orang: satu NIP setiap baris."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "inputmode": "numeric"}),
        required=False,
        max_length=40_000,
    )
    file = forms.FileField(
        label=_("Daftar CSV atau XLSX"),
        help_text=_("Satu kolom berjudul NIP, dan boleh kolom Nama. Paling banyak 1.000 baris."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    purpose = forms.CharField(
        label=_("Untuk apa keterangan ini"),
        help_text=_(
            "Misalnya seleksi terbuka JPT pratama Dinas Kesehatan, surat panitia nomor 12. "
            "Ditunjukkan kepada orang yang ditanyakan bila ia memintanya."
        ),
        max_length=400,
    )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        self.wrong: list[tuple[str, str]] = []
        found = self._typed(cleaned.get("nip") or "") + self._listed(cleaned.get("file"))
        if not found and not self.wrong and not self.errors:
            self.add_error("nip", _now("Tulis satu NIP, atau pilih berkas daftarnya."))
        if len({each.nip for each in found}) > MOST:
            self.add_error("file", _now("Paling banyak %(most)s orang sekali tanya.") % {"most": MOST})
        if self.wrong and not found:
            self.add_error("file" if cleaned.get("file") else "nip", self.wrong[0][1])
        cleaned["candidates"] = found
        return cleaned

    def _typed(self, text: str) -> list[Candidate]:
        lines = [line.strip() for line in text.replace(",", "\n").replace(";", "\n").splitlines() if line.strip()]
        return self._checked([(_now("isian %(number)s") % {"number": n}, line, "") for n, line in enumerate(lines, 1)])

    def _listed(self, file) -> list[Candidate]:
        if not file:
            return []
        try:
            sheet = read(file.read(), name=file.name, most_rows=MOST, known=_is_heading)
        except Unreadable as error:
            self.add_error("file", str(error))
            return []
        return self._checked(_cells(sheet))

    def _checked(self, rows: list[tuple]) -> list[Candidate]:
        found = []
        for place, value, name in rows:
            try:
                found.append(Candidate(nip_of(value), name))
            except ValidationError as error:
                self.wrong.append((place, error.messages[0]))
        return found


def _is_heading(word: str) -> bool:
    return "nip" in fold(word).split() or fold(word) in NAMES


def _cells(sheet: Sheet) -> list[tuple]:
    """(row, NIP, name) of each filled row; without a heading the first column is taken, the first row among them."""
    words = [fold(word) for word in sheet.header]
    column = next((place for place, word in enumerate(words) if "nip" in word.split()), None)
    named = next((place for place, word in enumerate(words) if word in NAMES), None)
    rows = [(row.number, row.cells) for row in sheet.rows]
    if column is None:
        column, rows = 0, [(1, list(sheet.header)), *rows]
    cells = [(number, _at(row, column), _at(row, named)) for number, row in rows]
    return [
        (_now("baris %(number)s") % {"number": number}, nip, str(name or "")[:160])
        for number, nip, name in cells
        if nip not in (None, "")
    ]


def _at(cells: list, place: int | None):
    return cells[place] if place is not None and place < len(cells) else None


class AskersForm(forms.Form):
    """Who asked about a person; the person's own request is the reason."""

    nip = forms.CharField(label=_("NIP"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = forms.CharField(
        label=_("Permintaan yang dijawab"),
        help_text=_("Nomor atau tanggal permintaan dari orang itu sendiri. Ikut tercatat."),
        max_length=200,
    )

    def clean_nip(self):
        return nip_of(self.cleaned_data["nip"])
