"""Letters from versioned templates: numbering, PDF/A, code and QR, signature, delivery."""

import base64
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from agencies.models import Agency, SupervisingAuthority
from evidence.models import Evidence
from workflow.access import NOBODY, copied_to, issued_to, referred_by, within
from workflow.models import Access
from workflow.sealing import open_sealed


class LetterKind(models.TextChoices):
    RECOMMENDATION = "RECOMMENDATION", _("Rekomendasi")
    INVITATION = "INVITATION", _("Undangan klarifikasi")
    SECOND_INVITATION = "SECOND_INVITATION", _("Panggilan kedua")
    HEARING_RECORD = "HEARING_RECORD", _("Berita acara pemeriksaan")
    NOT_PROVEN = "NOT_PROVEN", _("Pemberitahuan tidak terbukti")
    PLENARY_MINUTES = "PLENARY_MINUTES", _("Risalah pleno")
    REMINDER = "REMINDER", _("Pengingat")
    WARNING = "WARNING", _("Peringatan")
    HOME_AFFAIRS = "HOME_AFFAIRS", _("Daftar kepada Menteri Dalam Negeri")
    DATA_BLOCK = "DATA_BLOCK", _("Pemblokiran data kepegawaian")
    DATA_UNBLOCK = "DATA_UNBLOCK", _("Pembukaan blokir data kepegawaian")
    PRESIDENT = "PRESIDENT", _("Rekomendasi kepada Presiden")
    REBUTTAL_ANSWER = "REBUTTAL_ANSWER", _("Jawaban atas sanggahan")
    CONSULTATION = "CONSULTATION", _("Permintaan pendapat")
    CLEARANCE = "CLEARANCE", _("Keterangan rekam jejak")
    BUNDLE = "BUNDLE", _("Berkas perkara")


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def in_force(self, kind: str, *, authority: str, on) -> "LetterTemplate":
        """The newest version in force on a day; one of the authority's own goes before one for any.

        Raises LetterTemplate.DoesNotExist.
        """
        rows = self.filter(Q(authority=authority) | Q(authority=None), kind=kind, in_force_from__lte=on)
        found = rows.order_by(F("authority").asc(nulls_last=True), "-in_force_from", "-version").first()
        if found is None:
            raise LetterTemplate.DoesNotExist(kind)
        return found


class LetterTemplate(models.Model):
    """What letters of a kind say, in Markdown. A version is never changed: what was written by it stays as it was."""

    kind = models.CharField(_("jenis"), max_length=20, choices=LetterKind.choices)
    authority = models.ForeignKey(
        SupervisingAuthority, models.PROTECT, verbose_name=_("otoritas pengawas"), null=True, blank=True,
        related_name="+", help_text=_("kosong: semua otoritas"),
    )  # fmt: skip
    version = models.PositiveSmallIntegerField(_("versi"))
    in_force_from = models.DateField(_("berlaku sejak"))
    title = models.CharField(_("hal"), max_length=200)
    source = models.TextField(_("naskah"), help_text=_("Markdown dengan tempat isian {{ facts.nama }}"))
    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("naskah surat")
        constraints = [
            models.UniqueConstraint(fields=["kind", "authority", "version"], name="one_template_version"),
            models.UniqueConstraint(
                fields=["kind", "version"], condition=Q(authority__isnull=True), name="one_general_template_version"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}"

    def save(self, *args, **kwargs):
        if self.pk and not self._state.adding:
            raise ValidationError(_("Naskah yang sudah ada tidak diubah. Buat versi baru."))
        super().save(*args, **kwargs)


class NumberSequence(models.Model):
    """The last number an authority gave in a year; the lock on its row makes numbers gapless."""

    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "year"], name="one_sequence_a_year")]

    def __str__(self):
        return f"{self.authority_id} {self.year}: {self.last}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user):
        """The authority's staff see the letters of what they see; an agency those issued to it; nobody else.

        A case bundle holds what not everybody who sees the case may open: only who asked for it gets it.
        """
        scope = NOBODY
        for kind, right in (
            ("recommendation", "recommendation.view"),
            ("case", "case.view"),
            ("complaint", "complaint.view"),
        ):
            if user.may(right):
                scope |= within(user) & Q(subject_kind=kind)
        if user.may("case.view"):
            scope |= within(user) & ~Q(subject_kind__in=["recommendation", "case", "complaint"])
        if user.may("case.view_plenary"):
            scope |= within(user) & Q(subject_kind="case", access__at_plenary=True)
        if user.agency_id is not None and user.may("complaint.view_referred"):
            scope |= referred_by(user) & Q(agency=user.agency_id)
        if user.agency_id is not None and user.may("recommendation.view_agency"):
            scope |= issued_to(user) & Q(agency=user.agency_id)
            scope |= copied_to(user) & Q(agency=F("access__agency"))
        return self.filter(scope).filter(~Q(kind=LetterKind.BUNDLE) | Q(written_by=user.pk))


class Letter(models.Model):
    """One letter as it was written: who, to whom, under which number; `code` lets anybody ask if it is genuine.

    `access` is the row that protects what the letter is about; `agency` whose workspace it is put into, None for others.
    """

    class Signature(models.TextChoices):
        NONE = "NONE", _("tanpa tanda tangan elektronik")
        WAITING = "WAITING", _("tanda tangan menyusul")
        SIGNED = "SIGNED", _("ditandatangani secara elektronik")

    KIND = "letter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=LetterKind.choices)
    code = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField(null=True, help_text="of the authority's year; older letters have none")
    authority = models.ForeignKey(SupervisingAuthority, models.PROTECT, related_name="+")
    letterhead = models.TextField(blank=True, help_text="as it was on that day")
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    access = models.ForeignKey(Access, models.PROTECT, related_name="letters")
    subject_kind = models.CharField(max_length=16)
    subject_reference = models.CharField(max_length=40, db_index=True)
    addressee = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    cc = models.JSONField(default=list)
    issued_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the newest version; empty: no PDF was made")
    signature = models.CharField(max_length=8, choices=Signature.choices, default=Signature.NONE)
    signed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="supersedes")
    history = HistoricalRecords()
    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("surat")
        constraints = [
            models.CheckConstraint(
                condition=Q(signature__in=["NONE", "WAITING", "SIGNED"]), name="letter_signature_known"
            ),
            models.CheckConstraint(
                condition=Q(signature="SIGNED", signed_at__isnull=False)
                | (~Q(signature="SIGNED") & Q(signed_at__isnull=True)),
                name="letter_signed_at",
            ),
        ]
        indexes = [models.Index(fields=["access", "written_at"])]

    def __str__(self):
        return self.number

    def attribute(self, by, at) -> None:
        """Whose change the next save is, and when, for the history."""
        self._history_user, self._history_date = by, at

    @property
    def reference(self) -> str:
        """What logs call it."""
        return self.code

    @property
    def pdf(self) -> bytes:
        """The newest version of the PDF. Raises LetterFile.DoesNotExist for a letter from before PDFs were made."""
        return self.files.latest("pk").pdf


class LetterFile(models.Model):
    """A version of a letter's PDF, sealed: as it was written, and as it was signed. Both stay genuine."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="files")
    at = models.DateTimeField()
    signed = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "signed"], name="one_file_a_version")]

    def __str__(self):
        return f"{self.letter_id} {self.sha256[:12]}"

    @property
    def pdf(self) -> bytes:
        return base64.b64decode(open_sealed(self.sealed, purpose=self.purpose))

    @property
    def purpose(self) -> str:
        """Binds the content to its letter and version."""
        return f"letter:{self.letter_id}:{'signed' if self.signed else 'written'}"


class Delivery(models.Model):
    """How a letter reached whom it is for: opened in the workspace, or sent by post with its proof; mails are rows elsewhere."""

    class Way(models.TextChoices):
        WORKSPACE = "WORKSPACE", _("dibuka di ruang kerja instansi")
        POST = "POST", _("dikirim lewat pos")
        HAND = "HAND", _("diserahkan langsung")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=9, choices=Way.choices)
    on = models.DateField()
    tracking = models.CharField(max_length=80, blank=True, help_text="the post's number")
    receiver = models.CharField(max_length=120, blank=True, help_text="who took it")
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "way"], condition=Q(way="WORKSPACE"), name="seen_once")
        ]

    def __str__(self):
        return f"{self.letter_id} {self.way}"


class Bundle(models.Model):
    """A case file asked for as one PDF: what goes in, how far the worker is, and the letter that it became."""

    class Form(models.TextChoices):
        FULL = "FULL", _("lengkap")
        REDACTED = "REDACTED", _("tersamar")

    class State(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        RUNNING = "RUNNING", _("sedang disusun")
        DONE = "DONE", _("siap")
        FAILED = "FAILED", _("gagal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    access = models.ForeignKey(Access, models.PROTECT, related_name="bundles")
    subject_reference = models.CharField(max_length=40)
    form = models.CharField(max_length=8, choices=Form.choices)
    purpose = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="exhibits")
    total = models.PositiveIntegerField(default=0)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["asked_by", "subject_reference"])]

    def __str__(self):
        return f"{self.subject_reference} {self.form}"
