"""Rules of consultation, for administrators; a change waits for the second of them."""

from django.contrib import admin

from consultations.models import ConsultationRule
from law.admin import LawAdmin


@admin.register(ConsultationRule)
class ConsultationRuleAdmin(LawAdmin):
    list_display = ("code", "authority", "body", "case_kind", "obligatory", "blocks", "days", "unit", "valid_from")
    ordering = ("code",)
