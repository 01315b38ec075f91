"""Every text of the sources that is shown, and the English catalogue, both as {(context, text): …}; needs no gettext tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.architecture.sources import ROOT, files, modules

FOLDER = ROOT / "deploy" / "locale" / "en" / "LC_MESSAGES"
# how many arguments before the text are a context, and whether a plural follows
CALLS = {"_": (0, 1), "gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALLED = re.compile(rf"(?<!\w)(_|gettext|ngettext|pgettext|npgettext)\(((?:{STRING}(?:, )?)+)", re.DOTALL)
Key = tuple[str, str]


def shown() -> dict[Key, str]:
    """Every marked text of the Python files and templates, with the plural's text ("" without one)."""
    found: dict[Key, str] = {}
    for path in [*modules(), *(path for path in files() if path.suffix in (".html", ".txt"))]:
        calls = _of_module(path) if path.suffix == ".py" else _of_template(path)
        for name, texts in calls:
            context, forms = CALLS[name]
            if len(texts) >= context + forms:
                found[texts[0] if context else "", texts[context]] = texts[context + 1] if forms == 2 else ""
    return found


def _of_module(path: Path) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            name = re.sub("_(lazy|noop)$", "", called)
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in CALLS:
                yield name, texts


def _of_template(path: Path) -> Iterator[tuple[str, list[str]]]:
    for name, literals in CALLED.findall(templatize(path.read_text())):
        yield name, [ast.literal_eval(literal) for literal in re.findall(STRING, literals)]


def catalogue() -> dict[Key, list[str]]:
    """The English of every entry in django.po: one text, or singular and plural."""
    entries = (_entry(block) for block in (FOLDER / "django.po").read_text().split("\n\n"))
    return {(e.get("msgctxt", ""), e["msgid"]): _english(e) for e in entries if e.get("msgid")}


def _entry(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    field = ""
    for line in block.splitlines():
        start = re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line)
        if start:
            field, line = start.groups()
        if line.startswith('"'):
            fields[field] = fields.get(field, "") + ast.literal_eval(line)
    return fields


def _english(entry: dict[str, str]) -> list[str]:
    return [text for field, text in entry.items() if field.startswith("msgstr")]
