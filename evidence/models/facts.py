"""What was recognised in the text of a file, with its place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.models.files import Evidence


class Fact(models.Model):
    """A number, date, address or name at [start, end) of the text of a page."""

    class Kind(models.TextChoices):
        NIP = "NIP", "NIP"
        NIK = "NIK", "NIK"
        PHONE = "PHONE", _("nomor telepon")
        DATE = "DATE", _("tanggal")
        LINK = "LINK", _("tautan")
        ACCOUNT = "ACCOUNT", _("akun media sosial")
        OFFICIAL = "OFFICIAL", _("pejabat")
        AGENCY = "AGENCY", _("instansi")
        CANDIDATE = "CANDIDATE", _("calon")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="facts")
    page = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    value = models.CharField(max_length=200, help_text="one form: digits, an ISO date, a code, a folded name")
    text = models.CharField(max_length=200, help_text="as written")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "value"]), models.Index(fields=["evidence", "page"])]
