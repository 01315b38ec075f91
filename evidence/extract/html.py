"""What a reader of a saved web page sees: no scripts, no styles, the words of pictures' descriptions."""

from html.parser import HTMLParser

from evidence.extract.leaves import Task, at_hand
from evidence.extract.parcel import Source, content
from evidence.extract.pieces import MOST_TEXT, pieces
from evidence.extract.text import decoded

NAME = "html"
SILENT = frozenset({"script", "style", "template", "svg"})
LARGEST = 4 * MOST_TEXT  # characters of markup that are looked at
_BLOCKS = """
address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr
li main nav ol option p pre section table tbody td tfoot th thead title tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())


class Reader(HTMLParser):
    """Gathers lines; a block begins a new one."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent.append(tag)
        if tag in BLOCKS:
            self.end_line()
        if tag == "img" and not self.silent:
            self.line.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_startendtag(self, tag, attrs):
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        if tag in BLOCKS:
            self.end_line()

    def handle_data(self, data):
        if not self.silent:
            self.line.append(data)

    def end_line(self) -> None:
        text = " ".join("".join(self.line).split())
        self.line = []
        if text:
            self.lines.append(text)


def tasks(source: Source) -> list[Task]:
    """Pieces of the visible text."""
    return at_hand(pieces(lines(decoded(content(source)))), extractor=NAME)


def lines(markup: str) -> list[str]:
    """The visible text, a block to a line."""
    reader = Reader()
    reader.feed(markup[:LARGEST])
    reader.close()
    reader.end_line()
    return reader.lines
