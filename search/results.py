"""A result as the page shows it: hits under their case or report, and the ways to narrow it as links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from evidence.models import Page
from investigations.models import Case, Conclusion
from search.highlighting import boxes
from search.parsing import Query
from search.queries import Facet, Hit, SearchResult

TITLE = 120  # characters
PICTURES = 4  # of hits on one page: each is a picture to load
PICTURED = 6  # hits that are looked at for one: where words stand is not known of every page
CHOICES = 6  # of one way to narrow at once
SHOWN = 3  # hits of one case at once
NARROWED = {
    "kind": "jenis", "stage": "tahap", "territory": "wilayah", "agency": "instansi", "violation": "pelanggaran",
    "file_type": "format", "month": "bulan",
}  # fmt: skip
HEADINGS = {
    "kind": _("Jenis"), "stage": _("Tahap"), "territory": _("Wilayah"), "agency": _("Instansi"),
    "violation": _("Pelanggaran"), "file_type": _("Format berkas"), "month": _("Bulan kejadian"),
}  # fmt: skip
VERDICTS = {
    "acquitted": Count("respondents", filter=Q(respondents__outcome=Conclusion.NOT_PROVEN)),
    "convicted": Count("respondents", filter=Q(respondents__outcome=Conclusion.PROVEN)),
}
ROOMS = {"KAS": "perkara", "LAP": "laporan", "REK": "rekomendasi"}


@dataclass
class Group:
    """The hits of one case, or of one report that is in none; `title` is empty when the reader may not open it."""

    reference: str
    url: str
    title: str = ""
    place: str = ""
    people: int | None = None
    cleared: bool = False  # the plenary proved nothing against anybody
    hits: list[Hit] = field(default_factory=list)

    @property
    def first(self) -> list[Hit]:
        return self.hits[:SHOWN]

    @property
    def others(self) -> list[Hit]:
        """What a reader unfolds: one case with many hits does not push the next out of sight."""
        return self.hits[SHOWN:]

    @property
    def of_case(self) -> bool:
        return self.reference.startswith("KAS")


@dataclass(frozen=True)
class Choice:
    """One way to narrow, or to take it back."""

    facet: Facet
    url: str
    chosen: bool


@dataclass(frozen=True)
class Picture:
    """The part of a page's picture that is shown, and the boxes in it (left, top, width, height), all in its pixels."""

    width: int
    height: int
    left: int
    top: int
    wide: int
    strip: int
    boxes: Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True)
class Narrowing:
    heading: str
    choices: Sequence[Choice]

    @property
    def first(self) -> Sequence[Choice]:
        return self.choices[:CHOICES]

    @property
    def others(self) -> Sequence[Choice]:
        return self.choices[CHOICES:]


def grouped(result: SearchResult, user, words: str = "") -> list[Group]:
    """Hits under what they belong to, in the order of the best of each; two queries. Links to pages carry the words."""
    groups: dict[str, Group] = {}
    pictures = _pictured(result.hits, result.query)
    for found in result.hits:
        url = with_words(found.url, words) if found.evidence_id else found.url
        hit = replace(found, url=url, picture=pictures.get(found.key))
        group = groups.setdefault(hit.reference, Group(hit.reference, address_of(hit.reference)))
        group.hits.append(hit)
    _describe(groups, user)
    return list(groups.values())


def address_of(reference: str) -> str:
    """The desk's page of what a reference names."""
    return f"/petugas/{ROOMS.get(reference[:3], 'perkara')}/{reference}/"


def with_words(url: str, words: str) -> str:
    """The address with `q` in it, so that the page can show where the words stand."""
    path, mark, place = url.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode({'q': words})}{mark}{place}" if words else url


def _pictured(hits: Iterable[Hit], query: Query) -> dict[str, Picture]:
    """Of the first hits with a picture of their page the part where the words stand, by the key of the hit; one query."""
    pages = {hit.key: hit.read for hit in hits if hit.read and hit.read.picture and hit.read.width and hit.read.height}
    first = dict(list(pages.items())[:PICTURED])
    read = Page.objects.in_bulk([page.pk for page in first.values()]) if first else {}
    found: dict[str, Picture] = {}
    for key, page in first.items():
        words, text = (read[page.pk].words, read[page.pk].text) if page.pk in read else (None, "")
        if len(found) < PICTURES and words and (marks := boxes(words, text, query)):
            found[key] = _picture(page.width or 0, page.height or 0, marks)
    return found


def _picture(width: int, height: int, marks: list[list[float]]) -> Picture:
    """A strip around the first box, large enough to be read on a phone."""
    wide, strip = width * 3 // 5, min(height, width // 6)
    left = max(0, min(width - wide, round(marks[0][0] * width) - wide // 4))
    top = max(0, min(height - strip, round(marks[0][1] * height) - strip // 3))
    placed = [
        (round(left * width), round(above * height), round((right - left) * width), round((below - above) * height))
        for left, above, right, below in marks
    ]
    inside = [box for box in placed if top <= box[1] < top + strip]
    return Picture(width, height, left, top, wide, strip, inside)


def _describe(groups: dict[str, Group], user) -> None:
    """Title, place and number of people, of what the reader may open."""
    cases = Case.objects.visible_to(user).filter(reference__in=groups).select_related("territory")
    for case in cases.annotate(number=Count("respondents"), **VERDICTS):
        _set(groups[case.reference], case.title, case)
        groups[case.reference].cleared = case.acquitted > 0 and not case.convicted
    complaints = Complaint.objects.visible_to(user).filter(reference__in=groups).select_related("territory")
    for complaint in complaints.annotate(number=Count("people")):
        _set(groups[complaint.reference], first_sentence(complaint.narrative), complaint)


def _set(group: Group, title: str, subject) -> None:
    group.title, group.people = title, subject.number
    group.place = subject.territory.name if subject.territory else ""


def cleared(references: Iterable[str], user) -> set[str]:
    """Of these references those of cases that the reader may open and in which the plenary proved nothing; one query."""
    cases = Case.objects.visible_to(user).filter(reference__in=set(references)).annotate(**VERDICTS)
    return set(cases.filter(acquitted__gt=0, convicted=0).values_list("reference", flat=True))


def first_sentence(text: str) -> str:
    """The first sentence, cut at a word when it is long."""
    sentence = " ".join(text.split()).split(". ")[0]
    return sentence if len(sentence) <= TITLE else sentence[: TITLE - 1].rsplit(" ", 1)[0] + "…"


def narrowings(facets: dict[str, list[Facet]], asked: dict[str, str]) -> list[Narrowing]:
    """For every facet its values as links that keep the rest of what was asked."""
    return [
        Narrowing(str(HEADINGS[name]), [_choice(NARROWED[name], facet, asked) for facet in values])
        for name, values in facets.items()
        if values
    ]


def _choice(name: str, facet: Facet, asked: dict[str, str]) -> Choice:
    chosen = asked.get(name) == facet.value
    return Choice(facet, link(asked, **{name: "" if chosen else facet.value}), chosen)


def link(asked: dict[str, str], **changed: str) -> str:
    """The address of this search with something changed; from its first page."""
    kept = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"?{urlencode(kept)}"
