"""What pages about evidence show."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from evidence.models import Evidence, Page
from evidence.sought import shown
from workflow.verbs import kinds

WINDOW = 50  # pages of text on one screen


@dataclass(frozen=True)
class Window:
    """Some pages of a file's text; `before` and `after` are the first pages of the neighbouring windows, or None."""

    pages: list[Page]
    total: int
    before: int | None
    after: int | None


def visible(pk, user) -> Evidence:
    """The file, for who may see it. Raises Http404, the same for hidden and for unknown."""
    rows = Evidence.objects.visible_to(user).select_related("access", "added_by")
    evidence = rows.filter(pk=pk).first()
    if evidence is None:
        raise Http404(str(pk))
    return evidence


def reads(user) -> bool:
    """Is this one of the authority's own people who work with evidence? Agencies and partners are not."""
    return user.may("evidence.view") or user.may("case.view_plenary")


def shown_pages(pages: list[Page], query: str = "") -> list[dict]:
    """Each page with its chat, when it is one, as {sender, at, text, mine}; `percent` is how sure recognition was.

    What `query` finds is marked in `text`.
    """
    return [
        {
            "page": page,
            "text": shown(page.text, query),
            "chat": _chat(page, query),
            "percent": _percent(page.confidence),
        }
        for page in pages
    ]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def _chat(page: Page, query: str) -> list[dict]:
    said = page.messages or []
    first = said[0].get("sender") if said else None
    return [
        {
            "sender": message.get("sender") or "",
            "at": (message.get("at") or "").replace("T", " "),
            "text": shown(page.text[message["start"] : message["end"]], query),
            "mine": message.get("sender") == first,
        }
        for message in said
    ]


def window(evidence: Evidence, *, around: int) -> Window:
    """The window of text that page number `around` lies in."""
    first = max(around - 1, 0) // WINDOW * WINDOW + 1
    text = Page.objects.filter(evidence=evidence)
    last = text.order_by("-number").values_list("number", flat=True).first() or 0
    shown = text.filter(number__gte=first, number__lt=first + WINDOW).defer("words").order_by("number")
    after = first + WINDOW if first + WINDOW <= last else None
    return Window(list(shown), last, first - WINDOW if first > 1 else None, after)


def page_address(pk, number: int) -> str:
    """Where the text of one page is shown: what search hits link to."""
    return f"{reverse('evidence:evidence', args=[pk])}?hal={number}#hal-{number}"


def subject_of(evidence: Evidence, user) -> tuple[object, str] | None:
    """What the file belongs to, and that kind's slug, if this user may see it."""
    for kind in kinds():
        subject = kind.model.objects.visible_to(user).filter(access=evidence.access_id).first()
        if subject is not None:
            return subject, kind.slug
    return None
