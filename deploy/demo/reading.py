"""The stories of the demo as their authors wrote them: TOML files in content/, read into plain facts."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

CONTENT = Path(__file__).parent / "content"
ZONE = ZoneInfo("Asia/Makassar")  # of most of Kalimantan and of Sulawesi


@dataclass(frozen=True)
class Figure:
    """Somebody reported: `rec` is the stage where the recommendation ends, `rec_after` of the one that replaces it.

    `note` is what the agency objects, or why it is moot; `answer` what the authority says to that; `contested` why a
    first decree was not accepted; `imposed` another sanction than recommended, with its `explained`; `objection` the
    person's own, "OBJECTION" or "OBJECTION:CONFIRMED" once decided; `returned` what a commissioner wants mended in the
    draft; `steps` of an escalation.
    """

    name: str = ""
    nip: str = ""
    position: str = ""
    agency: str = ""
    agency_text: str = ""
    proven: bool = True
    reasons: str = ""
    rec: str = ""
    rec_after: str = ""
    note: str = ""
    answer: str = ""
    contested: str = ""
    imposed: str = ""
    explained: str = ""
    objection: str = ""
    returned: str = ""
    steps: list[str] = field(default_factory=list)
    set_aside: str = ""


@dataclass(frozen=True)
class Told:
    """A report: `at` in local time, or `ago` days before the demo was made; `people` are positions in the story's list."""

    text: str
    at: datetime | None = None
    ago: int | None = None
    hour: str = "09:00"
    mode: str = ""
    source: str = "WEB"
    files: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)
    identity: dict = field(default_factory=dict)
    people: list[int] | None = None
    merged: bool = False
    hold: bool = False

    def time(self, now: datetime) -> datetime:
        """When it came in; never later than `now`."""
        if self.at is not None:
            return self.at.replace(tzinfo=ZONE)
        day = now.astimezone(ZONE).date() - timedelta(days=self.ago or 0)
        return min(datetime.combine(day, time.fromisoformat(self.hour), ZONE), now - timedelta(minutes=20))

    @property
    def chosen_mode(self) -> str:
        return self.mode or ("NAMED" if self.source == "REFERRAL" else "CONFIDENTIAL")


@dataclass(frozen=True)
class Story:
    """One matter from its first report to `until`, the stage of the complaint or of the case where it stands.

    `keep` leaves a case that ended with the authority of its time; `pace` stretches the time between steps.
    """

    slug: str
    kind: str
    territory: str
    until: str
    reports: list[Told]
    people: list[Figure]
    violations: list[str] = field(default_factory=list)
    election: int | None = None
    incident: date | None = None
    incident_ago: int | None = None
    place: str = ""
    pace: float = 1.0
    keep: bool = False
    reason: str = ""
    forward_to: str = ""
    set_aside_note: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    statements: list[dict] = field(default_factory=list)
    case_files: list[str] = field(default_factory=list)
    messages: list[list[str]] = field(default_factory=list)
    questions: str = ""
    answer: str = ""
    more_questions: str = ""
    sent_back: str = ""
    dissent: str = ""
    reopen: str = ""
    votes: int = 0
    findings: int = 0
    assigned: bool = False

    def happened(self, now: datetime) -> date | None:
        """The day of the incident."""
        if self.incident_ago is None:
            return self.incident
        return now.astimezone(ZONE).date() - timedelta(days=self.incident_ago)


def read_stories(now: datetime) -> list[Story]:
    """All stories, in the order in which their first reports came in. Raises TypeError for an unknown key."""
    stories = [
        _story(facts) for path in sorted(CONTENT.glob("*.toml")) for facts in tomllib.loads(path.read_text())["story"]
    ]
    return sorted(stories, key=lambda story: story.reports[0].time(now))


def _story(facts: dict) -> Story:
    reports = [Told(**{**report, "text": unfolded(report["text"])}) for report in facts.pop("reports")]
    people = [Figure(**person) for person in facts.pop("people")]
    return Story(reports=reports, people=people, **facts)


def unfolded(text: str) -> str:
    """Lines of a paragraph joined, paragraphs kept apart by an empty line."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
