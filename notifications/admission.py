"""Who may hold a socket, and until when: by the session of a page or by an API token, never by both."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session

from accounts.second_factor import complete
from agencies.models import ApiToken, Officer, Role


@dataclass(frozen=True)
class Ticket:
    """An officer, the proof they came with ("session" key or "token" digest), and who they were then."""

    officer: Officer
    proof: str
    secret: str
    standing: str


def bearer_of(scope) -> str | None:
    """The token of an Authorization header, None when there is no such header."""
    headers = [value for name, value in scope["headers"] if name == b"authorization"]
    return headers[0].decode("latin1").removeprefix("Bearer ").strip() if headers else None


def ticket_of(scope, *, at: datetime) -> Ticket | None:
    """The ticket of a socket that knocks; None for a stranger. With a token, the cookie is not looked at."""
    token = bearer_of(scope)
    if token is not None:
        return _ticket(ApiToken.objects.officer_of(token, at), "token", ApiToken.digest_of(token))
    user, session = scope.get("user"), scope.get("session")
    if session is None or not getattr(user, "admissible", False) or not complete(session):
        return None
    return _ticket(Officer.objects.get(pk=user.pk), "session", session.session_key)


def _ticket(officer: Officer | None, proof: str, secret: str) -> Ticket | None:
    if officer is None:
        return None
    return Ticket(officer, proof, secret, standings([officer.pk])[officer.pk])


def void(tickets: set[Ticket], *, at: datetime) -> set[Ticket]:
    """Those that no longer hold: logged out, expired, revoked, disabled, another password, role, region or agency."""
    keys = {t.secret for t in tickets if t.proof == "session"}
    digests = {t.secret for t in tickets if t.proof == "token"}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True)
    tokens = ApiToken.objects.filter(digest__in=digests, revoked_at__isnull=True, expires_at__gt=at)
    alive = {("session", key) for key in sessions} | {
        ("token", digest) for digest in tokens.values_list("digest", flat=True)
    }
    now = standings({t.officer.pk for t in tickets})
    return {t for t in tickets if (t.proof, t.secret) not in alive or now.get(t.officer.pk) != t.standing}


def standings(officer_ids) -> dict[int, str]:
    """A print of what each active officer is allowed to hear; it changes with anything that decides that."""
    rights = {role.code: sorted(role.rights) for role in Role.objects.order_by("code")}
    roles, regions = (
        _grouped(Officer.roles, officer_ids, "role_id"),
        _grouped(Officer.regions, officer_ids, "territory_id"),
    )
    people = Officer.objects.filter(pk__in=officer_ids, is_active=True)
    return {
        o.pk: _print(
            o.password, o.authority_id, o.agency_id, [rights[r] for r in roles.get(o.pk, [])], regions.get(o.pk)
        )
        for o in people
    }


def _grouped(relation, officer_ids, column: str) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = {}
    rows = relation.through.objects.filter(officer_id__in=officer_ids).order_by(column)
    for officer_id, value in rows.values_list("officer_id", column):
        grouped.setdefault(officer_id, []).append(value)
    return grouped


def _print(*facts) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()
