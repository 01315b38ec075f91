"""Forms of consultations: they only validate."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from consultations.models import Body

TEXT = 20_000  # characters
AREA = forms.Textarea(attrs={"rows": 6})


class AskForm(forms.Form):
    """Whom, what, until when."""

    body = forms.ChoiceField(label=_("Jenis lembaga"), choices=Body.choices, widget=forms.RadioSelect)
    body_name = forms.CharField(
        label=_("Nama lembaga"),
        help_text=_("Lembaga yang punya akun di sini menjawab sendiri. Yang lain ditanya lewat surat."),
        max_length=160,
        widget=forms.TextInput({"list": "lembaga", "autocomplete": "off"}),
    )
    question = forms.CharField(
        label=_("Pertanyaan"),
        help_text=_(
            "Hanya teks ini dan berkas yang Anda lampirkan yang terlihat, bukan berkas perkaranya. Jangan sebut pelapor."
        ),
        widget=AREA,
        max_length=TEXT,
    )
    due_date = forms.DateField(
        label=_("Dijawab paling lambat"),
        help_text=_("Kosongkan untuk memakai tenggat yang diatur."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        required=False,
    )

    def clean_due_date(self):
        day = self.cleaned_data["due_date"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini sudah lewat."))
        return day

    def asked(self) -> dict:
        """What the action takes. Call only after is_valid()."""
        facts = dict(self.cleaned_data)
        agency = Agency.objects.filter(name__iexact=facts["body_name"].strip()).first()
        return facts | {"agency": agency}


class AnswerForm(forms.Form):
    """The body's own answer."""

    text = forms.CharField(label=_("Jawaban"), widget=AREA, max_length=TEXT)


class LetterAnswerForm(AnswerForm):
    """An answer that came by letter, entered by an officer."""

    answer_letter = forms.CharField(label=_("Nomor dan tanggal surat jawaban"), max_length=120)
    field_order = ["answer_letter", "text"]
