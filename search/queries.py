"""The search: a user, a text and filters become hits, totals and facets of what that user may see, and nothing else."""

import base64
import binascii
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies.models import Agency, Territory
from complaints.models import Complaint
from evidence.models import Evidence, Page
from investigations.models import Case
from law.models import Violation
from search import permissions
from search.analysis import VERSION
from search.backends import backend
from search.backends.base import FACETS, Filters, Found
from search.backends.embedded import words_of_site
from search.coverage import Coverage, coverage
from search.expansion import expanded, seen_in
from search.highlighting import fragments, marked, remember
from search.models import Document
from search.parsing import Note, Query, parse

PAGE = 20
MOST_VALUES = 40  # of a facet
OWN_TITLE = (Document.Kind.CASE, Document.Kind.FINDING)


@dataclass(frozen=True)
class Hit:
    """One place found: what it is, where it is, and why. `highlights` and `heading` are HTML, safe to show."""

    reference: str
    subject: str
    kind: str
    evidence_id: str | None
    page: int | None
    title: str
    url: str
    highlights: Sequence[str]
    score: float
    heading: str = ""
    evidence: Evidence | None = None
    key: str = ""
    print: str = ""
    read: Page | None = None
    picture: object = None

    @property
    def certainty(self) -> int | None:
        """How sure the recognition of the page was, in per cent; None when it was read and not recognised."""
        return round(self.read.confidence * 100) if self.read and self.read.confidence is not None else None

    @property
    def kind_label(self) -> str:
        return str(Document.Kind(self.kind).label)


@dataclass(frozen=True)
class Facet:
    """A value by which the result can be narrowed, and how many permitted hits it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class SearchResult:
    """`next` is the cursor of the page after this one, None at the end. `also`: what was looked for besides the words
    typed, as far as the reader may know of it. `fallback`: the search service is away, the index in the database answered.
    `at_least`: there are more than `total`, which with the facets tells of the newest.
    """

    query: Query
    total: int
    hits: Sequence[Hit]
    facets: dict[str, list[Facet]]
    next: str | None
    coverage: Coverage
    also: Sequence[str] = ()
    fallback: bool = False
    at_least: bool = False


def search(
    user,
    text: str,
    *,
    filters: Filters | None = None,
    cursor: str = "",
    newest: bool = False,
    size: int = PAGE,
    synonyms: bool = True,
) -> SearchResult:
    """What this user finds. Without words the newest first.

    Raises PermissionDenied for who may not search, ValidationError for a cursor that is none.
    """
    permissions.require(user)
    query, filters = permitted_query(user, expanded(parse(text), synonyms=synonyms), filters or Filters())
    newest = newest or not query.wanted
    place = read_cursor(cursor, newest=newest) if cursor else None
    found = backend().search(query, user, filters, place=place, newest=newest, size=size)
    documents = permissions.still_visible(user, [hit.document for hit in found.hits])
    lost = len(found.hits) - len(documents)
    return SearchResult(
        query=query,
        total=found.total - lost,
        hits=_hits(user, query, documents, {hit.document.pk: hit.score for hit in found.hits}),
        facets=_facets(_permitted_facets(user, found.facets), filters),
        next=_cursor(found, newest) if found.more else None,
        coverage=coverage(user),
        also=(*query.also, *seen_in(query, (f"{d.title} {d.body}" for d in documents))),
        fallback=found.fallback,
        at_least=found.at_least,
    )


def permitted_query(user, query: Query, filters: Filters) -> tuple[Query, Filters]:
    """Without what this user must not ask: whom a case is about, when they see its files and not the case."""
    if permissions.knows_owners(user):
        return query, filters
    fields = tuple(token for token in query.fields if token.startswith("file:"))
    withheld = fields != query.fields or filters.agency or filters.violation
    notes = (*query.notes, Note("withheld")) if withheld else query.notes
    return replace(query, fields=fields, notes=notes), replace(filters, agency="", violation="")


def _permitted_facets(user, counted: dict[str, Counter]) -> dict[str, Counter]:
    return counted if permissions.knows_owners(user) else {**counted, "agency": Counter(), "violation": Counter()}


# Hits -------------------------------------------------------------------------------------------------------------------
def _hits(user, query: Query, documents: list[Document], scores: dict[int, float]) -> list[Hit]:
    mine = permissions.cases_seen(user, {d.reference for d in documents if d.reference != d.subject})
    pages = _pages(documents)
    remember(words_of_site().stems([d.pk for d in documents if d.analysis == VERSION]))
    return [_hit(d, query, scores[d.pk], mine, pages.get((d.evidence_id, d.page))) for d in documents]


def _pages(documents: list[Document]) -> dict[tuple, Page]:
    """How each page of a file was read; one query, without the texts and the places of words."""
    wanted = {(document.evidence_id, document.page) for document in documents if document.evidence_id and document.page}
    if not wanted:
        return {}
    # as a list of pairs: a condition of each takes longer to write than to ask, files and numbers apart bring all pairs
    file = Page._meta.get_field("evidence")
    given = [value for key, number in wanted for value in (file.get_db_prep_value(key, connection), number)]
    where = f"(evidence_id, number) IN (VALUES {', '.join(['(%s, %s)'] * len(wanted))})"
    pages = Page.objects.extra(where=[where], params=given).defer("messages", "text", "words")  # noqa: S610
    return {(page.evidence_id, page.number): page for page in pages}


def _hit(document: Document, query: Query, score: float, cases: set[str], page: Page | None) -> Hit:
    """A case that the user may not open is not named by the complaint that led to it."""
    title, is_case = title_of(document), document.kind == Document.Kind.CASE
    return Hit(
        reference=document.reference if document.reference in cases else document.subject,
        subject=document.subject,
        kind=document.kind,
        evidence_id=str(document.evidence_id) if document.evidence_id else None,
        page=document.page,
        title=title,
        url=document.url,
        highlights=fragments(f"{title}\n{document.body}" if is_case else document.body, query),
        score=round(score, 4),
        heading=_("Judul dan alasan") if is_case else marked(title, query),
        evidence=document.evidence,
        key=document.key,
        print=hashlib.sha256(document.body.encode(errors="surrogatepass")).hexdigest(),
        read=page,
    )


def title_of(document: Document) -> str:
    """Titles that people gave stay as they are; ours are in the reader's language."""
    given = document.evidence_id or document.kind in OWN_TITLE
    return document.title if given else capfirst(_(document.title))


# Facets -----------------------------------------------------------------------------------------------------------------
def _facets(counted: dict[str, Counter], filters: Filters) -> dict[str, list[Facet]]:
    """For each way of narrowing: what it would leave, were it not narrowed by itself already."""
    counts = {**counted, "territory": _levels(counted["territory"], filters.territory)}
    return {name: _listed(name, counts[name]) for name in FACETS}


def _levels(codes: Counter, chosen: str) -> Counter:
    """By province; inside the chosen one by regency too."""
    levels: Counter = Counter()
    for code, number in codes.items():
        province = code.partition(".")[0]
        inside = chosen and province == chosen.partition(".")[0]
        levels.update(dict.fromkeys({province, code if inside else province}, number))
    return levels


def _labels(name: str, codes: Iterable[str]) -> dict[str, str]:
    known: dict[str, dict] = {"kind": dict(Document.Kind.choices), "stage": STAGES}
    if name == "month":
        return {code: month_name(code) for code in codes}
    return known[name] if name in known else _names(name, list(codes))


def _names(name: str, codes: list[str]) -> dict[str, str]:
    models: dict[str, type[Model]] = {"territory": Territory, "agency": Agency, "violation": Violation}
    if name not in models or not codes:
        return {}
    rows = models[name]._default_manager.filter(pk__in=codes)
    return {row.pk: str(row) for row in rows} if name == "violation" else dict(rows.values_list("pk", "name"))


def month_name(code: str) -> str:
    """2024-11 as "November 2024", in the reader's language."""
    try:
        return date_format(date.fromisoformat(f"{code}-01"), "F Y")
    except ValueError:
        return code


def _listed(name: str, counts: Counter) -> list[Facet]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    labels = _labels(name, [value for value, _number in ordered])
    return [Facet(value, str(labels.get(value, value)), number) for value, number in ordered]


STAGES = {**dict(Complaint.Stage.choices), **dict(Case.Stage.choices)}


# Pages ------------------------------------------------------------------------------------------------------------------
def _cursor(found: Found, newest: bool) -> str:
    last = found.hits[-1].place
    return base64.urlsafe_b64encode(json.dumps([int(newest), *last]).encode()).decode()


def read_cursor(cursor: str, *, newest: bool) -> tuple:
    """Where a page begins: (score, id), or (day, id). Raises ValidationError for anything else."""
    try:
        order, first, last = json.loads(base64.urlsafe_b64decode(cursor[:200]))
        place = (date.fromisoformat(first).isoformat() if newest else float(first), int(last))
        if order == int(newest) and 0 <= place[1] < 2**63:
            return place
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        pass
    raise ValidationError({"cursor": _("Penanda halaman ini tidak dikenal.")})
