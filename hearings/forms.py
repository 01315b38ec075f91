"""Forms of officers and of those who were invited: they only validate."""

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from complaints.forms import readable
from evidence.models import Redaction
from hearings.models import HearingRecord, Invitation
from investigations.models import Respondent

LINES = 12  # questions of one invitation
TEXT = 20_000
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class InvitationForm(forms.Form):
    """Whom, about what, where, until when."""

    role = forms.ChoiceField(
        label=_("Yang diundang"),
        choices=[
            ("RESPONDENT", _("Terlapor")),
            ("WITNESS", _("Saksi")),
            ("SUPERIOR", _("Atasan terlapor")),
        ],
        widget=forms.RadioSelect,
    )
    respondent = forms.ModelChoiceField(
        Respondent.objects.none(),
        label=_("Terlapor"),
        help_text=_("Untuk terlapor dan atasannya. Kosongkan untuk saksi."),
        required=False,
        empty_label=_("Tidak tertentu"),
        error_messages={"invalid_choice": _("Terlapor itu bukan bagian dari perkara ini.")},
    )
    name = forms.CharField(
        label=_("Nama saksi atau atasan"),
        help_text=_("Untuk terlapor, namanya diambil dari perkara."),
        max_length=160,
        required=False,
    )
    position = forms.CharField(label=_("Jabatan"), max_length=160, required=False)
    agency_text = forms.CharField(label=_("Instansi"), max_length=160, required=False)
    questions = forms.CharField(
        label=_("Pertanyaan, satu per baris"),
        help_text=_("Yang diundang hanya membaca pertanyaan ini. Jangan sebut pelapor dan jangan kutip laporannya."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=6000,
    )
    way = forms.ChoiceField(
        label=_("Cara"),
        choices=[("WRITTEN", _("Jawaban tertulis")), ("IN_PERSON", _("Datang langsung"))],
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("Tempat"), help_text=_("Bila datang langsung."), max_length=200, required=False)
    meets_at = forms.DateTimeField(
        label=_("Tanggal dan waktu"),
        help_text=_("Bila datang langsung."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    due_date = forms.DateField(label=_("Jawaban ditunggu sampai"), widget=DAY)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["respondent"].queryset = case.respondents.filter(set_aside="").order_by("pk")

    def clean_questions(self):
        lines = [line.strip() for line in readable(self.cleaned_data["questions"]).splitlines() if line.strip()]
        if len(lines) > LINES:
            raise forms.ValidationError(_("Paling banyak %(most)s pertanyaan dalam satu undangan.") % {"most": LINES})
        return lines

    def clean(self):
        found = super().clean()
        person = found.get("respondent")
        if found.get("role") == Invitation.Role.RESPONDENT and person:
            agency = str(person.agency or person.agency_text)
            found |= {"name": person.name, "position": person.position, "agency_text": agency}
        if found.get("role") == Invitation.Role.WITNESS:
            found["respondent"] = None
        return found


class AbsenceForm(forms.Form):
    """They did not come, or did not answer."""

    on = forms.DateField(label=_("Tanggal"), widget=DAY)
    reason = forms.CharField(
        label=_("Alasan yang disampaikan"),
        help_text=_("Atau tulis: tanpa kabar."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WishForm(forms.Form):
    """More time."""

    until = forms.DateField(label=_("Sampai tanggal"), widget=DAY)
    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class DecisionForm(forms.Form):
    """An answer to a wish for time."""

    granted = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("yes", _("Beri waktu")), ("no", _("Tolak"))],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Batas baru"), help_text=_("Kosong: tanggal yang diminta."), required=False, widget=DAY
    )
    answer = forms.CharField(
        label=_("Jawaban kepada yang diundang"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_granted(self):
        return self.cleaned_data["granted"] == "yes"


class RepresentationForm(forms.Form):
    """Who speaks for the invited."""

    name = forms.CharField(label=_("Nama"), max_length=160)
    relation = forms.CharField(
        label=_("Sebagai"), help_text=_("Misalnya: kuasa hukum, pendamping dari KORPRI."), max_length=160
    )
    contact = forms.CharField(label=_("Telepon atau surel"), max_length=160, required=False)


class RecordForm(forms.Form):
    """What was said at a hearing."""

    heard = forms.CharField(label=_("Yang didengar"), max_length=160)
    held_on = forms.DateField(label=_("Tanggal"), widget=DAY)
    begun = forms.TimeField(
        label=_("Mulai pukul"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Tempat"), max_length=200)
    present = forms.CharField(
        label=_("Yang hadir, satu per baris"),
        help_text=_("Pemeriksa, pencatat, pendamping, saksi."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    items = forms.CharField(
        label=_("Pertanyaan dan jawaban"),
        help_text=_("Awali pertanyaan dengan T: dan jawabannya dengan J:, masing-masing di baris baru."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=60_000,
    )
    note = forms.CharField(
        label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    reason = forms.CharField(label=_("Alasan perbaikan"), max_length=400, required=False)

    def __init__(self, *args, corrects: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if corrects:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]

    def clean_present(self):
        return [line.strip() for line in readable(self.cleaned_data["present"]).splitlines() if line.strip()]

    def clean_items(self):
        pairs = pairs_of(readable(self.cleaned_data["items"]))
        if not pairs:
            raise forms.ValidationError(_("Tulis paling sedikit satu pertanyaan (T:) dengan jawabannya (J:)."))
        return pairs


def pairs_of(text: str) -> list[list[str]]:
    """Questions with their answers, out of lines that begin with T: and J:; other lines go on with what stands before."""
    pairs: list[list[str]] = []
    place = 0
    for line in text.splitlines():
        head, rest = line[:2].upper(), line[2:].strip()
        if head == "T:":
            pairs.append([rest, ""])
            place = 0
        elif head == "J:" and pairs:
            place, pairs[-1][1] = 1, rest
        elif pairs and line.strip():
            pairs[-1][place] = f"{pairs[-1][place]} {line.strip()}".strip()
    return [pair for pair in pairs if pair[0]]


def lines_of(pairs: list[list[str]]) -> str:
    """The same back in the form's way of writing."""
    return "\n".join(f"T: {asked}\nJ: {said}" for asked, said in pairs)


class SigningForm(forms.Form):
    """How a record was signed: on paper, with the scan, or not at all, with the reason."""

    how = forms.ChoiceField(
        label=_("Tanda tangan"),
        choices=[
            (HearingRecord.Signed.PAPER, _("Ditandatangani di kertas")),
            (HearingRecord.Signed.REFUSED, _("Menolak menandatangani")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("Pindaian yang ditandatangani"), required=False)
    refusal = forms.CharField(
        label=_("Alasan menolak"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self):
        found = super().clean()
        if found.get("how") == HearingRecord.Signed.PAPER and not found.get("file"):
            self.add_error("file", _("Pilih pindaiannya."))
        if found.get("how") == HearingRecord.Signed.REFUSED and not found.get("refusal"):
            self.add_error("refusal", _("Tulis alasannya, atau: tanpa alasan."))
        return found


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Alasan"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class CopyChoice(forms.ModelChoiceField):
    """Redacted copies by the name of their file and the moment they were made."""

    def label_from_instance(self, redaction):
        made = date_format(timezone.localtime(redaction.at), "j M Y H.i")
        return _("%(name)s, disamarkan %(made)s") % {"name": redaction.evidence.name, "made": made}


class EnclosureForm(forms.Form):
    """Which redacted copy the invited may read."""

    redaction = CopyChoice(
        Redaction.objects.none(),
        label=_("Salinan tersamar"),
        help_text=_("Yang diundang membacanya di halaman tanggapan, dengan nama “Lampiran 1”."),
        empty_label=_("Pilih salinan"),
        error_messages={"required": _("Pilih satu salinan."), "invalid_choice": _("Pilih satu salinan.")},
    )

    def __init__(self, *args, redactions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["redaction"].queryset = redactions
