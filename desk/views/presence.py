"""Who else has a page open, said to those who see it."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import OfficerRequest
from desk.seen import found
from worklists.presence import looking


@login_required
@require_POST
def presence(request: OfficerRequest, reference: str, *, kind: str) -> JsonResponse:
    """A sign of life of an open page; answers what the page says of others."""
    subject = found(kind, reference, request.user)
    return JsonResponse({"words": words_of(looking(subject, by=request.user, at=timezone.now()))})


def words_of(officers) -> str:
    """One sentence, empty when nobody else is there."""
    names = ", ".join(str(officer) for officer in officers)
    return _("Sedang dibuka juga oleh %(names)s.") % {"names": names} if names else ""
