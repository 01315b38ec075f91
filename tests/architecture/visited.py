"""Notes which addresses the tests visit. As a plugin it writes them to VISITED_DIR; as a program it names those missing.

`make test` runs the program last: an address that no test has opened fails it.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

RECORDER = f"{__name__}.recorder"
# written by others and tested by them; ours are visited by name
FOREIGN = ("sistem/",)
_seen: set[str] = set()


def recorder(get_response):
    """A middleware that remembers the route of every request that reached a view."""

    def middleware(request):
        response = get_response(request)
        if request.resolver_match and response.status_code < 500:
            _seen.add(request.resolver_match.route)
        return response

    return middleware


def pytest_configure(config):
    if os.environ.get("VISITED_DIR"):
        settings.MIDDLEWARE = [RECORDER, *settings.MIDDLEWARE]


def pytest_sessionfinish(session):
    folder = os.environ.get("VISITED_DIR")
    if folder and _seen:
        Path(folder, f"{os.getpid()}.txt").write_text("\n".join(sorted(_seen)))


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every route of the site that is ours, as `resolver_match.route` spells it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        elif not route.startswith(FOREIGN):
            yield from routes(pattern, route)


def unvisited(folder: Path) -> list[str]:
    """Routes that no file in the folder names."""
    seen = {line for file in folder.glob("*.txt") for line in file.read_text().splitlines()}
    return sorted(set(routes()) - seen)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    django.setup()
    missing = unvisited(Path(os.environ["VISITED_DIR"]))
    for route in missing:
        print(f"no test visits /{route}")
    print(f"{len(set(routes())) - len(missing)} of {len(set(routes()))} addresses visited")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
