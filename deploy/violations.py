"""Where browsers report what the content security policy stopped. Counted by kind for a day; nothing of a report is kept.

A report names the page, hence perhaps a case, and quotes it: that is why only the directive and the kind of source stay.
"""

import json
import logging
from collections.abc import Iterable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger("netral.violations")
ADDRESS = "/csp/"
DIRECTIVES = (
    "base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src",
    "manifest-src", "media-src", "object-src", "script-src", "script-src-attr", "script-src-elem", "style-src",
    "style-src-attr", "style-src-elem", "worker-src",
)  # fmt: skip
KINDS = ("inline", "eval", "data", "foreign", "own")
A_DAY = 24 * 3600
LARGEST = 16 * 1024  # bytes


@csrf_exempt  # browsers send it by themselves, without a token
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Count one violation; whatever was sent, the answer is 204."""
    directive, kind = _read(request.body[:LARGEST], request.get_host())
    if directive and _counted(directive, kind) == 1:
        logger.warning("the content security policy stopped something: %s, %s", directive, kind)
    return HttpResponse(status=204)


def counts() -> Iterable[tuple[str, str, int]]:
    """(directive, kind, how many today)."""
    keys = {_key(directive, kind): (directive, kind) for directive in DIRECTIVES for kind in KINDS}
    for key, number in _told(keys).items():
        yield *keys[key], number


def _told(keys) -> dict[str, int]:
    try:
        return cache.get_many(keys)
    except Exception:  # the cache's client raises errors of several libraries; figures can be missing for a while
        return {}


def _read(body: bytes, host: str) -> tuple[str, str]:
    try:
        told = json.loads(body)["csp-report"]
        directive = str(told.get("effective-directive") or told.get("violated-directive", "")).split(" ")[0]
        source = str(told.get("blocked-uri", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""
    return (directive, _kind(source, host)) if directive in DIRECTIVES else ("", "")


def _kind(source: str, host: str) -> str:
    if source in KINDS:
        return source
    if "://" not in source:
        return "data"
    return "own" if source.split("://", 1)[1].split("/")[0] == host else "foreign"


def _counted(directive: str, kind: str) -> int:
    key = _key(directive, kind)
    try:
        cache.add(key, 0, A_DAY)
        return cache.incr(key)
    except Exception:  # as above
        return 0


def _key(directive: str, kind: str) -> str:
    return f"csp:{directive}:{kind}"
