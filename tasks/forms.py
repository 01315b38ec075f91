"""Forms of tasks: they only validate."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Officer
from tasks.people import colleagues


class Handing(forms.Form):
    """To whom, until when."""

    owner = forms.ModelChoiceField(
        Officer.objects.none(),
        label=_("Dikerjakan oleh"),
        empty_label=_("Pilih rekan"),
        error_messages={"invalid_choice": _("Orang itu tidak melihat berkas ini, jadi tidak bisa diberi tugas.")},
    )
    due_date = forms.DateField(label=_("Selesai paling lambat"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(subject)

    def clean_due_date(self):
        day = self.cleaned_data["due_date"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini sudah lewat."))
        return day


class TaskForm(Handing):
    """What is to be done, by whom, until when."""

    title = forms.CharField(label=_("Yang perlu dikerjakan"), max_length=300)
    field_order = ["title", "owner", "due_date"]
