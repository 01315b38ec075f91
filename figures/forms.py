"""How the figures are narrowed."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import SupervisingAuthority
from figures.queries import GROUPS, Choice
from law.models import Election, PositionClass

ANY = ("", _("Semua"))


class ChoiceForm(forms.Form):
    """Every field may be left alone; what is not understood is left out and said."""

    quiet_optional = True
    tahun = forms.ChoiceField(label=_("Tahun lapor"), required=False)
    pemilihan = forms.ChoiceField(label=_("Pemilihan"), required=False)
    otoritas = forms.ChoiceField(label=_("Otoritas pengawas"), required=False)
    jabatan = forms.ChoiceField(label=_("Kelompok jabatan"), required=False)
    per = forms.DateField(
        label=_("Keadaan per tanggal"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["tahun"].choices = [ANY, *((str(y), str(y)) for y in range(today.year, 2013, -1))]
        elections = Election.objects.filter(in_force=True, series="").order_by("-vote_date").values_list("pk", "name")
        self.fields["pemilihan"].choices = [ANY, *elections]
        self.fields["otoritas"].choices = [ANY, *SupervisingAuthority.objects.values_list("pk", "short_name")]
        self.fields["jabatan"].choices = [ANY, *PositionClass.choices]

    def choice(self) -> Choice:
        """What holds; hidden in the address stay the group, and an agency or violation somebody followed."""
        cleaned = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        by = self.data.get("menurut", "tahun")
        narrowed = {name: cleaned.get(name) or "" for name in ("tahun", "pemilihan", "otoritas", "jabatan")}
        narrowed |= {name: self.data.get(name, "")[:16] for name in ("instansi", "pelanggaran")}
        clean = {name: value.replace("\x00", "") for name, value in narrowed.items() if value}
        return Choice(cleaned.get("per") or self.today, by if by in GROUPS else "tahun", clean)
