"""Who is told what, as a document: `manage.py write_docs` puts it into docs/notifications.md."""

from notifications.hooks import JOB
from notifications.presenting import TEXTS
from notifications.routing import BKD, ROUTES

INTRODUCTION = f"""# Who is told what

One row per event. Whoever acted is not told of their own act; everybody is told only of what they may open, within
their authority and regions; an agency hears of recommendations issued to it, a province nothing of its regencies.
What a reporter said, and who they are, is in no notification, on no way: a sentence holds a number, a mail or a
request to an agency's system (`{JOB}`) the sentence and a link.

Ways: every row stands in the list behind the bell and goes over the socket. Officers choose mail (at once, daily,
weekly) per event. "Outside" says what also goes by mail to the agency's contacts and, signed, to its own system.
"""


def notifications_table() -> str:
    """The whole document."""
    rows = [_row(verb) for verb in sorted(ROUTES)]
    silent = [f"`{verb}`" for verb in sorted(ROUTES) if not ROUTES[verb]]
    told = "\n".join(row for row in rows if row)
    head = "| event | who | sentence | outside |\n| --- | --- | --- | --- |"
    return f"{INTRODUCTION}\n{head}\n{told}\n\n## Told to nobody\n\n{', '.join(silent)}\n"


def _row(verb: str) -> str:
    audiences = ROUTES[verb]
    if not audiences:
        return ""
    who = "; ".join(audience.name for audience in audiences)
    outside = "the agency's contacts and system" if BKD in audiences and verb != "notice.bounce" else ""
    return f"| `{verb}` | {who} | {TEXTS[verb] % {'reference': '…'}} | {outside} |"
