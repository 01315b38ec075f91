"""The form that says who a respondent is; the agency is typed, recognised, or chosen among what the words may mean."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from agencies.queries import Directory, Entry
from complaints.forms import NONE_OF_THESE, Kept, Line, odd_nip
from investigations.models import Respondent
from law.models import PositionClass


class IdentifyForm(Kept):
    """Everything may stay empty but one clue. Words that name no agency for certain are kept when the writer says so."""

    name = Line(label=gettext_lazy("Nama"))
    position = Line(label=gettext_lazy("Jabatan"))
    nip = Line(
        label=gettext_lazy("NIP"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    agency_text = Line(
        label=gettext_lazy("Instansi"),
        help_text=gettext_lazy("Rekomendasi diterbitkan kepada instansi ini. Ketik nama kantor atau daerahnya."),
        widget=forms.TextInput({"list": "instansi", "autocomplete": "off", "dir": "auto"}),
    )
    agency = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Status kepegawaian"),
        choices=[("", gettext_lazy("Belum diketahui")), *Respondent.Kind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    position_class = forms.ChoiceField(
        label=gettext_lazy("Kelompok jabatan"),
        help_text=gettext_lazy("Menentukan siapa yang menjatuhkan sanksi."),
        choices=[("", gettext_lazy("Belum diketahui")), *PositionClass.choices],
        required=False,
    )
    heads_agency = forms.BooleanField(label=gettext_lazy("Pejabat pembina kepegawaian instansi itu"), required=False)

    def __init__(self, *args, person: Respondent, directory: Directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.directory = person, directory
        if self.nip_warning:
            self.fields["nip"].widget.attrs["aria-describedby"] = f"{self['nip'].auto_id}_warning"

    def clean(self):
        facts = super().clean()
        facts["agency"] = self._agency(facts.get("agency_text", ""), facts.get("agency"))
        if facts["agency"]:
            facts["agency_text"] = ""
        elif self.choices and self["agency"].value() != NONE_OF_THESE:
            self.add_error("agency_text", _("Pilih salah satu di bawah, atau pilih “Bukan, pakai tulisan saya”."))
        return facts

    def _agency(self, text: str, chosen: str | None) -> Agency | None:
        """A choice counts while the words that led to it still stand; an agency that ended stays until it is changed."""
        if self.person.agency and text == self.person.agency.name:
            return self.person.agency
        offered = [entry.code for entry in self.choices]
        code = chosen if chosen in offered else self.recognised.code if self.recognised else None
        return Agency.objects.filter(pk=code).first() if code else None

    @property
    def nip_warning(self) -> str:
        """What is odd about the NIP; it is accepted as it is."""
        return odd_nip(str(self["nip"].value() or ""))

    @cached_property
    def recognised(self) -> Entry | None:
        """The agency that the typed words name for certain."""
        return self.directory.recognised(self._typed)

    @cached_property
    def choices(self) -> list[Entry]:
        """What the typed words may mean, once they were sent."""
        return self.directory.similar(self._typed) if self.is_bound and not self.recognised else []

    @property
    def _typed(self) -> str:
        return str(self["agency_text"].value() or "")


def standing(person: Respondent) -> dict:
    """What is known by now, as the form shows it."""
    place = person.agency.name if person.agency else person.agency_text
    return {
        "name": person.name,
        "nip": person.nip,
        "position": person.position,
        "agency_text": place,
        "kind": person.kind,
        "position_class": person.position_class,
        "heads_agency": person.heads_agency,
    }
