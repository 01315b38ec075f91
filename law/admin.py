"""The law as data, for administrators: catalogue, sanctions, elections, holidays, stage clocks."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.admin import ReferenceAdmin
from law import proposals
from law.models import (
    Candidate,
    ClockRule,
    Election,
    Holiday,
    Instrument,
    LegalNote,
    Proposal,
    Rule,
    Sanction,
    SanctioningOfficial,
    StageClock,
    Violation,
)


class LawAdmin(ReferenceAdmin):
    """A change here is a proposal: it holds once another administrator has approved it."""

    def save_model(self, request, obj, form, change):
        lists = {field.name for field in obj._meta.many_to_many}
        many = {name: value for name, value in form.cleaned_data.items() if name in lists}
        _propose(request, obj, many=many)

    def save_related(self, request, form, formsets, change):
        pass  # what a row is related to waits with it

    def delete_model(self, request, obj):
        _propose(request, obj, gone=True)

    def log_addition(self, request, obj, message):
        return None  # nothing was added yet; the proposal says who asked for what

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_post_save_add(request, obj)

    def response_change(self, request, obj):
        return self.response_post_save_change(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        return self.response_post_save_change(request, None)


def _propose(request, row, **how) -> None:
    try:
        proposals.propose(row, by=request.user, at=timezone.now(), **how)
        messages.success(request, _("Usulan tersimpan. Perubahan berlaku setelah disetujui administrator lain."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))


@admin.register(Proposal)
class ProposalAdmin(ReferenceAdmin):
    """Proposed changes; another administrator than who asked decides."""

    list_display = ("__str__", "differences", "by", "at", "answer", "decided_by")
    list_filter = ("answer", "model")
    list_select_related = ("by", "decided_by")
    actions = ("approve", "refuse")
    ordering = ("-at",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    @admin.display(description=gettext_lazy("perubahan"))
    def differences(self, proposal):
        """Field by field, what was and what is to be."""
        rows = [(name, _short(old), _short(new)) for name, (old, new) in proposal.changed.items()]
        return format_html_join("", "<div>{}: {} → {}</div>", rows)

    @admin.action(description=gettext_lazy("Setujui usulan yang dipilih"))
    def approve(self, request, queryset):
        self._decide(request, queryset, proposals.approve)

    @admin.action(description=gettext_lazy("Tolak usulan yang dipilih"))
    def refuse(self, request, queryset):
        self._decide(request, queryset, proposals.refuse)

    def _decide(self, request, queryset, decision) -> None:
        for proposal in queryset.order_by("pk"):
            try:
                decided = decision(proposal, by=request.user, at=timezone.now())
                messages.info(request, f"{proposal}: {decided.get_answer_display()}")
            except PermissionDenied:
                messages.error(request, _("%(row)s: usulan sendiri diputuskan orang lain.") % {"row": proposal})
            except ValidationError as refused:
                messages.error(request, f"{proposal}: {' '.join(refused.messages)}")


def _short(value) -> str:
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


@admin.register(Violation)
class ViolationAdmin(LawAdmin):
    list_display = ("code", "title", "kind", "phase", "regime", "default_level", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "phase", "regime", "default_level", "certainty")
    search_fields = ("=code", "title", "title_en")
    autocomplete_fields = ("default_sanction", "twin")
    ordering = ("order",)


@admin.register(Sanction)
class SanctionAdmin(LawAdmin):
    list_display = ("code", "title", "level", "months", "certainty", "valid_from", "valid_to")
    list_filter = ("level", "certainty")
    search_fields = ("=code", "title", "title_en")
    ordering = ("order",)


@admin.register(Election)
class ElectionAdmin(LawAdmin):
    list_display = ("code", "name", "designation_date", "vote_date", "in_force", "certainty")
    autocomplete_fields = ("territories",)
    ordering = ("-vote_date",)


@admin.register(Candidate)
class CandidateAdmin(LawAdmin):
    list_display = ("name", "post", "number", "mate", "territory", "election", "example")
    list_filter = ("election", "post", "example")
    list_select_related = ("territory", "election")
    search_fields = ("name", "mate", "=territory__code")
    autocomplete_fields = ("territory",)
    ordering = ("election", "territory", "number")


@admin.register(Holiday)
class HolidayAdmin(LawAdmin):
    """A holiday can be taken back, so here, and only here, a row may be deleted."""

    list_display = ("day", "kind", "source")
    list_filter = ("kind",)
    date_hierarchy = "day"
    ordering = ("-day",)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)


@admin.register(StageClock)
class StageClockAdmin(LawAdmin):
    list_display = ("kind", "stage", "turn", "days", "unit", "certainty", "basis")
    list_filter = ("kind", "certainty")
    ordering = ("kind", "id")

    def has_add_permission(self, request):
        return False  # the stages are the machines' own


@admin.register(ClockRule)
class ClockRuleAdmin(LawAdmin):
    list_display = ("code", "name", "amount", "unit", "kind", "authority", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "unit", "certainty")
    ordering = ("code",)


@admin.register(Instrument)
class InstrumentAdmin(LawAdmin):
    list_display = ("code", "title", "kind", "follows", "certainty", "valid_from", "valid_to")
    list_filter = ("kind", "certainty")
    ordering = ("valid_from", "code")


@admin.register(Rule)
class RuleAdmin(LawAdmin):
    list_display = ("code", "title", "certainty", "valid_from", "valid_to")
    ordering = ("code", "valid_from")


@admin.register(LegalNote)
class LegalNoteAdmin(LawAdmin):
    list_display = ("code", "kind", "text", "follows", "valid_from", "valid_to")
    list_filter = ("kind",)
    ordering = ("code",)


@admin.register(SanctioningOfficial)
class SanctioningOfficialAdmin(LawAdmin):
    list_display = ("position_class", "heads_agency", "level", "dismissal", "official", "certainty", "valid_from")
    list_filter = ("level", "certainty")
    ordering = ("position_class", "level")
