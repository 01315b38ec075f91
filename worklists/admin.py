"""Rules of priority and the weight of stages, for administrators."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.admin import ReferenceAdmin
from worklists.criteria import TABLE, is_personal
from worklists.models import PriorityRule, StageWeight


class PriorityRuleForm(forms.ModelForm):
    """Only criteria of the table, with values that their fields accept, and none that depends on the reader."""

    class Meta:
        model = PriorityRule
        fields = ["code", "name", "kind", "criteria", "points", "valid_from", "valid_to", "source"]

    def clean(self):
        cleaned = super().clean()
        kind, criteria = cleaned.get("kind"), cleaned.get("criteria")
        if not kind or not isinstance(criteria, dict) or not criteria or is_personal(criteria):
            raise ValidationError({"criteria": _("Pilih sedikitnya satu kriteria, tanpa kriteria pribadi.")})
        for name, value in criteria.items():
            self._check(kind, name, value)
        return cleaned

    def _check(self, kind: str, name: str, value) -> None:
        known = TABLE.get(name)
        if known is None or kind not in known.kinds or name == "priority":
            raise ValidationError({"criteria": _("Tidak dikenal: %(word)s.") % {"word": name}})
        field = known.field(kind)
        try:
            field.clean(field.prepare_value(value))
        except ValidationError as wrong:
            raise ValidationError({"criteria": wrong.messages}) from wrong


@admin.register(PriorityRule)
class PriorityRuleAdmin(ReferenceAdmin):
    form = PriorityRuleForm
    list_display = ("name", "kind", "points", "valid_from", "valid_to")


@admin.register(StageWeight)
class StageWeightAdmin(ReferenceAdmin):
    list_display = ("stage", "weight")
