"""Forms about files: they only validate."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer
from evidence.models import Sighting

LONGEST_NOTE = 4_000  # characters


class NoteForm(forms.Form):
    """What an officer hears, sees or knows of a file."""

    note = forms.CharField(
        label=_("Catatan petugas"),
        help_text=_("Misalnya siapa yang berbicara dan apa yang dikatakan. Catatan ini ikut dicari."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )


class ReasonForm(forms.Form):
    """Why somebody needs the sealed original."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tertulis di riwayat berkas bersama nama Anda. Sedikitnya 10 huruf."),
        max_length=400,
        min_length=10,
        error_messages={
            "required": _("Tulis alasannya dulu."),
            "min_length": _("Tulis alasannya, paling sedikit 10 huruf."),
        },
    )


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """No file, one, or several."""

    widget = Files

    def clean(self, data, initial=None):
        one = super().clean
        return [one(file, initial) for file in data or [] if file]


class SightingForm(forms.Form):
    """What an officer found at an address, opened outside of Netral."""

    state = forms.ChoiceField(label=_("Yang Anda lihat"), choices=Sighting.State.choices, widget=forms.RadioSelect)
    seen_at = forms.DateTimeField(
        label=_("Dilihat pada"),
        help_text=_("Tanggal dan jam WIB."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H.%M"],
    )
    account = forms.CharField(
        label=_("Nama akun"),
        help_text=_("Seperti tertulis di halaman itu."),
        max_length=120,
        required=False,
    )
    screenshots = FilesField(
        label=_("Tangkapan layar"), help_text=_("Setiap berkas disegel dengan SHA-256."), required=False
    )
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea({"rows": 3}), max_length=1000, required=False)
    witness = forms.ModelChoiceField(
        Officer.objects.none(),
        label=_("Saksi"),
        help_text=_("Petugas lain yang membuka alamat yang sama dan membenarkannya."),
        to_field_name="username",
        required=False,
        empty_label=_("Siapa saja yang berwenang"),
        error_messages={"invalid_choice": _("Tidak ada petugas berwenang dengan nama itu.")},
    )

    def __init__(self, *args, witnesses, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = witnesses
        self.now = now

    def clean_seen_at(self):
        seen_at = self.cleaned_data["seen_at"]
        if seen_at > self.now:
            raise ValidationError(_("Waktu ini belum terjadi. Periksa tanggal dan jamnya."))
        return seen_at
