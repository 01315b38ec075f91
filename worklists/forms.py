"""The forms of this room: they only validate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer
from investigations.models import Case
from worklists.criteria import is_personal, table_for
from worklists.models import Absence, Kind, RoutingRule, SavedFilter, Team

PREFIX = "k_"  # before the names of criteria
EMPTY = (None, "", [], False)


class FilterForm(forms.Form):
    """A name, whether others see it, and one field for each criterion that the kind knows."""

    name = forms.CharField(label=_("Nama saringan"), max_length=80)
    shared = forms.BooleanField(
        label=_("Bagikan"), help_text=_("Rekan di otoritas ini melihatnya di samping antrean mereka."), required=False
    )
    alert = forms.BooleanField(
        label=_("Kabari saya"), help_text=_("Satu pemberitahuan untuk tiap berkas baru yang cocok."), required=False
    )

    def __init__(self, *args, kind: str, saved: SavedFilter | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for criterion in table_for(kind):
            self.fields[PREFIX + criterion.name] = criterion.field(kind)
        if saved:
            kept = {PREFIX + name: value for name, value in saved.criteria.items()}
            self.initial = {"name": saved.name, "shared": saved.shared, "alert": saved.alert, **kept, **self.initial}

    def clean(self):
        """At least one criterion: a filter that asks nothing is all there is."""
        cleaned = super().clean()
        cleaned["criteria"] = {
            name.removeprefix(PREFIX): value
            for name, value in cleaned.items()
            if name.startswith(PREFIX) and value not in EMPTY
        }
        if not cleaned["criteria"] and not self.errors:
            raise forms.ValidationError(_("Pilih sedikitnya satu kriteria."))
        return cleaned

    def facts(self) -> dict:
        """What the action takes."""
        wanted = ("name", "shared", "alert", "criteria")
        return {"kind": self.kind, **{name: self.cleaned_data[name] for name in wanted}}

    @property
    def criteria_fields(self) -> list:
        return [field for field in self if field.name.startswith(PREFIX)]


class KindForm(forms.Form):
    """What kind of file a new filter is about."""

    kind = forms.ChoiceField(label=_("Tentang"), choices=Kind.choices, widget=forms.RadioSelect)


class RuleForm(forms.ModelForm):
    """One routing rule: which filter, where to, from when to when."""

    class Meta:
        model = RoutingRule
        fields = ["name", "order", "filter", "goal", "team", "officer", "automatic", "valid_from", "valid_to"]
        widgets = {
            "goal": forms.RadioSelect,
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "order": _("Yang terkecil ditanya lebih dulu."),
            "filter": _("Hanya saringan yang dibagikan dan tanpa kriteria pribadi."),
            "team": _("Antrean tujuan, atau tempat mencari pemeriksa."),
            "automatic": _("Kosong: pemeriksa hanya diusulkan."),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        shared = SavedFilter.objects.filter(authority=by.authority_id, shared=True).order_by("name")
        usable = [each.pk for each in shared if not is_personal(each.criteria) and each.kind in ("complaint", "case")]
        self.fields["filter"].queryset = shared.filter(pk__in=usable)
        self.fields["team"].queryset = Team.objects.filter(authority=by.authority_id).order_by("name")
        self.fields["officer"].queryset = examiners(by.authority_id)
        self.fields["goal"].choices = RoutingRule.Goal.choices

    def clean(self):
        """A goal needs its place; a report goes to a team."""
        cleaned = super().clean()
        goal, chosen = cleaned.get("goal"), cleaned.get("filter")
        if goal == RoutingRule.Goal.TEAM and not cleaned.get("team"):
            self.add_error("team", _("Pilih tim tujuannya."))
        if goal == RoutingRule.Goal.OFFICER and not cleaned.get("officer"):
            self.add_error("officer", _("Pilih pemeriksanya."))
        if chosen and chosen.kind != Case.KIND and goal and goal != RoutingRule.Goal.TEAM:
            self.add_error("goal", _("Laporan belum punya pemeriksa: salurkan ke antrean tim."))
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("Tanggal akhir lebih awal daripada tanggal mulai."))
        return cleaned


class TeamForm(forms.ModelForm):
    """A team and its members."""

    class Meta:
        model = Team
        fields = ["name", "members"]
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.authority_id = self.instance.authority_id or by.authority_id
        people = Officer.objects.filter(authority=by.authority_id, is_active=True).order_by("full_name")
        self.fields["members"].queryset = people

    def clean_name(self):
        name = self.cleaned_data["name"]
        same = Team.objects.filter(authority=self.instance.authority_id, name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Sudah ada tim dengan nama itu."))
        return name


class AbsenceForm(forms.ModelForm):
    """From which day to which somebody is given nothing new."""

    class Meta:
        model = Absence
        fields = ["officer", "first_day", "last_day"]
        widgets = {
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = examiners(by.authority_id)

    def clean(self):
        cleaned = super().clean()
        begin, end = cleaned.get("first_day"), cleaned.get("last_day")
        if begin and end and end < begin:
            self.add_error("last_day", _("Hari terakhir lebih awal daripada hari pertama."))
        return cleaned


def examiners(authority: str | None):
    """Active officers of an authority who may examine."""
    people = Officer.objects.filter(is_active=True, authority=authority, authority__isnull=False)
    able = [o.pk for o in people.prefetch_related("roles") if o.may("case.finding")]
    return Officer.objects.filter(pk__in=able).order_by("full_name")
