"""The voice of the person reported: who is invited when an examination begins, and that nothing is proven before.

The room of hearings keeps the invitations and enters itself here at start-up.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_inviting: list[Callable] = []
_heard: list[Callable] = []


def invites(function: Callable) -> None:
    """Register function(case, by=, at=): called in the unit of work in which a case goes to clarification or examination."""
    if function not in _inviting:
        _inviting.append(function)


def must_be_invited(condition: Callable) -> None:
    """Register condition(respondent) → was this person given the chance to speak?"""
    if condition not in _heard:
        _heard.append(condition)


def invite_all(case, *, by, at: datetime) -> None:
    """Whoever was not invited yet is."""
    for function in _inviting:
        function(case, by=by, at=at)


def check_provable(respondent) -> None:
    """Raises ValidationError for somebody whom nobody invited."""
    if not all(condition(respondent) for condition in _heard):
        raise ValidationError(
            _("Undang dulu %(name)s. Tanpa undangan, tidak ada yang bisa dinyatakan terbukti.") % {"name": respondent}
        )
