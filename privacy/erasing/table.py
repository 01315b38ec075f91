"""What becomes of each table when a file is erased. A test reads it against the models: a new text field needs its word here.

What stays is codes, dates and numbers, from which figures are made, and what the log needs; nothing that names anybody.
History rows always go.
"""

from dataclasses import dataclass, field

GONE = "(dimusnahkan)"


@dataclass(frozen=True)
class Fate:
    """`drop`: the rows go. Else `empty`: what its fields become; `keep`: text fields that stay, for they are codes."""

    drop: bool = False
    empty: dict = field(default_factory=dict)
    keep: tuple[str, ...] = ()


DROP = Fate(drop=True)


def emptied(*names: str, keep: tuple[str, ...] = (), **values) -> Fate:
    return Fate(empty={**dict.fromkeys(names, ""), **values}, keep=keep)


def kept(*names: str) -> Fate:
    return Fate(keep=names)


# In this order: what points to another goes before it.
FATES: dict[str, Fate] = {
    "search.Document": DROP,
    "search.Bundle": DROP,
    "complaints.Draft": DROP,
    "complaints.ReporterIdentity": DROP,
    "complaints.WordingBand": DROP,
    "complaints.Wording": DROP,
    "complaints.Message": emptied(sealed=b""),
    "complaints.ReportedPerson": DROP,
    "complaints.Complaint": emptied(
        "narrative", "incident_place", "reason", "forwarded_to", keep=("reference", "receipt_digest")
    ),
    "identity.Lid": DROP,
    "identity.Envelope": DROP,
    "identity.NoticeAddress": DROP,
    "identity.ReportKey": kept("wrapped"),  # emptied by its own room when the key is destroyed
    "identity.Unsealing": emptied("reason", "answer", public=b"", locked=b"", sealed=b"", keep=("reference", "about")),
    "evidence.Band": DROP,
    "evidence.Fingerprint": DROP,
    "evidence.Likeness": DROP,
    "evidence.Fact": DROP,
    "investigations.Mention": DROP,
    "evidence.Page": DROP,
    "evidence.Step": emptied("reason", avoid=[], keep=("tool",)),
    "evidence.Custody": emptied("reason"),
    "evidence.Sighting": emptied("account", "note"),
    "evidence.Link": emptied("url", "note"),
    "evidence.Release": emptied("name", "withdrawal"),
    "evidence.Redaction": emptied("reason", "sha256", marks=[], keep=("content_type",)),
    "evidence.Upload": DROP,
    "evidence.Evidence": emptied(
        "reason",
        "note",
        "safe_sha256",
        name=GONE,
        metadata={},
        keep=("content_type", "scanned_with", "safe_type", "sha256"),
    ),  # sha256 is overwritten row by row: one of its access bears it once
    "hearings.Enclosure": kept("name"),
    "hearings.AnswerFile": emptied("name"),
    "hearings.Answer": emptied("sha256", sealed=b"", paper=b"", keep=("reference",)),
    "hearings.Extension": emptied("answer", sealed=b""),
    "hearings.Representation": emptied(sealed=b""),
    "hearings.HearingRecord": emptied("heard", "place", "refusal", "reason", sealed=b"", keep=("reference", "signed")),
    "hearings.FalseReport": emptied(sealed=b""),
    "hearings.Invitation": emptied(
        "name",
        "position",
        "agency_text",
        "place",
        "absence",
        questions=[],
        code_digest=None,
        keep=("reference", "role", "way"),
    ),
    "investigations.Finding": emptied("reasons"),
    "persons.NameKey": DROP,
    "persons.PersonLink": DROP,
    "persons.Merge": emptied(moved={}),
    "persons.Conflict": emptied("reason", "lift_reason", keep=("kind", "reference")),
    "investigations.Vote": emptied("reasons", "dissent"),
    "investigations.Allegation": emptied("departure_reason"),
    "investigations.Statement": emptied("given_by", "text"),
    "investigations.Respondent": emptied("nip", "position", "agency_text", name=GONE),
    "investigations.Case": emptied("reason", title=GONE, keep=("reference", "transferred_to")),
    "sanctions.Circumstance": emptied("text"),
    "sanctions.Version": DROP,
    "sanctions.Examination": emptied("decree_number"),
    "sanctions.Rebuttal": emptied("text", "answer_text", "letter_number"),
    "sanctions.Objection": emptied("body", "decision_number", "note"),
    "sanctions.DataBlock": emptied("reason"),
    "sanctions.Roster": kept("reference"),
    "sanctions.Recommendation": emptied(
        "considerations",
        "note",
        "decree_number",
        "decree_official",
        "departure",
        "explanation",
        "reasons",
        "withheld_because",
        keep=("reference",),
    ),
    "consultations.Consultation": emptied(
        "question", "answer", "answer_letter", keep=("reference", "body_name", "subject_kind", "subject_reference")
    ),
    "tasks.Task": emptied(title=GONE, keep=("subject_kind", "subject_reference")),
    "letters.LetterFile": emptied(
        sealed=b"", keep=("sha256",)
    ),  # so that a copy on paper can still be told from a forged one
    "letters.Delivery": emptied("receiver", "tracking"),
    "letters.Bundle": DROP,
    "letters.Letter": emptied(
        "addressee",
        cc=[],
        title=GONE,
        keep=("code", "letterhead", "number", "sha256", "subject_kind", "subject_reference"),
    ),
    "worklists.Standing": emptied(reasons=[]),
    "worklists.BulkItem": emptied("reason", "told", keep=("reference",)),
    # a file of referrals or spreadsheets, a question for a clearance: on a row of their own, not on a case's
    "exchange.Imported": kept("digest", "number", "reference", "source"),
    "exchange.Batch": emptied(
        content=b"", errors=[], notes=[], name=GONE, keep=("columns", "kept", "reference", "sha256", "source")
    ),
    "clearance.Question": kept("digest"),
    "clearance.Inquiry": emptied("purpose", sealed=b"", keep=("reference",)),
    "figures.FigureRow": kept("key", "kind", "position_class", "reference", "step"),
    "figures.StageSpan": kept("kind", "reference", "root", "stage"),
    "notifications.Posting": kept("status"),
    "privacy.BreachNotice": kept("kinds"),
    "privacy.LegalHold": emptied("reason", "lift_reason", keep=("reference",)),
    "privacy.DisposalItem": kept("kind", "reference", "why"),
    "privacy.Erasure": kept("reference", "kind", "counted", "digest"),
    "deadlines.Clock": kept("subject_kind", "subject_reference", "code", "pauses", "calendar"),
    "workflow.Event": kept(
        "verb", "subject_kind", "subject_reference", "actor_kind", "payload", "previous_hash", "hash"
    ),
    "workflow.AccessRecord": kept("what", "actor_kind", "reference", "codes", "mark"),
}
