"""Saved searches: kept by their owner, looked at again by a routine, told of through an event when something new matches."""

import logging
import time
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from search import permissions, queries
from search.backends.embedded import Embedded
from search.expansion import expanded
from search.forms import SearchForm
from search.models import Document, SavedSearch
from search.parsing import parse
from workflow.actors import SYSTEM
from workflow.ledger import record, unit_of_work

JOB = "search.saved"
MOST = 50  # of one owner
LONGEST_RUN = 20  # seconds
SHOWN = 20
logger = logging.getLogger("netral.search")


def save(asked: dict, *, by, name: str, at: datetime) -> SavedSearch:
    """Keep a search; one of the same name is replaced. What is there now is known, nothing of it is news."""
    last = _last()
    facts = {
        "asked": asked,
        "seen": last,
        "ceiling": last,
        "tells": True,
        "broken": "",
        "told_at": None,
        "created_at": at,
    }
    saved, _new = SavedSearch.objects.update_or_create(by=by, name=name, defaults=facts)
    return saved


def full(user) -> bool:
    return SavedSearch.objects.visible_to(user).count() >= MOST


def look(_key: str = "") -> None:
    """The routine: every search that tells is asked again of the documents that are new; the longest unasked first."""
    begun = time.monotonic()
    for saved in (
        SavedSearch.objects.filter(tells=True, by__is_active=True).select_related("by").order_by("ceiling", "pk")
    ):
        if time.monotonic() - begun > LONGEST_RUN:
            return
        ask_again(saved, at=timezone.now())


def ask_again(saved: SavedSearch, *, at: datetime) -> None:
    """Look at what is new. A search that cannot be run any more is told of once, and kept."""
    try:
        broken = fault(saved)
        news = [] if broken else matches(saved, saved.seen, saved.ceiling)
    except Exception:
        logger.exception("saved search %s", saved.pk)
        broken, news = SavedSearch.Broken.ERROR, []
    with unit_of_work():
        _tell(saved, broken, bool(news), at)
        if not broken:
            saved.seen, saved.ceiling = saved.ceiling, _last()
        saved.broken = broken
        saved.save()


def _tell(saved: SavedSearch, broken: str, news: bool, at: datetime) -> None:
    if broken and broken != saved.broken:
        record("search.broken", saved, by=SYSTEM, at=at, to=saved.by.username, why=broken)
    elif news:
        record("search.match", saved, by=SYSTEM, at=at, to=saved.by.username)
        saved.told_at = at


def fault(saved: SavedSearch) -> str:
    """Why it cannot be run as it was saved; empty when it can."""
    if not permissions.may_search(saved.by):
        return SavedSearch.Broken.RIGHT
    form = SearchForm(saved.asked)
    form.is_valid()
    understood = {name: str(value) for name, value in form.cleaned_data.items() if value}
    return "" if understood == {name: str(value) for name, value in saved.asked.items()} else SavedSearch.Broken.FILTER


def matches(saved: SavedSearch, after: int, up_to: int) -> list[Document]:
    """The documents among these ids that match and that the owner may see at this moment; the first few."""
    if after >= up_to:
        return []
    form = SearchForm(saved.asked)
    form.is_valid()
    query = expanded(parse(form.cleaned_data.get("q", "")), synonyms=not form.cleaned_data.get("tanpa_sinonim"))
    query, filters = queries.permitted_query(saved.by, query, form.filters(rows=(after, up_to)))
    found = Embedded().search(query, saved.by, filters, place=None, newest=True, size=SHOWN)
    return permissions.still_visible(saved.by, [hit.document for hit in found.hits])


def _last() -> int:
    return Document.objects.aggregate(last=Max("pk"))["last"] or 0


def switch(saved: SavedSearch, *, tells: bool) -> None:
    """Notices on or off; what is there when they are switched on is no news."""
    if tells and not saved.tells:
        saved.seen = saved.ceiling = _last()
    saved.tells = tells
    saved.save()
