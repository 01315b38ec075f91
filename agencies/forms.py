"""What a row of an official list of agencies, or of holders of office, must look like."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Official


class DatedRow(forms.ModelForm):
    """A row that holds from a day to a day."""

    def clean(self):
        row = super().clean() or {}
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end < start:
            raise ValidationError({"valid_to": _("Tanggal akhir mendahului tanggal awal.")})
        return row


class AgencyRowForm(DatedRow):
    class Meta:
        model = Agency
        fields = ("code", "name", "kind", "territory", "valid_from", "valid_to")


class OfficialRowForm(DatedRow):
    class Meta:
        model = Official
        fields = ("name", "nip", "position", "agency", "valid_from", "valid_to", "source")
