"""Saved filters, the rules that route and raise, teams and absences, bulk runs with a result per item, who is looking."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agencies.models import Officer, SupervisingAuthority
from workflow.models import Access

PRIORITY = 100  # points that make a subject "Utama": the rules' points are percents of it


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("Laporan")
    CASE = "case", _("Perkara")
    RECOMMENDATION = "recommendation", _("Rekomendasi")


class FilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user):
        """One's own, and what others of the same authority share."""
        shared = Q(shared=True, authority=user.authority_id) if user.authority_id else Q(pk__in=[])
        return self.filter(Q(owner=user.pk) | shared)


class SavedFilter(models.Model):
    """A question with a name: the one primitive of queues, routing, alerts and bulk. `criteria` obeys criteria.TABLE."""

    name = models.CharField(_("nama"), max_length=80)
    kind = models.CharField(_("jenis berkas"), max_length=16, choices=Kind.choices)
    criteria = models.JSONField(_("kriteria"), default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="filters")
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    shared = models.BooleanField(_("dibagikan"), default=False)
    alert = models.BooleanField(_("kabari"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    objects = FilterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("saringan")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_filter_per_name")]

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        """Where it is a queue."""
        return f"/petugas/antrean/saringan-{self.pk}/"


class Alerted(models.Model):
    """That a filter's owner was told of a subject: once, however often it changes."""

    filter = models.ForeignKey(SavedFilter, models.CASCADE, related_name="alerted")
    access = models.ForeignKey(Access, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filter", "access"], name="one_alert_per_subject")]


class Team(models.Model):
    """Officers who share a queue."""

    name = models.CharField(_("nama"), max_length=80)
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, verbose_name=_("otoritas"), related_name="+")
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("anggota"), blank=True, related_name="teams"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("tim")
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="one_team_per_name")]

    def __str__(self):
        return self.name


class Dated(models.Model):
    """A rule that holds from a day to a day."""

    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        abstract = True


class RoutingRule(Dated):
    """Whoever fits the filter goes there; of several rules the first in order that knows where to."""

    class Goal(models.TextChoices):
        TEAM = "TEAM", _("ke antrean tim")
        OFFICER = "OFFICER", _("kepada satu pemeriksa")
        LEAST = "LEAST", _("kepada pemeriksa dengan beban paling ringan")

    name = models.CharField(_("nama"), max_length=120)
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)
    filter = models.ForeignKey(SavedFilter, models.PROTECT, verbose_name=_("saringan"), related_name="rules")
    goal = models.CharField(_("tujuan"), max_length=8, choices=Goal.choices)
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("tim"), null=True, blank=True, related_name="rules")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("pemeriksa"), null=True, blank=True, related_name="+"
    )
    automatic = models.BooleanField(_("langsung ditugaskan"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("aturan penyaluran")
        indexes = [models.Index(fields=["authority", "order"])]

    def __str__(self):
        return self.name


class Placement(models.Model):
    """Where a subject was routed, by which rule or person, and whom the rule proposes."""

    access = models.OneToOneField(Access, models.CASCADE, related_name="placement")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="placements")
    proposed = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(RoutingRule, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class PriorityRule(Dated):
    """Who fits these criteria gains points; from PRIORITY on it stands first, with the reason beside it."""

    code = models.SlugField(_("kode"), max_length=24)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis berkas"), max_length=16, choices=Kind.choices)
    criteria = models.JSONField(_("kriteria"), default=dict)
    points = models.PositiveSmallIntegerField(_("poin"), help_text=_("100 poin menjadikan berkas utama"))
    source = models.CharField(_("sumber"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = _("aturan prioritas")
        constraints = [models.UniqueConstraint(fields=["code", "kind", "valid_from"], name="one_priority_per_day")]

    def __str__(self):
        return self.name


class Standing(models.Model):
    """The points of one subject as last reckoned. A subject without points has no row."""

    access = models.OneToOneField(Access, models.CASCADE, related_name="standing")
    points = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, help_text="codes of the rules that hold")
    reckoned_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["-points", "access"])]


class StageWeight(models.Model):
    """How much work a case in a stage is, for the fair share."""

    stage = models.CharField(_("tahap"), max_length=16, primary_key=True)
    weight = models.PositiveSmallIntegerField(_("bobot"))

    class Meta:
        verbose_name = verbose_name_plural = _("bobot tahap")


class Absence(models.Model):
    """Days on which an officer is given nothing new."""

    officer = models.ForeignKey(Officer, models.CASCADE, verbose_name=_("petugas"), related_name="absences")
    first_day = models.DateField(_("hari pertama"))
    last_day = models.DateField(_("hari terakhir"))

    class Meta:
        verbose_name = verbose_name_plural = _("ketidakhadiran")
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=models.F("last_day")), name="absence_in_order")
        ]


class BulkQuerySet(models.QuerySet["BulkRun"]):
    def visible_to(self, user):
        """One's own."""
        return self.filter(owner=user.pk)


class BulkRun(models.Model):
    """One verb for many subjects. The details are sealed: a question to reporters is among them."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Belum dijalankan")
        RUNNING = "RUNNING", _("Sedang dikerjakan")
        CANCELLED = "CANCELLED", _("Dibatalkan")
        DONE = "DONE", _("Selesai")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bulk_runs")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    verb = models.CharField(max_length=32)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = BulkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-id"])]


class BulkItem(models.Model):
    """One subject of a run and what came of it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Menunggu")
        DONE = "DONE", _("Berhasil")
        SKIPPED = "SKIPPED", _("Dilewati")
        FAILED = "FAILED", _("Gagal")

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items")
    access = models.ForeignKey(Access, models.CASCADE, related_name="+")
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.CharField(
        max_length=24, blank=True, help_text="why it was skipped or failed, a word of bulk.REASONS"
    )
    told = models.CharField(max_length=300, blank=True, help_text="what the form said")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "reference"], name="one_item_per_subject")]
        indexes = [models.Index(fields=["run", "state", "id"])]


class Presence(models.Model):
    """Who has a subject's page open: the last sign of life, forgotten after minutes."""

    access = models.ForeignKey(Access, models.CASCADE, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["access", "officer"], name="one_presence_per_page")]
        indexes = [models.Index(fields=["at"])]
