"""Passkeys (WebAuthn): what the browser is asked to sign, and whether what it signed holds. django-allauth does the checking.

A passkey is asked to know its owner (fingerprint, face or PIN), so that alone it is both factors.
"""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Officer

LONGEST = 20_000  # characters of an answer; attestations with certificates are a few thousand


def registration(officer: Officer) -> dict:
    """What a browser needs to make a passkey for this account; the challenge waits in the session."""
    return json.loads(json.dumps(auth.begin_registration(officer, True)))


def registered(told: str) -> dict:
    """The passkey that the browser made. Raises ValidationError when it does not answer the challenge of this session."""
    credential = _read(told)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise _refused() from error
    finally:
        auth.clear_state()
    return credential


def question(officer: Officer | None) -> dict:
    """What a browser has to sign: with one of an account's passkeys, or with whichever it has for this site."""
    return json.loads(json.dumps(auth.begin_authentication(officer)))


def answered(told: str, officer: Officer | None) -> Officer:
    """Whose passkey signed: `officer`'s when given. Raises ValidationError when nobody's, or for another challenge."""
    credential = _read(told)
    try:
        auth.parse_authentication_response(credential)
        owner = officer or auth.extract_user_from_response(credential)
        used = auth.complete_authentication(owner, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused() from error
    finally:
        auth.clear_state()
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=timezone.now())
    return owner


def _read(told: str) -> dict:
    try:
        credential = json.loads(told) if len(told) <= LONGEST else None
    except ValueError:
        credential = None
    if not isinstance(credential, dict):
        raise _refused()
    return credential


def _refused() -> ValidationError:
    return ValidationError(_("Kunci sandi ini tidak cocok. Coba lagi, atau pakai cara lain."))
