"""How long a file is kept (jadwal retensi arsip), what stops its disposal, who decided it, and the proof that it is gone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.models import Access


class Category(models.TextChoices):
    NOT_EXAMINED = "NOT_EXAMINED", _("laporan yang tidak menjadi perkara")
    NOT_PROVEN = "NOT_PROVEN", _("perkara tanpa rekomendasi")
    ETHICS = "ETHICS", _("pelanggaran kode etik")
    DISCIPLINE = "DISCIPLINE", _("pelanggaran disiplin")
    DISMISSAL = "DISMISSAL", _("pemberhentian")


class RetentionRule(models.Model):
    """How many years after its end a kind of file is kept, and its fate then; a dated row with its source."""

    class Fate(models.TextChoices):
        DESTROY = "DESTROY", _("musnah")
        KEEP = "KEEP", _("permanen")

    code = models.CharField(_("kode"), max_length=40, primary_key=True)
    category = models.CharField(_("jenis"), max_length=12, choices=Category.choices)
    active_years = models.PositiveSmallIntegerField(_("tahun aktif"))
    inactive_years = models.PositiveSmallIntegerField(_("tahun inaktif"))
    fate = models.CharField(_("nasib akhir"), max_length=7, choices=Fate.choices)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=300)
    certainty = models.CharField(_("kepastian"), max_length=12)

    class Meta:
        verbose_name = verbose_name_plural = _("jadwal retensi")

    def __str__(self):
        return self.code

    @property
    def years(self) -> int:
        return self.active_years + self.inactive_years


class HoldQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """While it stands nothing of this file is destroyed: a lawsuit, an audit, an appeal. Two people lift it."""

    access = models.ForeignKey(Access, models.PROTECT, related_name="holds")
    reference = models.CharField(max_length=20, help_text="of the file it was placed on")
    reason = models.CharField(_("Alasan"), max_length=400)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lift_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lift_reason = models.CharField(max_length=400, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    objects = HoldQuerySet.as_manager()

    KIND = "legal_hold"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access"], condition=Q(lifted_at__isnull=True), name="one_hold_per_file"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("lift_asked_by")), name="hold_lifted_by_two"
            ),
        ]

    def __str__(self):
        return self.reference


class Disposal(models.Model):
    """A list of files whose time is over (usul musnah): proposed by one, reviewed by two others, then carried out."""

    KIND = "disposal"
    access_id = None  # of no file alone

    class Stage(models.TextChoices):
        PROPOSED = "PROPOSED", _("Menunggu penilai pertama")
        REVIEWED = "REVIEWED", _("Menunggu penilai kedua")
        APPROVED = "APPROVED", pgettext_lazy("pemusnahan", "Disetujui, sedang dilaksanakan")
        DONE = "DONE", pgettext_lazy("pemusnahan", "Selesai")
        REFUSED = "REFUSED", pgettext_lazy("pemusnahan", "Ditolak")

    reference = models.CharField(max_length=20, unique=True)
    authority = models.ForeignKey("agencies.SupervisingAuthority", models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=400, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=True) | ~Q(first=F("proposed_by")), name="disposal_first_is_another"
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | (~Q(second=F("proposed_by")) & ~Q(second=F("first"))),
                name="disposal_second_is_another",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def open(self) -> bool:
        return self.stage in (self.Stage.PROPOSED, self.Stage.REVIEWED)


class DisposalItem(models.Model):
    """One file on the list: a case with all that belongs to it, or a complaint that never became one."""

    class State(models.TextChoices):
        LISTED = "LISTED", _("diusulkan")
        ERASED = "ERASED", _("dimusnahkan")
        SKIPPED = "SKIPPED", _("dilewati")

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="items")
    access = models.ForeignKey(Access, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    reference = models.CharField(max_length=20)
    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="+")
    ended_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.LISTED)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access"], condition=Q(state="LISTED"), name="one_open_list_per_file")
        ]
        indexes = [models.Index(fields=["disposal", "id"])]

    def __str__(self):
        return self.reference


class Erasure(models.Model):
    """The proof that the content of a row is gone: when, how much of what, and a digest that names none of it.

    `counted`: rows by model. `digest`: SHA-256 over the sorted SHA-256 of the originals that were destroyed.
    """

    access = models.OneToOneField(Access, models.PROTECT, primary_key=True, related_name="erasure")
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    files = models.PositiveIntegerField(default=0)
    counted = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    disposal = models.ForeignKey(Disposal, models.PROTECT, null=True, related_name="erasures")

    KIND = "erasure"

    def __str__(self):
        return self.reference
