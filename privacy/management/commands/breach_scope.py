import json
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agencies.models import Officer
from privacy.actions import TEXTS, note_breach, post, waiting
from privacy.letter import letter, local
from privacy.models import Breach
from privacy.scope import Affected, Scope, Seen, breach_scope


class Command(BaseCommand):
    """Who is affected when an account was misused or a session stolen."""

    help = (
        "Lists the reports that an account, or anybody, saw something of between two times: kinds, counts, first and last "
        "look, number of reported people, and whether the reporter's identity was opened. No names, no content."
    )

    def add_arguments(self, parser):
        zone = "ISO 8601 with a time zone, such as 2026-11-22T08:00+07:00"
        parser.add_argument("--since", required=True, help=zone)
        parser.add_argument("--until", help=f"before this time; {zone} (default: now)")
        parser.add_argument("--actor", metavar="USERNAME", help="the account (default: all officers)")
        parser.add_argument("--notice", metavar="DISCOVERED_AT", help=f"note the breach, print the notice; {zone}")
        parser.add_argument("--what", default="", help="which data, for the notice, without names")
        parser.add_argument("--how", default="", help="when and how it happened")
        parser.add_argument("--handling", default="", help="what was done about it, and what mends it")
        parser.add_argument(
            "--post", action="store_true", help="post the notice into each affected report's mailbox, once"
        )
        parser.add_argument("--by", metavar="USERNAME", help="the officer who posts")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object")

    def handle(self, *, since, until, actor, as_json, **options):
        scope = scope_of(moment(since), moment(until) if until else timezone.now(), actor)
        if options.get("notice"):
            self._notify(scope, until, options)
            return
        if options.get("post"):
            raise CommandError("--post needs --notice DISCOVERED_AT")
        if as_json:
            self.stdout.write(json.dumps(told(scope)))
            return
        for report in scope.reports:
            self.stdout.write(_line(report))
            for what, seen in sorted(report.seen.items()):
                self.stdout.write(f"    {what}: {_span(seen)}")
        self.stdout.write(_total(scope))

    def _notify(self, scope: Scope, until: str | None, options: dict) -> None:
        at, by = timezone.now(), officer_named(options["by"])
        if not until:
            raise CommandError("--notice needs --until: the period of a breach is fixed")
        if options["post"] and by is None:
            raise CommandError("--post needs --by USERNAME")
        texts = {name: options[name] for name in TEXTS}
        try:
            breach = note_breach(scope, discovered_at=moment(options["notice"]), by=by, at=at, **texts)
            posted = post(breach, by=by, at=at) if options["post"] and by else 0
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"{options['by']} may not write to reporters") from error
        self.stdout.write(letter(breach))
        self._state(breach, posted, at)

    def _state(self, breach: Breach, posted: int, at: datetime) -> None:
        left, gone = waiting(breach).count(), breach.notices.filter(unreachable=True).count()
        late = " PAST" if at > breach.due_at else ""
        self.stdout.write(f"\n{breach.reference}: due {local(breach.due_at)}{late}")
        self.stdout.write(f"{posted} notices posted now, {left} wait, {gone} reports have no mailbox any more")


def moment(text: str) -> datetime:
    """A time with its zone. Raises CommandError."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no time; write it like 2026-11-22T08:00+07:00") from error
    if at.tzinfo is None:
        raise CommandError(f"{text} has no time zone; write it like {text}+07:00, or {text}Z for UTC")
    return at


def scope_of(since: datetime, until: datetime, actor: str | None) -> Scope:
    """Raises CommandError for an account that is not there and for a period that ends before it begins."""
    if until <= since:
        raise CommandError("--until is not after --since")
    return breach_scope(since=since, until=until, actor=officer_named(actor))


def officer_named(username: str | None) -> Officer | None:
    """Raises CommandError for an account that is not there."""
    officer = Officer.objects.filter(username=username).first() if username else None
    if username and officer is None:
        raise CommandError(f"no account {username}")
    return officer


def told(scope: Scope) -> dict:
    """The scope as JSON; times in UTC."""
    return {
        "since": _utc(scope.since),
        "until": _utc(scope.until),
        "actor": scope.actor.username if scope.actor else None,
        "reports": [_report(report) for report in scope.reports],
        "elsewhere": {what: seen.count for what, seen in sorted(scope.elsewhere.items())},
        "totals": {
            "reports": len(scope.reports),
            "respondents": scope.respondents,
            "identities_opened": scope.identities,
            "looks": scope.looks,
        },
    }


def _report(report: Affected) -> dict:
    return {
        "reference": report.reference,
        "case": report.case or None,
        "respondents": report.respondents,
        "identity_opened": report.identity_opened,
        "seen": {
            what: {"count": seen.count, "first": _utc(seen.first), "last": _utc(seen.last)}
            for what, seen in sorted(report.seen.items())
        },
    }


def _line(report: Affected) -> str:
    case = f", case {report.case}" if report.case else ""
    opened = ", IDENTITY OF THE REPORTER OPENED" if report.identity_opened else ""
    return f"{report.reference}{case}: {report.respondents} reported people{opened}"


def _span(seen: Seen) -> str:
    first, last = (timezone.localtime(at).isoformat(timespec="seconds") for at in (seen.first, seen.last))
    return f"{seen.count} times, {first} to {last}" if seen.count > 1 else f"once, {first}"


def _total(scope: Scope) -> str:
    return (
        f"{len(scope.reports)} reports, {scope.respondents} reported people, {scope.identities} identities of reporters opened, "
        f"{scope.looks} looks; {sum(seen.count for seen in scope.elsewhere.values())} looks at nothing of a report"
    )


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
