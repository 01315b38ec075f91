"""Forms of the imports: the file, and which column means what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from exchange.fields import FIELDS
from exchange.models import Batch

OTHERS = [("LAPOR", "SP4N-LAPOR!"), ("SBT", "Sistem Berbagi Terintegrasi"), ("LAIN", _("saluran lain"))]
EXTENSIONS: dict[str, str] = {Batch.Kind.CASES: ".csv,.xlsx", Batch.Kind.REFERRALS: ".csv,.xlsx,.json"}


class UploadForm(forms.Form):
    """The file; who is no partner says where it came from."""

    def __init__(self, *args, kind: str, by, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Batch.Kind.REFERRALS and by.agency_id is None:
            partners = Agency.objects.filter(officer__roles="partner").distinct().values_list("pk", "name")
            self.fields["source"] = forms.ChoiceField(label=_("Dirujuk oleh"), choices=[*partners, *OTHERS])
        self.fields["file"] = forms.FileField(
            label=_("Berkas"),
            help_text=_("CSV, XLSX, atau JSON menurut skema; paling banyak 10 MB dan 5.000 baris.")
            if kind == Batch.Kind.REFERRALS
            else _("CSV atau XLSX; paling banyak 10 MB dan 5.000 baris. Satu baris satu terlapor."),
            widget=forms.FileInput(attrs={"accept": EXTENSIONS[kind]}),
        )


class ColumnsForm(forms.Form):
    """For each fact the column that brings it."""

    quiet_optional = True

    def __init__(self, *args, kind: str, header: list[str], columns: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        shown = [(str(n), word or _("kolom %(number)s") % {"number": n + 1}) for n, word in enumerate(header)]
        for each in FIELDS[kind]:
            self.fields[each.name] = forms.ChoiceField(
                label=str(each.label),
                choices=[("", _("tidak ada")), *shown],
                required=each.needed,
                initial=str(columns[each.name]) if each.name in columns else "",
            )

    def columns(self) -> dict[str, int]:
        return {name: int(place) for name, place in self.cleaned_data.items() if place != ""}
