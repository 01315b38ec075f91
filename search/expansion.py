"""What a query looks for besides what was typed: other names of things, and words that a mistyped one may have meant."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from search.analysis import stem, tokens
from search.models import Document, Reached, Spelling
from search.terms import Query, Term, Word
from search.thesaurus import expand

JOB = "search.words"
TOGETHER = 500  # documents that are read for their words at once
OVERLAP = 200  # of them again: a write that had begun before may end later
ALTERNATIVES = 20  # of one mistyped word
MISTYPED = 0.5  # what an alternative counts
SHORT = 5  # letters of a word in which one letter may be wrong; two in a longer one
LONGEST = 32


def expanded(query: Query, *, synonyms: bool = True) -> Query:
    """The query with its alternatives; `also` names those of the thesaurus, which are the same for everybody."""
    query = expand(query, on=synonyms)
    if not query.fuzzy:
        return query
    found = {surface: alternatives(surface) for surface in query.fuzzy}
    return replace(query, wanted=tuple(_with(group, found) for group in query.wanted))


def _with(group: tuple[Term, ...], found: dict[str, list[str]]) -> tuple[Term, ...]:
    known = {term.surface for term in group if isinstance(term, Word)}
    new = [other for word in known & set(found) for other in found[word] if other not in known]
    return group + tuple(Word(other, stem(other), MISTYPED) for other in new)


def alternatives(surface: str) -> list[str]:
    """Words of this site that are one or two letters away, the nearest first.

    They come from every text, also from what the asker may not see: never show one that no hit of theirs has.
    """
    most = 1 if len(surface) <= SHORT else 2
    near = Q(head=surface[:2]) | Q(tail=surface[-2:])
    lengths = range(len(surface) - most, len(surface) + most + 1)
    rows = Spelling.objects.filter(near, length__in=list(lengths)).exclude(surface=surface)
    found = [(distance(surface, word, most), word) for word in rows.values_list("surface", flat=True)]
    return [word for far, word in sorted(found) if far <= most][:ALTERNATIVES]


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour; anything above `most` is as good as `most` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, candidate in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != candidate))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == candidate:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def seen_in(query: Query, texts: Iterable[str]) -> tuple[str, ...]:
    """Of the alternatives to mistyped words those that stand in these texts: what the reader may be told of."""
    added = {term.surface for term in query.terms if isinstance(term, Word) and term.weight == MISTYPED}
    if not query.fuzzy or not added:
        return ()
    shown = {token.surface for text in texts for token in tokens(text)}
    return tuple(sorted(added & shown))


def learn(_key: str = "") -> None:
    """The routine that collects how words are written, from the documents that are new."""
    reached, _made = Reached.objects.get_or_create(name="words")
    if not Document.objects.filter(pk__gt=reached.number).exists():
        return
    rows = Document.objects.filter(pk__gt=reached.number - OVERLAP).order_by("pk")[:TOGETHER]
    last, words = reached.number, set[str]()
    for document in rows.only("pk", "title", "body"):
        last = max(last, document.pk)
        words |= {token.surface for text in (document.title, document.body) for token in tokens(text)}
    known = {word for word in words if word.isalpha() and 2 < len(word) <= LONGEST}
    Spelling.objects.bulk_create(
        [Spelling(surface=word, head=word[:2], tail=word[-2:], length=len(word)) for word in sorted(known)],
        ignore_conflicts=True,
        batch_size=200,
    )
    reached.number = last
    reached.save()
