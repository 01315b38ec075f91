"""Files and links that back a report: sealed originals, what was read in them, and what became of them."""

from evidence.models.custody import Custody
from evidence.models.facts import Fact
from evidence.models.files import Evidence, Page, Step
from evidence.models.links import Link, Sighting
from evidence.models.redactions import Redaction, Release
from evidence.models.twins import Band, Fingerprint, Likeness
from evidence.models.uploads import Upload

__all__ = [
    "Band", "Custody", "Evidence", "Fact", "Fingerprint", "Likeness", "Link", "Page", "Redaction", "Release",
    "Sighting", "Step", "Upload",
]  # fmt: skip
