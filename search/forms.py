"""What the address of the search page says: read kindly, a value that is none is no filter."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evidence.kinds import KINDS
from search.backends.base import Filters
from search.models import Document
from search.queries import STAGES

TERRITORY = re.compile(r"\d{2}(\.\d{2})?")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
CODE = re.compile(r"[0-9A-Za-z.-]{1,16}")
REFERENCE = re.compile(r"[A-Z]{3}-\d{2}-[0-9A-Z]{6}")
LONGEST = 1000  # characters of a query that are read


# what the API calls the fields of this form
API_NAMES = {
    "q": "q", "kind": "jenis", "territory": "wilayah", "stage": "tahap", "agency": "instansi", "violation": "pelanggaran",
    "file_type": "format", "month": "bulan", "after": "sejak", "before": "sampai",
}  # fmt: skip


class Day(forms.DateInput):
    input_type = "date"


class SearchForm(forms.Form):
    """Bound to the address; `filters()` even when a date in it is wrong."""

    q = forms.CharField(required=False)
    sejak = forms.DateField(
        required=False,
        label=_("Sejak"),
        widget=Day(format="%Y-%m-%d"),
        error_messages={"invalid": _("Tanggal ini tidak ada. Tulis seperti 2024-11-08.")},
    )
    sampai = forms.DateField(
        required=False,
        label=_("Sampai"),
        widget=Day(format="%Y-%m-%d"),
        error_messages={"invalid": _("Tanggal ini tidak ada. Tulis seperti 2024-11-08.")},
    )
    jenis = forms.CharField(required=False)
    wilayah = forms.CharField(required=False)
    tahap = forms.CharField(required=False)
    instansi = forms.CharField(required=False)
    pelanggaran = forms.CharField(required=False)
    format = forms.CharField(required=False)
    bulan = forms.CharField(required=False)
    berkas = forms.CharField(required=False)
    urut = forms.CharField(required=False)
    tanpa_sinonim = forms.CharField(required=False)

    def clean_q(self) -> str:
        return self.cleaned_data["q"][:LONGEST]

    def clean_jenis(self) -> str:
        return self._one_of("jenis", Document.Kind.values)

    def clean_tahap(self) -> str:
        return self._one_of("tahap", STAGES)

    def clean_urut(self) -> str:
        return self._one_of("urut", ["baru"])

    def clean_tanpa_sinonim(self) -> str:
        return self._one_of("tanpa_sinonim", ["1"])

    def clean_wilayah(self) -> str:
        return self._like("wilayah", TERRITORY)

    def clean_berkas(self) -> str:
        return self._like("berkas", REFERENCE)

    def clean_instansi(self) -> str:
        return self._like("instansi", CODE)

    def clean_pelanggaran(self) -> str:
        return self._like("pelanggaran", CODE)

    def clean_format(self) -> str:
        return self._one_of("format", KINDS)

    def clean_bulan(self) -> str:
        return self._like("bulan", MONTH)

    def _one_of(self, name: str, known) -> str:
        return self.cleaned_data[name] if self.cleaned_data[name] in known else ""

    def _like(self, name: str, pattern: re.Pattern) -> str:
        return self.cleaned_data[name] if pattern.fullmatch(self.cleaned_data[name]) else ""

    def filters(self, **more) -> Filters:
        read = self.cleaned_data
        return Filters(
            kind=read.get("jenis", ""),
            territory=read.get("wilayah", ""),
            stage=read.get("tahap", ""),
            reference=read.get("berkas", ""),
            agency=read.get("instansi", ""),
            violation=read.get("pelanggaran", ""),
            file_type=read.get("format", ""),
            month=read.get("bulan", ""),
            after=read.get("sejak"),
            before=read.get("sampai"),
            **more,
        )


def asked_by_api(given: dict) -> dict[str, str]:
    """The search as its page's address says it. Raises ValidationError, by field, for what is not understood or nothing."""
    asked = {API_NAMES[name]: str(value) for name, value in given.items() if value}
    form = SearchForm(asked)
    form.is_valid()
    wrong = [name for name, ours in API_NAMES.items() if asked.get(ours) and not form.cleaned_data.get(ours)]
    if wrong or not asked:
        raise ValidationError({name: _("Nilai ini tidak dikenal.") for name in wrong or ["q"]})
    return asked


class SaveForm(forms.Form):
    """The name under which a search is kept."""

    nama = forms.CharField(
        label=_("Nama pencarian"),
        max_length=80,
        error_messages={"required": _("Beri nama, supaya mudah ditemukan lagi.")},
    )


class FreezeForm(forms.Form):
    """What a list is frozen for."""

    keperluan = forms.CharField(
        label=_("Untuk keperluan apa"),
        max_length=120,
        error_messages={"required": _("Tulis untuk sidang atau keperluan apa daftar ini.")},
    )
