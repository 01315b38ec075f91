"""Fingerprints by which the same picture or the same text is known again in another file."""

from django.db import models

from evidence.models.files import Evidence


class Fingerprint(models.Model):
    """Of one page: a perceptual hash of its picture, or MinHash values of its text."""

    class Kind(models.TextChoices):
        PICTURE = "PICTURE"
        TEXT = "TEXT"

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="fingerprints")
    page = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    value = models.JSONField(help_text="hashes as hexadecimal text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "page", "kind"], name="one_fingerprint_per_page")]


class Band(models.Model):
    """A part of a fingerprint: two that share one are compared in full."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="bands")
    value = models.CharField(max_length=32, db_index=True, help_text="kind, number of the part and its hash")
