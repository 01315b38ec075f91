"""A list of names or codes typed into one line."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

MOST = 50


class Names(forms.CharField):
    """Codes or full names of rows of reference data, parted by commas; answers the codes."""

    def __init__(self, model, **kwargs):
        super().__init__(max_length=2000, **kwargs)
        self.model = model

    def clean(self, value) -> list[str]:
        """Every word must be known: a typing error must not silently widen or empty a queue."""
        words = [word.strip() for word in super().clean(value).split(",") if word.strip()][:MOST]
        name = "title" if any(f.name == "title" for f in self.model._meta.fields) else "name"
        found = {}
        for word in dict.fromkeys(words):
            row = self.model.objects.filter(Q(pk__iexact=word) | Q(**{f"{name}__iexact": word})).first()
            if row is None:
                raise forms.ValidationError(_("Tidak dikenal: %(word)s.") % {"word": word})
            found[row.pk] = True
        return list(found)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value
