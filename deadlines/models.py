"""Clocks that run: one row per limit and beginning, derived from the event log, so that it can always be derived again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from law.models import ClockRule, StageClock
from workflow.models import Access


class Clock(models.Model):
    """A limit that runs, rests or has ended for one subject. Times are UTC, days those of the subject's territory.

    `pauses` is [[from, to or null], …], ISO days. `due_date` is None while the year's holidays are missing (`missing_year`).
    """

    access = models.ForeignKey(Access, models.CASCADE, related_name="clocks")
    subject_kind = models.CharField(max_length=16)
    subject_reference = models.CharField(max_length=40)
    rule = models.ForeignKey(ClockRule, models.PROTECT, null=True, blank=True, related_name="+")
    stage_clock = models.ForeignKey(StageClock, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=24, help_text="of the rule, or the stage")
    began_by = models.BigIntegerField(help_text="number of the event that started it")
    started_at = models.DateTimeField()
    pauses = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="of a limit in hours")
    paused = models.BooleanField(default=False)
    missing_year = models.PositiveSmallIntegerField(null=True, blank=True)
    calendar = models.CharField(max_length=16, blank=True, help_text="fingerprint of the holidays it was reckoned with")
    told_at = models.DateTimeField(null=True, blank=True, help_text="when it was said to be overdue")

    class Meta:
        verbose_name = verbose_name_plural = _("tenggat")
        constraints = [
            models.UniqueConstraint(fields=["subject_reference", "code", "began_by"], name="one_clock_per_beginning"),
            models.CheckConstraint(
                condition=Q(rule__isnull=True, stage_clock__isnull=False)
                | Q(rule__isnull=False, stage_clock__isnull=True),
                name="a_rule_or_a_stage",
            ),
        ]
        indexes = [
            models.Index(fields=["due_date"], condition=Q(stopped_at__isnull=True), name="open_clocks_by_day"),
            models.Index(fields=["calendar"], condition=Q(stopped_at__isnull=True), name="open_clocks_by_calendar"),
        ]

    def __str__(self):
        return f"{self.subject_reference} {self.code}"

    @property
    def limit(self) -> ClockRule | StageClock:
        """What sets it: has `basis`, `certainty` and `unit`."""
        return self.rule or self.stage_clock

    @property
    def amount(self) -> int:
        return self.rule.amount if self.rule else self.stage_clock.days
