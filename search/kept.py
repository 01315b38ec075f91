"""What the search keeps for people: searches they saved, what was asked and shown, lists frozen for a hearing, spellings."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, nobody else's."""
        return self.filter(by_id=user.pk) if getattr(user, "is_active", False) else self.none()


class SavedSearch(models.Model):
    """A search that its owner keeps, and is told of when something new matches.

    Documents up to the id `seen` are known; those up to `ceiling` are looked at next, when every write that had begun
    before is over.
    """

    KIND = "saved_search"

    class Broken(models.TextChoices):
        RIGHT = "RIGHT", _("Akun Anda tidak lagi punya hak mencari.")
        FILTER = "FILTER", _("Salah satu saringannya tidak dikenal lagi.")
        ERROR = "ERROR", _("Pencarian ini gagal dijalankan.")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    asked = models.JSONField(help_text="the address of the search page: {q, jenis, …}")
    tells = models.BooleanField(default=True)
    seen = models.BigIntegerField(default=0)
    ceiling = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    broken = models.CharField(max_length=8, choices=Broken.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = OwnQuerySet.as_manager()
    access_id = None  # an event about it belongs to no file

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "name"], name="one_saved_search_per_name")]

    def __str__(self):
        return self.name

    @property
    def reference(self) -> str:
        return str(self.pk)


class SearchRecord(models.Model):
    """Who searched what, and which documents they were shown. Rows are only added, and pruned by SEARCH_LOG_DAYS."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    asked = models.JSONField(help_text="the words and the filters")
    shown = models.JSONField(help_text="the keys of the documents on this page, in order")
    total = models.PositiveIntegerField()
    door = models.CharField(max_length=8, help_text="page, api, frozen")


class FrozenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, nobody else's; each row in it is asked for once more when it is shown."""
        return self.filter(by_id=user.pk) if getattr(user, "is_active", False) else self.none()


class FrozenList(models.Model):
    """A result as it stood: what was asked, when, by whom, and every hit with its print. Never changed."""

    KIND = "frozen_list"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120, help_text="what it is for")
    asked = models.JSONField()
    total = models.PositiveIntegerField(help_text="hits there were; the list holds at most so many")
    files = models.PositiveIntegerField()
    unreadable = models.PositiveIntegerField()
    rows = models.JSONField(help_text="[{key, reference, kind, title, url, page, file, extractor, confidence, text}]")
    digest = models.CharField(max_length=64, help_text="SHA-256 over all of the above; the event log holds it too")
    objects = FrozenQuerySet.as_manager()
    access_id = None

    def __str__(self):
        return self.name

    @property
    def reference(self) -> str:
        return str(self.pk)


class Spelling(models.Model):
    """A word as it is written somewhere on this site: what a mistyped one is compared with."""

    surface = models.CharField(max_length=32, primary_key=True)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["head", "length"]), models.Index(fields=["tail", "length"])]


class Reached(models.Model):
    """How far a routine of this room has come: the id of a document."""

    name = models.CharField(max_length=16, primary_key=True)
    number = models.BigIntegerField(default=0)
