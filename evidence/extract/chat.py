"""Chats as WhatsApp exports them, from Android and from iPhone, in Indonesian and in English: messages with sender and time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from evidence.extract.leaves import Leaf
from evidence.extract.pieces import PIECE, clean

NAME = "whatsapp 1"
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # directions, which telephones sprinkle in
BLANKS = re.compile("[\u00a0\u202f\u2009]")
DAY = r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})"
HOUR = r"(?P<h>\d{1,2})[.:](?P<m>\d{2})(?:[.:](?P<s>\d{2}))?\s?(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
MOMENT = rf"{DAY},?\s(?:pukul\s)?{HOUR}"
HEAD = re.compile(rf"(?:\[{MOMENT}\]\s|{MOMENT.replace('?P<', '?P<x')}\s-\s)(?P<rest>.*)", re.S)
SENDER = re.compile(r"(?P<sender>[^:\n]{1,80}):(?:\s|$)(?P<said>.*)", re.S)
FIRST_LINES = 20
Day = tuple[str, str, str]


@dataclass
class Message:
    """As it was written: `head` with day, hour and sender, `said` on one or more lines; no sender: told by WhatsApp."""

    day: Day
    hour: str
    head: str
    sender: str
    said: str


def is_chat(text: str) -> bool:
    """Does it begin with a message, and is every third of its first lines one?"""
    lines = [line for line in _clean_lines(text[:20_000]) if line][:FIRST_LINES]
    heads = [line for line in lines if HEAD.match(line)]
    return bool(heads) and heads[0] == lines[0] and len(heads) >= max(2, len(lines) / 3)


def leaves(text: str) -> Iterator[Leaf]:
    """Pages of about 3,500 characters, broken between messages, with the place of what was said."""
    messages = list(parsed(text))
    order = _order(messages)
    for page in _pages(messages):
        yield _leaf(page, order)


def parsed(text: str) -> Iterator[Message]:
    """Messages in their order; lines without a head go on with the message before."""
    held: Message | None = None
    for line in _clean_lines(text):
        found = _message(line)
        if found is None and held is not None and len(held.said) < PIECE:
            held.said += "\n" + line
        elif found is not None or line:
            if held is not None:
                yield held
            held = found or _goes_on(held, line)
    if held is not None:
        yield held


def _goes_on(held: Message | None, line: str) -> Message:
    """The rest of a message that is longer than a page, or words before the first one."""
    if held is None:
        return Message(("", "", ""), "", "", "", line)
    return Message(held.day, held.hour, "", held.sender, line)


def _clean_lines(text: str) -> Iterator[str]:
    for line in BLANKS.sub(" ", MARKS.sub("", text)).splitlines():
        yield clean(line)


def _message(line: str) -> Message | None:
    head = HEAD.match(line)
    if head is None:
        return None
    facts = head.groupdict()
    value = {name: facts[name] or facts["x" + name] or "" for name in ("a", "b", "c", "h", "m", "s", "half")}
    hour = _hour(value)
    if hour is None:
        return None
    day = (value["a"], value["b"], value["c"])
    spoken = SENDER.fullmatch(facts["rest"])
    if spoken is None:
        return Message(day, hour, line[: head.start("rest")], "", facts["rest"])
    at = head.start("rest") + spoken.start("said")
    return Message(day, hour, line[:at].rstrip() + " ", spoken["sender"].lstrip("~ "), spoken["said"])


def _hour(value: dict[str, str]) -> str | None:
    hour, half = int(value["h"]), value["half"][:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or int(value["m"]) > 59 or int(value["s"] or 0) > 59:
        return None
    return f"{hour:02}:{value['m']}" + (f":{value['s']}" if value["s"] else "")


# Days, whose order depends on the telephone -----------------------------------------------------------------------------
ORDERS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}  # places of year, month, day


def _order(messages: Iterable[Message]) -> str:
    """The order that fits every day; when several do, the one in which time never runs back, day first in doubt."""
    days = list(dict.fromkeys(message.day for message in messages if message.day[0]))
    dated = {name: [_date(day, name) for day in days] for name in ORDERS}
    fitting = [name for name, dates in dated.items() if dates and None not in dates]
    running = [name for name in fitting if dated[name] == sorted(dated[name])]
    return next(iter(running or fitting), "dmy")


def _date(day: Day, order: str) -> str | None:
    """ISO, or None when there is no such day."""
    year, month, number = (day[place] for place in ORDERS[order])
    if len(year) not in (2, 4) or len(month) > 2 or len(number) > 2:
        return None
    try:
        return f"{datetime(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number)):%Y-%m-%d}"
    except ValueError:
        return None


# Pages ------------------------------------------------------------------------------------------------------------------
def _pages(messages: Iterable[Message]) -> Iterator[list[Message]]:
    held: list[Message] = []
    size = 0
    for message in messages:
        length = len(message.head) + len(message.said)
        if held and size + length > PIECE:
            yield held
            held, size = [], 0
        held.append(message)
        size += length
    if held:
        yield held


def _leaf(page: list[Message], order: str) -> Leaf:
    text, places = "", []
    for message in page:
        said = message.said.strip()
        start = len(text) + len(message.head)
        text += f"{message.head}{said}\n"
        if message.hour:
            date = _date(message.day, order)
            at = f"{date}T{message.hour}" if date else ""
            places.append({"sender": message.sender, "at": at, "start": start, "end": start + len(said)})
    return Leaf(text=text.removesuffix("\n"), extractor=NAME, messages=places)
