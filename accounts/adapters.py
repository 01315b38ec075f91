"""What django-allauth asks of this house: how secrets are sealed, whose name a passkey carries, which services vouch."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Provider
from workflow.sealing import open_sealed, seal

SEALED_FOR = "second factor"


class SecondFactors(DefaultMFAAdapter):
    """Seeds lie in the database under FIELD_KEYS; a passkey carries the account's name and nothing else."""

    def encrypt(self, text):
        return seal(text, purpose=SEALED_FOR).decode()

    def decrypt(self, encrypted_text):
        return open_sealed(encrypted_text.encode(), purpose=SEALED_FOR)

    def get_totp_issuer(self):
        return "Netral"

    def _get_site_name(self):
        return "Netral"

    def _get_user_identifier(self, user):
        return user.username

    def generate_authenticator_name(self, user, type):
        return _("Kunci sandi")

    def send_notification_mail(self, *args, **kwargs):
        """What happens to an account is an event; mails of the library would be a second, English voice."""


class SingleSignOn(DefaultSocialAccountAdapter):
    """Services come from rows of this house, with their secrets sealed; nobody gets an account by signing in."""

    def list_apps(self, request, provider=None, client_id=None):
        rows = Provider.objects.in_use()
        if provider and provider != "openid_connect":
            rows = rows.filter(code=provider)
        return [_app(row) for row in rows if not client_id or row.client_id == client_id]

    def is_open_for_signup(self, request, sociallogin):
        return False

    def is_auto_signup_allowed(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, login, email):
        return False  # who is who is settled by accounts.single_sign_on, once and for good

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Given up over there, or a state, code or signature that does not hold."""
        messages.error(request, _("Masuk lewat layanan itu tidak berhasil. Coba lagi dari awal."))
        raise ImmediateHttpResponse(redirect("login"))


def _app(row: Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=row.code,
        name=row.name,
        client_id=row.client_id,
        secret=row.secret,
        settings={"server_url": row.issuer.rstrip("/"), "oauth_pkce_enabled": True},
    )
