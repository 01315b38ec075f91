"""Forms about files: they only validate."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
