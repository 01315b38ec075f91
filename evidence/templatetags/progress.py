"""How far the worker is with a file, and which of its pages it could not read."""

from dataclasses import dataclass

from django import template

from evidence.models import Evidence, Page, Step
from evidence.reading import PAGE_REASONS

register = template.Library()
ENDED = (Step.State.DONE, Step.State.SKIPPED)
MOST_NAMED = 10  # unread pages that are named
STAGES = (Evidence.Stage.QUARANTINED, Evidence.Stage.CLEAN)


@dataclass(frozen=True)
class Progress:
    """`steps` that run, wait or failed; `going`: it is worth to look again; `unread` of `total` pages, some of them named."""

    steps: list[Step]
    going: bool
    unread: int
    total: int
    named: list[Page]


@register.simple_tag
def progress(evidence: Evidence) -> Progress:
    """What is told above the file."""
    steps = list(evidence.steps.order_by("pk"))
    rows = [step for step in steps if step.state not in ENDED]
    going = evidence.stage in STAGES or any(step.state == Step.State.RUNNING for step in rows)
    unread = evidence.pages.exclude(reason__in=("", PAGE_REASONS["half"]))
    named = list(unread.order_by("number").only("number", "label", "reason", "evidence_id")[: MOST_NAMED + 1])
    count = len(named) if len(named) <= MOST_NAMED else unread.count()
    total = next((step.total for step in steps if step.name == Step.Name.READ), 0)
    return Progress(rows, going, count, total, named[:MOST_NAMED])
