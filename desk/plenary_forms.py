"""Forms of the plenary: they only validate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer
from investigations.models import Case
from investigations.sessions import commissioners, waiting_cases

TEXT = 20_000  # characters


class People(forms.ModelMultipleChoiceField):
    """Officers by name."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more):
        super().__init__(Officer.objects.none(), error_messages={"required": _("Pilih satu orang atau lebih.")}, **more)


class Cases(forms.ModelMultipleChoiceField):
    """Cases by number and title."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, case):
        return f"{case.reference}, {case.title}"


class SessionForm(forms.Form):
    """When, where, who, on what."""

    held_at = forms.DateTimeField(
        label=_("Waktu sidang"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Tulis tanggal dan jam sidang.")},
    )
    place = forms.CharField(label=_("Tempat"), help_text=_("Ruang, atau tautan rapat daring."), max_length=200)
    chair = forms.ModelChoiceField(
        Officer.objects.none(), label=_("Pimpinan sidang"), empty_label=_("Pilih komisioner")
    )
    members = People(label=_("Komisioner yang diundang"))
    cases = Cases(
        Case.objects.none(),
        label=_("Perkara dalam agenda"),
        error_messages={"required": _("Pilih satu perkara atau lebih.")},
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        called = commissioners(by.authority_id)
        self.fields["chair"].queryset = called  # type: ignore[attr-defined]
        self.fields["members"].queryset = called  # type: ignore[attr-defined]
        self.fields["cases"].queryset = waiting = waiting_cases(by)  # type: ignore[attr-defined]
        if not waiting.exists():
            self.fields["cases"].help_text = _("Tidak ada perkara yang menunggu agenda.")


class PresentForm(forms.Form):
    """Who is there, of those who were called; nobody is an answer too."""

    present = People(label=_("Hadir"), required=False)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        called = session.attendances.values("officer")
        self.fields["present"].queryset = Officer.objects.filter(pk__in=called).order_by("full_name")  # type: ignore[attr-defined]


class AgendaForm(forms.Form):
    """One more case."""

    case = forms.ModelChoiceField(Case.objects.none(), label=_("Tambah perkara"), empty_label=_("Pilih perkara"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = waiting_cases(by)  # type: ignore[attr-defined]
        self.fields["case"].label_from_instance = lambda case: f"{case.reference}, {case.title}"  # type: ignore[attr-defined]


class DissentForm(forms.Form):
    """Why somebody disagrees."""

    text = forms.CharField(
        label=_("Pendapat berbeda"),
        help_text=_("Ditulis satu kali dan ikut dalam berita acara."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=TEXT,
    )


class MinutesForm(forms.Form):
    """What else the minutes say."""

    notes = forms.CharField(
        label=_("Catatan jalannya sidang"),
        help_text=_("Boleh kosong. Hadir, suara, putusan, dan pendapat berbeda tercantum dengan sendirinya."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT,
        required=False,
    )
