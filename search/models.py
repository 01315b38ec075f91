"""What the index holds: one Document per place that can be read, one Bundle per Access row that they belong to.

The words themselves stand beside, in what the database has for that (migration 0002): FTS5 or a tsvector.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models import Evidence
from search.kept import FrozenList, Reached, SavedSearch, SearchRecord, Spelling
from workflow.models import Access

__all__ = [
    "Bundle", "Document", "FrozenList", "Reached", "SavedSearch", "SearchRecord", "Spelling", "Target", "Unheard",
]  # fmt: skip


class Bundle(models.Model):
    """All documents of one Access row are written together. `version` is the number of the last event they know of:
    an older write finds a newer one here and leaves it alone.
    """

    access = models.OneToOneField(Access, models.CASCADE, primary_key=True, related_name="+")
    version = models.BigIntegerField()
    documents = models.PositiveIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0, help_text="evidence, not rejected")
    unread = models.PositiveIntegerField(default=0, help_text="of them without text")


class Document(models.Model):
    """One place that a hit can point to: a narrative, a page of a file, a statement, a finding, a list of people."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("Isi laporan")
        RESPONDENT = "respondent", _("Orang dan tempat")
        CASE = "case", _("Perkara")
        STATEMENT = "statement", _("Keterangan dan catatan")
        FINDING = "finding", _("Temuan")
        RECOMMENDATION = "recommendation", _("Rekomendasi")
        EVIDENCE = "evidence", _("Bukti")

    class Family(models.TextChoices):
        """Whose rule says who may see it."""

        COMPLAINT = "complaint"
        CASE = "case"
        EVIDENCE = "evidence"
        RECOMMENDATION = "recommendation"

    key = models.CharField(max_length=80, unique=True)
    access = models.ForeignKey(Access, models.CASCADE, related_name="+")
    family = models.CharField(max_length=16, choices=Family.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    reference = models.CharField(max_length=20, help_text="of the case when it belongs to one, else of the complaint")
    subject = models.CharField(max_length=20, help_text="reference of the complaint, case or recommendation itself")
    evidence = models.ForeignKey(Evidence, models.CASCADE, null=True, blank=True, related_name="+")
    page = models.PositiveIntegerField(null=True, blank=True)
    url = models.CharField(max_length=160)
    title = models.CharField(max_length=240)
    stage = models.CharField(max_length=16)
    territory = models.CharField(max_length=5, blank=True)
    day = models.DateField(help_text="of the incident, else of receipt")
    analysis = models.PositiveSmallIntegerField(help_text="version of the analysis of its words")
    file_type = models.CharField(max_length=8, blank=True, help_text="name of the file's kind; empty: no file")
    month = models.CharField(max_length=7, blank=True, help_text="of the day, 2024-11")
    recognised = models.BooleanField(default=False, help_text="OCR: its words are also held in parts of three letters")
    # what is long comes last: SQLite reads a row from its front, and counting asks for the short columns alone
    agencies = models.JSONField(default=list)
    violations = models.JSONField(default=list)
    tokens = models.JSONField(default=list, help_text="under what it may be found; the words bear them too")
    fields = models.JSONField(default=list, help_text='by what it may be narrowed: "respondent:budi", "agency:64.02"')
    hidden = models.TextField(blank=True, help_text="found, never shown: full numbers, references")
    body = models.TextField(help_text="as it was written; highlights are cut from it")

    class Meta:
        indexes = [
            models.Index(fields=["access", "key"]),
            models.Index(fields=["day", "id"]),
            models.Index(fields=["analysis"], name="search_document_analysis"),
        ]

    def __str__(self):
        return self.key


class Target(models.Model):
    """An index of the search service that is kept up to date: the one that answers, or the next while it is filled."""

    name = models.CharField(max_length=80, unique=True)
    live = models.BooleanField(default=False, help_text="searches are answered from it")
    filled = models.BigIntegerField(default=0, help_text="the last document that the first filling has written")

    def __str__(self):
        return self.name


class Unheard(models.Model):
    """What the search service has yet to hear; triggers write it in the transaction of the change (search/triggers.py).

    Its number is the version of what it tells of: of two writes of one document the later one has the higher number.
    `closing`: somebody may have lost a right. Until it is heard, the database answers alone.
    """

    access = models.BigIntegerField(null=True)
    document = models.BigIntegerField(null=True, db_index=True, help_text="empty: all documents of the access row")
    closing = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["closing"], condition=models.Q(closing=True), name="search_unheard_closing")]

    def __str__(self):
        return f"{self.pk}: {self.document or self.access}"
