"""Who is called in a note: @name of a colleague who sees the case."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.models import Officer
from tasks.people import colleagues

NAME = re.compile(r"(?:^|(?<=[\s(,;:]))@([\w.+-]+)", re.ASCII)  # an address like a@b.id calls nobody


def mentioned(text: str, subject) -> list[Officer]:
    """The officers called, in the order of their names; for everybody else the same refusal, whether they exist or not.

    Raises ValidationError.
    """
    names = {name.rstrip(".-+") for name in NAME.findall(text)} - {""}
    if not names:
        return []
    found = {officer.username: officer for officer in colleagues(subject).filter(username__in=names)}
    if missing := sorted(names - set(found)):
        facts = {"names": ", ".join(f"@{name}" for name in missing), "offered": _offered(subject)}
        text = _("%(names)s tidak dikenal atau tidak melihat perkara ini. Yang bisa dipanggil: %(offered)s.") % facts
        raise ValidationError({"text": text})
    return [found[name] for name in sorted(found)]


def _offered(subject) -> str:
    return ", ".join(f"@{name}" for name in colleagues(subject).values_list("username", flat=True)[:12])
