"""Names for what is being typed; the pages work without."""

from django.http import HttpRequest, JsonResponse

from agencies.queries import Directory, agencies, territories
from complaints import forms


def suggest_territories(request: HttpRequest) -> JsonResponse:
    """Names for what is being typed; the page works without."""
    return _suggestions(request, territories())


def suggest_agencies(request: HttpRequest) -> JsonResponse:
    return _suggestions(request, agencies())


def _suggestions(request: HttpRequest, directory: Directory) -> JsonResponse:
    found = directory.similar(forms.readable(request.GET.get("q", ""))[:100])
    response = JsonResponse({"items": [entry.label for entry in found]})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
