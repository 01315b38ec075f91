"""Fingerprints by which the same picture or the same text is known again in another file, and the files that were."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.files import Evidence


class Fingerprint(models.Model):
    """Of one page: a perceptual hash of its picture, or MinHash values of its text."""

    class Kind(models.TextChoices):
        PICTURE = "PICTURE"
        TEXT = "TEXT"

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="fingerprints")
    page = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.JSONField(help_text="MinHash values, or corners of a picture in base64")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "page", "kind"], name="one_fingerprint_per_page")]


class Band(models.Model):
    """A part of a fingerprint: two that share one are compared in full."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="bands")
    value = models.CharField(max_length=32, db_index=True, help_text="kind, number of the part and its hash")


class Likeness(models.Model):
    """Two files that are the same or nearly so, found by the worker. Who may see both is asked when it is shown."""

    class How(models.TextChoices):
        SAME = "SAME", _("sama persis")
        PICTURE = "PICTURE", _("sangat mirip")
        TEXT = "TEXT", _("teks serupa")

    one = models.ForeignKey(Evidence, models.CASCADE, related_name="+")
    other = models.ForeignKey(Evidence, models.CASCADE, related_name="+")
    how = models.CharField(max_length=7, choices=How.choices)
    score = models.FloatField(help_text="0 to 1; 1: the same bytes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="one_row_per_likeness")]
