"""Forms that are no verb's: the draft at the desk, and the agency's decree with its file."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from law.models import Sanction
from sanctions.drafting import choices
from sanctions.models import Circumstance, Recommendation
from sanctions.verbs import TEXT, Day, Decree

LINES = 40


class Lines(forms.CharField):
    """One sentence a line; empty lines are left out."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=TEXT, **kwargs)

    def clean(self, value):
        found = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if any(len(line) > 400 for line in found):
            raise forms.ValidationError(_("Satu baris paling panjang 400 huruf."))
        return found[:LINES]


class DraftForm(forms.Form):
    """The draft of a recommendation: a sanction outside the permitted range needs its reason."""

    sanction = forms.ModelChoiceField(
        Sanction.objects.none(),
        label=_("Sanksi"),
        help_text=_("Yang di luar rentang aturan hanya dengan alasan."),
        required=False,
        empty_label=_("Belum ditentukan"),
        error_messages={"invalid_choice": _("Sanksi itu tidak dibolehkan untuk pelanggaran ini.")},
    )
    departure = forms.CharField(
        label=_("Alasan di luar rentang"),
        help_text=_("Hanya bila sanksinya di luar rentang. Instansi tidak membaca ini."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT,
        required=False,
    )
    months = forms.IntegerField(
        label=_("Lama dalam bulan"),
        help_text=_("Bila kosong: menurut bentuk sanksinya."),
        min_value=1,
        max_value=120,
        required=False,
    )
    starts_on = forms.DateField(
        label=_("Berlaku sejak"), help_text=_("Bila kosong: sejak keputusan berlaku."), widget=Day, required=False
    )
    considerations = forms.CharField(
        label=_("Pertimbangan"),
        help_text=_("Tuduhan yang terbukti dan pasalnya. Instansi membaca teks ini."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=TEXT,
    )
    reasons = forms.CharField(
        label=_("Alasan"),
        help_text=_("Mengapa sanksi ini. Instansi membaca teks ini."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT,
        required=False,
    )
    aggravating = Lines(label=_("Hal yang memberatkan"), help_text=_("Satu baris untuk satu hal."))
    mitigating = Lines(label=_("Hal yang meringankan"), help_text=_("Satu baris untuk satu hal."))

    def __init__(self, *args, recommendation: Recommendation, on: date, **kwargs):
        kwargs.setdefault("initial", _written(recommendation))
        super().__init__(*args, **kwargs)
        within, beyond = choices(recommendation, on=on)
        field = self.fields["sanction"]
        field.queryset = Sanction.objects.filter(pk__in=[each.pk for each in [*within, *beyond]])
        named = [(_("Dalam rentang"), _named(within)), (_("Di luar rentang"), _named(beyond))]
        field.choices = [("", field.empty_label), *[(name, rows) for name, rows in named if rows]]


def _named(rows: list[Sanction]) -> list[tuple]:
    return [(each.pk, str(each)) for each in rows]


def _written(draft: Recommendation) -> dict:
    names = ("sanction_id", "departure", "months", "starts_on", "considerations", "reasons")
    facts = {name.removesuffix("_id"): getattr(draft, name) for name in names}
    said = list(draft.circumstances.order_by("order").values_list("kind", "text"))
    for kind, name in ((Circumstance.Kind.AGGRAVATING, "aggravating"), (Circumstance.Kind.MITIGATING, "mitigating")):
        facts[name] = "\n".join(text for each, text in said if each == kind)
    return facts


class DecreeWithFile(Decree):
    """The decree and its file in one go; the same three facts as the API's, the file may follow later."""

    file = forms.FileField(
        label=_("Berkas keputusan"),
        help_text=_("PDF atau foto, paling besar 50 MB. Tutupi data yang tidak diperlukan."),
        required=False,
        allow_empty_file=True,  # refused by the evidence room, with its own words
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sanction"].empty_label = _("Pilih sanksi")


class DecreeFile(forms.Form):
    """A file that belongs to a decree already recorded."""

    file = forms.FileField(
        label=_("Berkas keputusan"),
        help_text=_("PDF atau foto, paling besar 50 MB. Tutupi data yang tidak diperlukan."),
        allow_empty_file=True,
        error_messages={"required": _("Pilih satu berkas.")},
        widget=forms.FileInput(attrs={"data-pieces": ""}),  # sent piece by piece where there is a script
    )
