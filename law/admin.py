"""The law as data, for administrators: catalogue, sanctions, elections, holidays, stage clocks."""

from django.contrib import admin

from agencies.admin import ReferenceAdmin
from law.models import (
    Candidate,
    ClockRule,
    Election,
    Holiday,
    Instrument,
    LegalNote,
    Rule,
    Sanction,
    SanctioningOfficial,
    StageClock,
    Violation,
)


@admin.register(Violation)
class ViolationAdmin(ReferenceAdmin):
    list_display = ("code", "title", "kind", "phase", "regime", "default_level", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "phase", "regime", "default_level", "certainty")
    search_fields = ("=code", "title", "title_en")
    autocomplete_fields = ("default_sanction", "twin")
    ordering = ("order",)


@admin.register(Sanction)
class SanctionAdmin(ReferenceAdmin):
    list_display = ("code", "title", "level", "months", "certainty", "valid_from", "valid_to")
    list_filter = ("level", "certainty")
    search_fields = ("=code", "title", "title_en")
    ordering = ("order",)


@admin.register(Election)
class ElectionAdmin(ReferenceAdmin):
    list_display = ("code", "name", "designation_date", "vote_date", "in_force", "certainty")
    autocomplete_fields = ("territories",)
    ordering = ("-vote_date",)


@admin.register(Candidate)
class CandidateAdmin(ReferenceAdmin):
    list_display = ("name", "post", "number", "mate", "territory", "election", "example")
    list_filter = ("election", "post", "example")
    list_select_related = ("territory", "election")
    search_fields = ("name", "mate", "=territory__code")
    autocomplete_fields = ("territory",)
    ordering = ("election", "territory", "number")


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin):
    """A holiday can be taken back, so here, and only here, a row may be deleted."""

    list_display = ("day", "kind", "source")
    list_filter = ("kind",)
    date_hierarchy = "day"
    ordering = ("-day",)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)


@admin.register(StageClock)
class StageClockAdmin(ReferenceAdmin):
    list_display = ("kind", "stage", "turn", "days", "unit", "certainty", "basis")
    list_filter = ("kind", "certainty")
    ordering = ("kind", "id")

    def has_add_permission(self, request):
        return False  # the stages are the machines' own


@admin.register(ClockRule)
class ClockRuleAdmin(ReferenceAdmin):
    list_display = ("code", "name", "amount", "unit", "kind", "authority", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "unit", "certainty")
    ordering = ("code",)


@admin.register(Instrument)
class InstrumentAdmin(ReferenceAdmin):
    list_display = ("code", "title", "kind", "follows", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "certainty")
    ordering = ("valid_from", "code")


@admin.register(Rule)
class RuleAdmin(ReferenceAdmin):
    list_display = ("code", "title", "certainty", "valid_from", "valid_to")
    ordering = ("code", "valid_from")


@admin.register(LegalNote)
class LegalNoteAdmin(ReferenceAdmin):
    list_display = ("code", "kind", "text", "follows", "valid_from", "valid_to")
    list_filter = ("kind",)
    ordering = ("code",)


@admin.register(SanctioningOfficial)
class SanctioningOfficialAdmin(ReferenceAdmin):
    list_display = ("position_class", "heads_agency", "level", "dismissal", "official", "certainty", "valid_from")
    list_filter = ("level", "certainty")
    ordering = ("position_class", "level")
