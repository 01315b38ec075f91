"""The rules of the ladder in the administration: a change is proposed, and holds once a second person approves it."""

from django.contrib import admin

from law.admin import LawAdmin
from sanctions.models import LadderRule


@admin.register(LadderRule)
class LadderRuleAdmin(LawAdmin):
    list_display = ("code", "from_step", "step", "after", "unit", "automatic", "authority", "certainty")
    list_filter = ("step", "automatic")
    ordering = ("code",)
