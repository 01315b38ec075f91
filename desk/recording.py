"""The form for a report that came by letter, telephone or in person: one page, written down by an officer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Territory
from complaints.actions import Person, Report
from complaints.forms import unsealable
from complaints.models import Mode, Source
from law.models import Violation

NARRATIVE = 50_000  # characters
SOURCES = [Source.LETTER, Source.PHONE, Source.WALK_IN, Source.REFERRAL, Source.OWN]
ADDRESS = 2000  # characters of a link
MOST_LINKS = 20
MOST_PEOPLE = 200


class ManyFiles(forms.FileInput):
    """The view takes each file in by itself; the form only asks for them."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return None


class RecordForm(forms.Form):
    """What was reported and how; the people are forms of their own."""

    source = forms.ChoiceField(
        label=_("Cara diterima"), choices=[(s.value, s.label) for s in SOURCES], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("Jenis dugaan"), choices=Violation.Kind.choices, widget=forms.RadioSelect)
    narrative = forms.CharField(
        label=_("Apa yang terjadi"),
        help_text=_("Tulis sedekat mungkin dengan kata-kata pelapor."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=NARRATIVE,
    )
    incident_date = forms.DateField(
        label=_("Tanggal kejadian"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    territory = forms.CharField(
        label=_("Kabupaten, kota, atau provinsi"),
        help_text=_("Ketik namanya, lalu pilih dari daftar."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "wilayah"}),
    )
    incident_place = forms.CharField(label=_("Tempat kejadian"), max_length=200, required=False)
    violations = forms.ModelMultipleChoiceField(
        Violation.objects.order_by("order"),
        label=_("Dugaan pelanggaran menurut katalog"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Pelanggaran itu tidak ada dalam katalog.")},
    )
    links = forms.CharField(
        label=_("Tautan"),
        help_text=_("Satu tautan setiap baris. Kami tidak membukanya."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    files = forms.FileField(label=_("Berkas bukti"), required=False, widget=ManyFiles)
    mode = forms.ChoiceField(
        label=_("Nama pelapor"), choices=Mode.choices, initial=Mode.CONFIDENTIAL, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Nama"), max_length=160, required=False)
    phone = forms.CharField(label=_("Nomor telepon"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("Surel"), required=False, error_messages={"invalid": _("Alamat surel ini belum lengkap.")}
    )

    def clean_incident_date(self):
        day = self.cleaned_data["incident_date"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Tanggal ini belum terjadi. Periksa tahunnya."))
        return day

    def clean_territory(self) -> Territory | None:
        name = self.cleaned_data["territory"].strip()
        if not name:
            return None
        found = Territory.objects.filter(name__iexact=name).first() or Territory.objects.filter(pk=name[:5]).first()
        if found is None:
            raise ValidationError(_("Wilayah ini tidak ada dalam daftar. Pilih salah satu, atau kosongkan."))
        return found

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("Paling banyak %(most)s tautan.") % {"most": MOST_LINKS})
        for line in lines:
            if not line.lower().startswith(("http://", "https://")) or len(line) > ADDRESS:
                raise ValidationError(_("Tautan dimulai dengan http:// atau https://."))
        return lines

    def clean(self):
        facts = super().clean()
        if facts.get("mode") != Mode.ANONYMOUS and unsealable(facts):
            self.add_error("mode", _("Identitas belum dapat disegel di sini. Kosongkan kontak, atau pilih tanpa nama."))
        return facts

    def report(self, people: list[Person]) -> Report:
        """What the form says, ready to be filed. Call only after is_valid()."""
        facts = self.cleaned_data
        copied = ("source", "kind", "narrative", "incident_date", "territory", "incident_place", "mode")
        return Report(
            **{name: facts[name] for name in copied},
            violations=list(facts["violations"]),
            links=[(url, "") for url in facts["links"]],
            identity=self._identity(),
            people=people,
        )

    def _identity(self) -> dict:
        if self.cleaned_data["mode"] == Mode.ANONYMOUS:
            return {}
        given = {name: self.cleaned_data[name] for name in ("name", "email", "phone") if self.cleaned_data[name]}
        return {**given, "notify": False} if given else {}


class PersonForm(forms.Form):
    """One person reported; a form without any word is nobody."""

    name = forms.CharField(label=_("Nama"), max_length=160, required=False)
    position = forms.CharField(label=_("Jabatan"), max_length=160, required=False)
    agency = forms.CharField(
        label=_("Instansi"), max_length=160, required=False, widget=forms.TextInput(attrs={"list": "instansi"})
    )
    nip = forms.CharField(label=_("NIP"), max_length=40, required=False)

    def person(self) -> Person | None:
        facts = {name: value.strip() for name, value in self.cleaned_data.items() if name in self.fields}
        if not any(facts.values()):
            return None
        agency = Agency.objects.filter(name__iexact=facts["agency"]).first() if facts["agency"] else None
        unknown = "" if agency else facts["agency"]
        return Person(facts["name"], facts["nip"], facts["position"], agency, unknown)


class BasePeople(forms.BaseFormSet):
    """Somebody has to be named, but for the merit system, where a decision itself may be reported."""

    def people(self) -> list[Person]:
        return [person for form in self.forms if (person := form.person())]


PeopleForms = forms.formset_factory(
    PersonForm, formset=BasePeople, extra=1, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
)
