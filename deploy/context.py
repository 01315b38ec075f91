"""What every template knows: the site's name, its languages, whose site it is. Asks the database only when shown."""

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from agencies.models import SupervisingAuthority


def site(request) -> dict:
    """`embedded`, `training`, `without_factor`; `site`: name, authority (empty when unknown), language, languages."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "embedded": settings.EMBEDDED,
        "training": settings.TRAINING,
        "without_factor": not settings.SECOND_FACTOR,
        "site": {
            "name": "Netral",
            "authority": SimpleLazyObject(_authority),
            "language": language,
            "languages": [_choice(request, code, language) for code, _name in settings.LANGUAGES],
        },
    }


def _choice(request, code: str, current: str) -> dict:
    query = request.GET.copy()
    query["bahasa"] = code
    return {"code": code, "name": OWN_NAMES.get(code, code), "current": code == current, "url": f"?{query.urlencode()}"}


def _authority() -> str:
    try:
        return SupervisingAuthority.objects.in_force(timezone.localdate()).short_name
    except (DatabaseError, SupervisingAuthority.DoesNotExist):
        return ""


OWN_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
