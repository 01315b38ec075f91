"""What the index holds: one Document per place that can be read, one Bundle per Access row that they belong to.

The words themselves stand beside, in what the database has for that (migration 0002): FTS5 or a tsvector.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models import Evidence
from workflow.models import Access


class Bundle(models.Model):
    """All documents of one Access row are written together. `version` is the number of the last event they know of:
    an older write finds a newer one here and leaves it alone.
    """

    access = models.OneToOneField(Access, models.CASCADE, primary_key=True, related_name="+")
    version = models.BigIntegerField()
    documents = models.PositiveIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)


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
    # what is long comes last: SQLite reads a row from its front, and counting asks for the short columns alone
    agencies = models.JSONField(default=list)
    violations = models.JSONField(default=list)
    tokens = models.JSONField(default=list, help_text="under what it may be found; the words bear them too")
    hidden = models.TextField(blank=True, help_text="found, never shown: full numbers, references")
    body = models.TextField(help_text="as it was written; highlights are cut from it")

    class Meta:
        indexes = [models.Index(fields=["access", "key"]), models.Index(fields=["day", "id"])]

    def __str__(self):
        return self.key
