"""What a row of an official list of agencies must look like."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency


class AgencyRowForm(forms.ModelForm):
    class Meta:
        model = Agency
        fields = ("code", "name", "kind", "territory", "valid_from", "valid_to")

    def clean(self):
        row = super().clean() or {}
        start, end = row.get("valid_from"), row.get("valid_to")
        if start and end and end < start:
            raise ValidationError({"valid_to": _("Tanggal akhir mendahului tanggal awal.")})
        return row
