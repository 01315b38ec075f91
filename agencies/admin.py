"""Accounts and reference data for administrators. No complaint, case or piece of evidence is ever registered here."""

import django.contrib.auth.admin  # noqa: F401 - it registers its groups first, so that they can be taken out again
from django.contrib import admin
from django.contrib.auth.models import Group

from agencies.loading import search_text
from agencies.models import Agency, ApiToken, Officer, Official, Role, SupervisingAuthority, Territory

admin.site.unregister(Group)  # rights hang on roles; a second way to give them would go unseen


SECRET = {"password", "digest", "secret"}  # asked for letter by letter, a list would tell them


class ReferenceAdmin(admin.ModelAdmin):
    """Open to whoever has the right admin.manage; rows are dated, not deleted."""

    def has_module_permission(self, request):
        return _may_manage(request.user)

    def has_view_permission(self, request, obj=None):
        return _may_manage(request.user)

    def has_add_permission(self, request):
        return _may_manage(request.user)

    def has_change_permission(self, request, obj=None):
        return _may_manage(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        """No question through a relation that leads out of these pages, such as which agency a case is about."""
        own = {field.name for field in self.model._meta.concrete_fields} - SECRET
        return lookup.split("__")[0] in own | set(self.list_filter) and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request, obj=None):
        key = self.model._meta.pk
        fixed = (key.name,) if obj and not key.auto_created else ()
        return (*super().get_readonly_fields(request, obj), *fixed)


@admin.register(Territory)
class TerritoryAdmin(ReferenceAdmin):
    list_display = ("code", "name", "kind", "zone", "autonomous")
    list_filter = ("kind", "zone", "autonomous")
    search_fields = ("=code", "search_text")
    ordering = ("code",)

    def has_add_permission(self, request):
        return False  # they come by decree: from the data file of the next release

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ("code", "name", "kind", "personnel_body", "example", "valid_from", "valid_to")
    list_filter = ("kind", "example")
    search_fields = ("=code", "search_text")
    autocomplete_fields = ("territory",)
    exclude = ("search_text",)
    ordering = ("code",)

    def save_model(self, request, obj, form, change):
        obj.search_text = search_text(obj.name, obj.territory.search_text if obj.territory else "")[:240]
        super().save_model(request, obj, form, change)


@admin.register(Official)
class OfficialAdmin(ReferenceAdmin):
    list_display = ("name", "position", "agency", "valid_from", "valid_to", "example")
    list_filter = ("example",)
    list_select_related = ("agency",)
    search_fields = ("name", "=nip", "position")
    autocomplete_fields = ("agency",)
    ordering = ("name",)


@admin.register(SupervisingAuthority)
class SupervisingAuthorityAdmin(ReferenceAdmin):
    list_display = ("code", "name", "valid_from", "valid_to", "internal", "quorum", "majority_percent")
    ordering = ("valid_from",)


@admin.register(Role)
class RoleAdmin(ReferenceAdmin):
    """What a role may do stands in agencies/data/roles.json: whoever could widen a role here could read reports alone."""

    list_display = ("code", "name", "name_en", "second")
    ordering = ("code",)
    readonly_fields = ("rights", "gives", "second")

    def has_add_permission(self, request):
        return False


@admin.register(Officer)
class OfficerAdmin(ReferenceAdmin):
    """Accounts are seen here. They are made by invitation and changed by two people, on the pages of heads."""

    list_display = ("username", "full_name", "authority", "agency", "is_active")
    list_filter = ("roles", "is_active", "authority")
    list_select_related = ("authority", "agency")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    fields = (
        "username", "full_name", "email", "authority", "agency", "roles", "regions", "is_active", "last_login",
        "date_joined", "asleep_at", "closed_at",
    )  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ReferenceAdmin):
    """Tokens are seen and revoked here; they are made by `manage.py create_token`, which shows the secret once."""

    list_display = ("officer", "scope", "created_at", "expires_at", "revoked_at")
    list_select_related = ("officer",)
    fields = ("officer", "scope", "created_at", "expires_at", "revoked_at")
    readonly_fields = ("officer", "scope", "created_at", "expires_at")
    ordering = ("-created_at",)

    def has_add_permission(self, request):
        return False


def _may_manage(user) -> bool:
    return user.is_authenticated and user.may("admin.manage")
