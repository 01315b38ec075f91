"""The ladder: what the authority does about an appointing authority that does not answer, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from law.models import Certainty
from letters.models import Letter
from sanctions.models.recommendation import Recommendation
from workflow.models import Access


class Step(models.TextChoices):
    """The rungs, lowest first."""

    REMINDER = "REMINDER", _("pengingat")
    WARNING = "WARNING", _("peringatan")
    HOME_AFFAIRS = "HOME_AFFAIRS", _("daftar ke Menteri Dalam Negeri")
    DATA_BLOCK = "DATA_BLOCK", _("blokir data kepegawaian")
    PRESIDENT = "PRESIDENT", _("rekomendasi kepada Presiden")


class LadderRule(models.Model):
    """After so many days without an answer on one rung, the next one is due: proposed, or taken by itself."""

    class Unit(models.TextChoices):
        WORKING = "WORKING", _("hari kerja")
        CALENDAR = "CALENDAR", _("hari kalender")

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    authority = models.CharField(_("otoritas"), max_length=16, blank=True, help_text=_("kosong: semua"))
    from_step = models.CharField(
        _("sesudah langkah"), max_length=12, choices=Step.choices, blank=True, help_text=_("kosong: sejak surat terbit")
    )
    step = models.CharField(_("langkah"), max_length=12, choices=Step.choices)
    after = models.PositiveSmallIntegerField(_("sesudah hari"))
    unit = models.CharField(_("satuan"), max_length=8, choices=Unit.choices)
    automatic = models.BooleanField(
        _("otomatis"), default=False, help_text=_("hanya pengingat yang bisa berjalan sendiri; lainnya diusulkan")
    )
    basis = models.CharField(_("dasar"), max_length=240)
    basis_en = models.CharField(_("dasar, bahasa Inggris"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("aturan jenjang")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(automatic=False) | models.Q(step="REMINDER"), name="only_reminders_by_themselves"
            )
        ]

    def __str__(self):
        return self.code

    @property
    def label(self) -> str:
        """On what it rests, in the language of who reads it."""
        return self.basis_en if get_language() == "en" else self.basis


class Roster(models.Model):
    """One letter that lists many authorities, as in 2020: 67 heads and 131 recommendations in one."""

    KIND = "roster"

    reference = models.CharField(max_length=20, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="roster")
    step = models.CharField(max_length=12, choices=Step.choices)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return self.reference


class Escalation(models.Model):
    """A step of the ladder, dated: reminder, warning, list to the minister, data block, recommendation to the President."""

    Step = Step

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="escalations")
    step = models.CharField(max_length=12, choices=Step.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="nobody: by rule"
    )
    at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    roster = models.ForeignKey(Roster, models.PROTECT, null=True, blank=True, related_name="escalations")

    def __str__(self):
        return f"{self.recommendation_id} {self.step}"


class StepProposal(models.Model):
    """A rule says that a step is due: said once, and left to a person."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="step_proposals")
    step = models.CharField(max_length=12, choices=Step.choices)
    since = models.DateField(help_text="the day from which the rule counted")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "step", "since"], name="one_proposal_per_step"),
        ]

    def __str__(self):
        return f"{self.recommendation_id} {self.step}"
