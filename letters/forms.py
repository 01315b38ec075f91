"""Forms of this room: they only validate."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models import Delivery, Letter

BY_HAND = [(way.value, way.label) for way in (Delivery.Way.POST, Delivery.Way.HAND)]


class DeliveryForm(forms.Form):
    """A letter that went by post or was handed over, with its proof."""

    way = forms.ChoiceField(label=_("Cara"), choices=BY_HAND)
    on = forms.DateField(label=_("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    tracking = forms.CharField(label=_("Nomor kiriman"), max_length=80, required=False)
    receiver = forms.CharField(label=_("Penerima"), max_length=120, required=False)
    proof = forms.FileField(
        label=_("Bukti kirim"),
        help_text=_("Foto atau pindaian resi atau tanda terima."),
        error_messages={
            "required": _("Pilih berkas bukti kirimnya."),
            "empty": _("Berkas ini kosong. Pilih berkas lain."),
        },
    )

    def __init__(self, *args, letter: Letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum terjadi. Periksa tahunnya."))
        if day < self.letter.issued_on:
            raise forms.ValidationError(_("Surat ini belum ada pada tanggal itu."))
        return day

    def clean(self):
        facts = super().clean()
        if facts.get("way") == Delivery.Way.POST and not facts.get("tracking"):
            self.add_error("tracking", _("Tulis nomor kiriman dari pos."))
        return facts
