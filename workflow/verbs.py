"""The register of kinds and verbs: later rooms enter theirs at start-up, so that nothing here imports upward."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django_fsm import can_proceed

from workflow.access import reaches


class NoDetails(forms.Form):
    """The form of a verb that needs nothing but the press of a button."""

    def __init__(self, *args, subject=None, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject, self.by = subject, by


@dataclass(frozen=True)
class Verb:
    """One thing that can be done to a subject: `act(subject, by=, **form.cleaned_data)` may answer a dict of extras.

    `form` takes (data, subject=, by=) and validates the details for page and API alike.
    """

    name: str
    act: Callable
    label: str | Promise
    form: Any = NoDetails  # a Form class that also takes subject= and by=
    hint: str | Promise = ""
    main: bool = False


@dataclass
class Kind:
    """A kind of subject: complaint, case, recommendation; `present(subject, by)` is its JSON, `model.objects.visible_to`."""

    name: str
    plural: str
    model: Any
    present: Callable
    slug: str
    by_code: Callable | None = None
    verbs: dict[str, Verb] = field(default_factory=dict)
    guards: dict[str, list[Callable]] = field(default_factory=dict)

    def enter(self, verb: Verb) -> None:
        """Add a verb, or replace the one of the same name by a later room's."""
        self.verbs[verb.name] = verb


_kinds: dict[str, Kind] = {}
_guards: dict[str, list[Callable]] = {}


def enter_kind(kind: Kind) -> Kind:
    """Register a kind; calling it again with the same name keeps the verbs that were entered."""
    return _kinds.setdefault(kind.name, kind)


def kind_of(name: str) -> Kind:
    """The kind by its name ("case"). Raises KeyError."""
    return _kinds[name]


def kinds() -> list[Kind]:
    return list(_kinds.values())


def guard(verb: str, condition: Callable) -> None:
    """A later room's fact that must hold before "kind.verb" of an earlier one, such as all recommendations ended."""
    _guards.setdefault(verb, []).append(condition)


def guards_hold(verb: str) -> Callable:
    """A django-fsm condition: every guard that later rooms entered for this verb says yes."""

    def hold(subject) -> bool:
        return all(condition(subject) for condition in _guards.get(verb, []))

    hold.__name__ = "what_later_rooms_ask"
    return hold


def available(subject, by, *, seen: bool = False) -> list[Verb]:
    """What this actor can do to this subject now: right, reach, stage and facts allow it.

    `seen` says that the subject came out of `visible_to(by)`, which spares the query for the reach.
    """
    verbs = [v for v in _kinds[subject.KIND].verbs.values() if by.may(right_of(subject, v.name))]
    if not verbs or not (seen or reaches(by, subject.access)):
        return []
    return [v for v in verbs if can_proceed(getattr(subject, v.name)) and not _kept_from(subject, v.name, by)]


def right_of(subject, verb: str) -> str:
    """The right that guards a verb, as `holds(right)` on its transition names it."""
    return _guard_of(subject, verb).right


def _kept_from(subject, verb: str, by) -> bool:
    """Does the verb's guard keep this one person out, such as who wrote it from countersigning? Asked of the row alone."""
    unless = getattr(_guard_of(subject, verb), "unless", None)
    return unless is not None and unless(subject, by)


def _guard_of(subject, verb: str) -> Any:
    return next(iter(getattr(type(subject), verb)._django_fsm.transitions.values())).permission
