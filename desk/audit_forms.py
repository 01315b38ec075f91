"""What an auditor asks, out of an address."""

from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.access_words import ACCESS_WORDS
from desk.auditing import Question, reference_of

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]


class QuestionForm(forms.Form):
    """Every field may stay empty; times are the reader's clock."""

    quiet_optional = True

    nomor = forms.CharField(label=_("Nomor berkas"), max_length=40, required=False)
    petugas = forms.CharField(label=_("Nama pengguna petugas"), max_length=150, required=False)
    sejak = forms.DateTimeField(label=_("Sejak"), required=False, input_formats=FORMATS)
    sampai = forms.DateTimeField(label=_("Sebelum"), required=False, input_formats=FORMATS)
    jenis = forms.ChoiceField(
        label=_("Jenis akses"), required=False, choices=[("", _("Semua jenis")), *sorted(ACCESS_WORDS.items())]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("sejak", "sampai"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        for name in ("nomor", "petugas"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def question(self) -> Question:
        """What is understood; a field that is wrong is left out and told of by the form."""
        read = self.cleaned_data if self.is_bound else {}
        return Question(
            reference=reference_of(read.get("nomor", "")),
            officer=read.get("petugas", "").strip(),
            after=_utc(read.get("sejak")),
            before=_utc(read.get("sampai")),
            what=read.get("jenis", ""),
        )


def _utc(at: datetime | None) -> datetime | None:
    if at is None:
        return None
    return (at if timezone.is_aware(at) else timezone.make_aware(at)).astimezone(UTC)
