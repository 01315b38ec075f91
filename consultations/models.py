"""A question to another body about a complaint or a case, its clock and its answer; and which bodies have to be asked."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, SupervisingAuthority
from law.models import Certainty, StageClock, Violation
from letters.models import Letter
from workflow.access import NOBODY, referred_by, within
from workflow.models import Access

RIGHTS = {"case": "case.view", "complaint": "complaint.view"}
ANSWERS = "complaint.view_referred"  # what partner bodies hold


class Body(models.TextChoices):
    ELECTION_SUPERVISOR = "ELECTION_SUPERVISOR", _("pengawas pemilihan")
    TASK_FORCE = "TASK_FORCE", _("satuan tugas netralitas")
    INSPECTORATE = "INSPECTORATE", _("inspektorat")
    BKN_REGIONAL = "BKN_REGIONAL", _("kantor regional BKN")
    OTHER = "OTHER", _("lembaga lain")


class RuleQuerySet(models.QuerySet["ConsultationRule"]):
    def in_force(self, *, authority: str, kind: str, on: date):
        """The rules of an authority for a kind of case on a day, its own before those for any."""
        dated = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
        mine = dated.filter(Q(authority=authority) | Q(authority__isnull=True), case_kind__in=["", kind])
        return mine.order_by(F("authority").asc(nulls_last=True), "-valid_from", "code")


class ConsultationRule(models.Model):
    """How long a kind of body has, and whether it has to be asked: data, dated, with its source."""

    code = models.CharField(_("kode"), max_length=24, primary_key=True)
    authority = models.ForeignKey(
        SupervisingAuthority, models.PROTECT, verbose_name=_("otoritas pengawas"), null=True, blank=True,
        related_name="+", help_text=_("kosong: semua otoritas"),
    )  # fmt: skip
    body = models.CharField(_("lembaga"), max_length=20, choices=Body.choices)
    case_kind = models.CharField(
        _("jenis dugaan"), max_length=10, choices=Violation.Kind.choices, blank=True, help_text=_("kosong: semua")
    )
    obligatory = models.BooleanField(_("wajib ditanya"), default=False)
    blocks = models.BooleanField(
        _("menahan pleno"), default=False, help_text=_("pleno menunggu jawaban atau tenggatnya")
    )
    pauses = models.BooleanField(_("menghentikan waktu perkara"), default=False)
    days = models.PositiveSmallIntegerField(_("jumlah hari"))
    unit = models.CharField(_("satuan"), max_length=8, choices=StageClock.Unit.choices)
    basis = models.CharField(_("dasar"), max_length=240)
    certainty = models.CharField(_("kepastian"), max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("aturan konsultasi")

    def __str__(self):
        return f"{self.code} {self.get_body_display()}"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user):
        """Staff who see the complaint or case; the body that was asked, this question alone; nobody else."""
        scope = NOBODY
        for kind, right in RIGHTS.items():
            if user.may(right):
                scope |= Q(subject_kind=kind) & within(user, prefix="subject_access__")
        if user.may("case.view_plenary"):
            scope |= Q(subject_kind="case", subject_access__at_plenary=True) & within(user, prefix="subject_access__")
        if user.may(ANSWERS):
            scope |= referred_by(user)
        return self.filter(scope)

    def open(self):
        return self.filter(answered_at__isnull=True, recalled_at__isnull=True)


class Consultation(models.Model):
    """One question. `access` is its own row, by which the body asked sees it and its files, and nothing of the file."""

    KIND = "consultation"

    reference = models.CharField(max_length=20, unique=True)
    access = models.OneToOneField(Access, models.PROTECT, related_name="consultation")
    subject_kind = models.CharField(max_length=16)
    subject_reference = models.CharField(max_length=40, db_index=True)
    subject_access = models.ForeignKey(Access, models.PROTECT, related_name="consultations")
    body = models.CharField(max_length=20, choices=Body.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    body_name = models.CharField(max_length=160, blank=True, help_text="of a body without an account here")
    rule = models.ForeignKey(ConsultationRule, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_date = models.DateField(null=True, blank=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    answer_letter = models.CharField(max_length=120, blank=True, help_text="number and day of the letter it came by")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="when it was said to be overdue")
    waiting = models.BooleanField(default=False, help_text="the clock of the complaint or case rests for it")
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="consultation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(body_name=""), name="consultation_asks_somebody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_date"],
                condition=Q(answered_at__isnull=True, recalled_at__isnull=True),
                name="open_consultations",
            )
        ]

    def __str__(self):
        return self.reference

    @property
    def asked_body(self) -> str:
        return str(self.agency) if self.agency else self.body_name

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.recalled_at is None
