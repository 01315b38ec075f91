"""Sentences for load and benchmarks: drawn from the demo's stories and from parts that fit together."""

import random
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from deploy.demo.reading import read_stories

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Prose:
    """Writes with a given pair of dice: the same dice write the same."""

    def __init__(self, dice: random.Random):
        self.dice = dice
        stories = read_stories(datetime(2026, 1, 1, tzinfo=UTC))
        texts = [told.text for story in stories for told in story.reports]
        texts += [said["text"] for story in stories for said in story.statements]
        self.sentences = sorted({part for text in texts for part in SENTENCE.split(text) if 25 < len(part) < 240})

    def narrative(self, violation: str, territory: str) -> str:
        """What happened, in two to six sentences; the violation's words are in the first."""
        facts = {"name": self.name(), "position": self.position(), "place": self.place(), "territory": territory}
        act = violation[0].lower() + violation[1:]
        opening = self._one("openings").format(act=act, **facts)
        return f"{opening}. {self._some(1, 5)}"

    def notes(self, narrative: str) -> str:
        """The text of a file: what somebody wrote down, 150 to 600 words."""
        return f"{narrative}\n\n" + "\n".join(self._some(2, 4) for _ in range(self.dice.randrange(3, 9)))

    def name(self) -> str:
        return f"{self.dice.choice(WORDS['first'])} {self.dice.choice(WORDS['last'])}"

    def position(self) -> str:
        return self._one("positions")

    def place(self) -> str:
        return f"{self.dice.choice(WORDS['places'])} {self.dice.choice(WORDS['last'])}"

    def file_name(self) -> str:
        return self._one("files")

    def nip(self) -> str:
        """18 digits with plausible dates; the running number from 900 on is not given out."""
        born, age = self.dice.randrange(1966, 1999), self.dice.randrange(22, 30)
        day = f"{self.dice.randrange(1, 13):02}{self.dice.randrange(1, 29):02}"
        month, sex, number = (
            self.dice.choice(["01", "03", "12"]),
            self.dice.choice("12"),
            self.dice.randrange(900, 1000),
        )
        return f"{born}{day}{born + age}{month}{sex}{number}"

    def _one(self, kind: str) -> str:
        return self.dice.choice(WORDS[kind])

    def _some(self, least: int, most: int) -> str:
        return " ".join(self.dice.choices(self.sentences, k=self.dice.randint(least, most)))
