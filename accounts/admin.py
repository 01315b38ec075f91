"""In the administration: services that vouch, and accounts, whose change asks once more who is there.

The library's own tables are not registered: seeds, subjects and addresses are nobody's reading.
"""

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin  # noqa: F401 - they register first, so that their tables can be taken out again
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.events import Account
from accounts.freshness import recently_confirmed
from accounts.models import Provider
from agencies.admin import ApiTokenAdmin, OfficerAdmin, ReferenceAdmin, RoleAdmin
from agencies.models import ApiToken, Officer, Role
from workflow.ledger import record, unit_of_work

fresh = method_decorator(recently_confirmed)


class ConfirmedChanges(admin.ModelAdmin):
    """Whoever changes something here has confirmed lately that they are still the one who signed in."""

    @fresh
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)


class ProviderForm(forms.ModelForm):
    """The client's secret is written, never read."""

    issuer = forms.URLField(label=_("penerbit"), max_length=200, assume_scheme="https")
    secret = forms.CharField(
        label=_("rahasia klien"), required=False, widget=forms.PasswordInput, help_text=_("kosong: tidak diganti")
    )

    class Meta:
        model = Provider
        fields = ("code", "name", "issuer", "client_id", "agency", "authority", "second_factor", "active")

    def save(self, commit=True):
        if self.cleaned_data.get("secret"):
            self.instance.secret = self.cleaned_data["secret"]
        return super().save(commit)


class AccountAdmin(OfficerAdmin):
    """Seen here, with the way to the page where two people change it."""

    readonly_fields = ("changed_at",)

    def get_fields(self, request, obj=None):
        return ("changed_at", *super().get_fields(request, obj))

    @admin.display(description=_("diubah di"))
    def changed_at(self, officer):
        if officer.closed_at:
            return _("akun ini sudah ditutup")
        return format_html(
            '<a href="{}">{}</a>', reverse("people:person", args=[officer.username]), _("halaman akun petugas")
        )


class ConfirmedRoleAdmin(ConfirmedChanges, RoleAdmin):
    pass


class TokenAdmin(ConfirmedChanges, ApiTokenAdmin):
    """A token revoked here is an event like one that its owner revoked."""

    def save_model(self, request, obj, form, change):
        with unit_of_work():
            super().save_model(request, obj, form, change)
            if obj.revoked_at and "revoked_at" in form.changed_data:
                record("account.token_revoke", Account(obj.officer), by=request.user, at=timezone.now(), token=obj.pk)


class ProviderAdmin(ConfirmedChanges, ReferenceAdmin):
    form = ProviderForm
    list_display = (
        "name",
        "code",
        "issuer",
        "agency",
        "authority",
        "second_factor",
        "active",
        "changed_by",
        "approved_by",
    )
    list_select_related = ("agency", "authority", "changed_by", "approved_by")
    autocomplete_fields = ("agency",)
    ordering = ("name",)
    actions = ("approve",)

    @fresh
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        """Whatever is changed waits for a second administrator; switching it off alone does not."""
        if not change or set(form.changed_data) - {"active"}:
            obj.changed_by, obj.approved_by = request.user, None
            messages.info(request, _("Layanan ini dipakai setelah administrator lain menyetujuinya."))
        with unit_of_work():
            super().save_model(request, obj, form, change)
            record("provider.change", obj, by=request.user, at=timezone.now())

    @admin.action(description=_("Setujui layanan masuk tunggal"), permissions=["change"])
    def approve(self, request, queryset):
        for service in queryset.filter(approved_by__isnull=True):
            if service.changed_by_id in (None, request.user.pk):
                messages.error(request, _("%(name)s disetujui oleh administrator lain.") % {"name": service.name})
                continue
            with unit_of_work():
                service.approved_by = request.user
                service.save(update_fields=["approved_by"])
                record("provider.approve", service, by=request.user, at=timezone.now())

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("code",) if obj else ()))  # the secret is bound to it


for foreign in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, Officer, Role, ApiToken):
    if admin.site.is_registered(foreign):
        admin.site.unregister(foreign)
admin.site.register(Provider, ProviderAdmin)
admin.site.register(Officer, AccountAdmin)
admin.site.register(Role, ConfirmedRoleAdmin)
admin.site.register(ApiToken, TokenAdmin)
