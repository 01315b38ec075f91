"""Forms of the agency's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanctions.verbs import Decree


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
