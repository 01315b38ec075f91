"""Forms of the desk that are no verb's: they only validate."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.models import Redaction
from investigations.models import Conclusion, Respondent, Statement
from law.models import Violation

TEXT = 20_000  # characters
AREA = forms.Textarea(attrs={"rows": 5})
WRITTEN = [
    choice for choice in Statement.Kind.choices if choice[0] not in (Statement.Kind.TRANSITION, Statement.Kind.NOTE)
]


class MessageForm(forms.Form):
    """To the reporter; signed "Petugas", whoever writes it."""

    text = forms.CharField(
        label=_("Pesan ke pelapor"),
        help_text=_("Pelapor membacanya di halaman lacak. Nama Anda tidak terlihat, Anda tertulis sebagai “Petugas”."),
        widget=AREA,
        max_length=TEXT,
    )


class NoteForm(forms.Form):
    """Only for the people of the case."""

    text = forms.CharField(
        label=_("Catatan internal"),
        help_text=_(
            "Hanya terlihat oleh tim perkara ini. Pelapor dan instansi tidak melihatnya. Panggil rekan dengan @nama-pengguna."
        ),
        widget=AREA,
        max_length=TEXT,
    )


class StatementForm(forms.Form):
    """What somebody said, on the record of the case."""

    kind = forms.ChoiceField(label=_("Jenis keterangan"), choices=WRITTEN, widget=forms.RadioSelect)
    respondent = forms.ModelChoiceField(
        Respondent.objects.none(),
        label=_("Terlapor yang memberi atau disebut"),
        required=False,
        empty_label=_("Tidak tertentu"),
        error_messages={"invalid_choice": _("Terlapor itu bukan bagian dari perkara ini.")},
    )
    given_by = forms.CharField(label=_("Diberikan oleh"), max_length=160, required=False)
    text = forms.CharField(label=_("Isi keterangan"), widget=AREA, max_length=TEXT)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["respondent"].queryset = case.respondents.order_by("pk")


def departure_field() -> forms.CharField:
    """Asked for where somebody departs from what the law engine says."""
    return forms.CharField(
        label=_("Alasan menyimpang dari aturan"),
        help_text=_("Hanya bila pilihan Anda berbeda dari yang dihitung aturan. Pleno membaca alasan ini."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class FindingForm(forms.Form):
    """The conclusion on one allegation; a violation that was not alleged yet becomes an allegation by it."""

    violation = forms.ModelChoiceField(
        Violation.objects.none(),
        label=_("Tuduhan"),
        error_messages={"invalid_choice": _("Pelanggaran itu tidak ada dalam katalog.")},
    )
    conclusion = forms.ChoiceField(label=_("Kesimpulan"), choices=Conclusion.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Alasan"), help_text=_("Fakta dan bukti yang mendukung kesimpulan ini."), widget=AREA, max_length=TEXT
    )
    departure_reason = departure_field()

    def __init__(self, *args, violations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["violation"].queryset = violations


class AllegationForm(forms.Form):
    """A violation for which a respondent is also examined."""

    violation = forms.ModelChoiceField(
        Violation.objects.none(),
        label=_("Tuduhan"),
        error_messages={"invalid_choice": _("Pelanggaran itu tidak ada dalam katalog.")},
    )

    departure_reason = departure_field()

    def __init__(self, *args, violations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["violation"].queryset = violations


class SetAsideForm(forms.Form):
    """Why a respondent is no longer examined."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[each for each in Respondent.SetAside.choices if each[0] != Respondent.SetAside.MERGED],
        widget=forms.RadioSelect,
    )


class FileForm(forms.Form):
    """One more file."""

    file = forms.FileField(
        label=pgettext_lazy("satu", "Berkas"),
        help_text=_("Foto, PDF, DOCX, suara, atau video. Berkas diperiksa dulu sebelum bisa dibuka."),
        error_messages={"empty": _("Berkas ini kosong. Pilih berkas lain.")},
        widget=forms.FileInput(attrs={"data-pieces": ""}),  # sent piece by piece where there is a script
    )


class CopyChoice(forms.ModelChoiceField):
    """Redacted copies by the name of their file and the moment they were made."""

    def label_from_instance(self, redaction):
        made = date_format(timezone.localtime(redaction.at), "j M Y H.i")
        return _("%(name)s, disamarkan %(made)s") % {"name": redaction.evidence.name, "made": made}


class AnnexForm(forms.Form):
    """Which redacted copy goes along."""

    redaction = CopyChoice(
        Redaction.objects.none(),
        label=_("Salinan tersamar"),
        help_text=_("Dari bukti perkara ini. Buat dulu lewat “Samarkan” di halaman berkas."),
        empty_label=_("Pilih salinan"),
        error_messages={"required": _("Pilih satu salinan."), "invalid_choice": _("Pilih satu salinan.")},
    )

    def __init__(self, *args, redactions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["redaction"].queryset = redactions


class WithdrawalForm(forms.Form):
    """Why a given copy is taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Misalnya: nama saksi masih terbaca di halaman 2."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )
