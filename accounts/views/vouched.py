"""The way through an agency's own sign-on and back. django-allauth walks it (state, PKCE, token); who comes in is said here."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts import factors, sessions
from accounts.landing import NEXT, landing, wished
from accounts.models import Provider
from accounts.single_sign_on import Refused, Vouched, officer_of, shows_factor

WISH = "wish"  # in the session while its owner is away


class Service(OpenIDConnectOAuth2Adapter):
    """Comes back to our own address; its token's signature is checked however it came."""

    def get_provider(self):
        provider = super().get_provider()
        provider.oauth2_adapter_class = Service
        return provider

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("accounts:provider_back", args=[self.provider_id]))

    def complete_login(self, request, app, token, **kwargs):
        """Ends the library's own way: it knows nothing of second factors, and would keep what it was told."""
        raise ImmediateHttpResponse(_welcome(request, self.provider_id, self._told(app, token, kwargs["response"])))

    def _told(self, app, token, response: dict) -> Vouched:
        if not response.get("id_token"):
            raise Refused(_("Layanan itu tidak menyebut siapa Anda."))
        self.did_fetch_access_token = False  # for the library: a token fetched directly needs no look at its signature
        try:
            claims = self._decode_id_token(app, response["id_token"])
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(_("Tanda masuk dari layanan itu tidak sah.")) from error
        details = self._fetch_user_info(token.token) if self.openid_config.get("userinfo_endpoint") else {}
        return Vouched.of(claims, details)


@never_cache
@require_safe
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Off to the service. A link, not a form: our content policy lets forms go nowhere else."""
    request.session[WISH] = wished(request)
    try:
        return OAuth2LoginView.adapter_view(Service(request, provider))(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider) from None
    except RequestException:
        return _refused(request, _("Layanan masuk instansi Anda sedang tidak menjawab. Coba lagi nanti."))


@never_cache
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """Back from the service, with a code that only this session can use."""
    try:
        return OAuth2CallbackView.adapter_view(Service(request, provider))(request)
    except SocialApp.DoesNotExist:
        raise Http404(provider) from None
    except Refused as error:
        return _refused(request, error.told)


def _welcome(request: HttpRequest, code: str, who: Vouched) -> HttpResponse:
    at, service = timezone.now(), Provider.objects.get(code=code)
    officer = officer_of(service, who, at=at)
    wish = request.session.pop(WISH, "")
    if shows_factor(service, who):
        sessions.open_up(request, officer, factor="sso", at=at)
        request.session[NEXT] = wish
        return redirect(landing(request, officer))
    sessions.half_open(request, officer, at=at)
    request.session[NEXT] = wish
    return redirect("accounts:factor" if factors.enrolled(officer) else "accounts:enrol")


def _refused(request: HttpRequest, told: str) -> HttpResponse:
    messages.error(request, told)
    return redirect("login")
