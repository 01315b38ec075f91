"""What is forbidden, since when, by which source; sanctions, elections, holidays and stage clocks. All of it data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Territory


class Certainty(models.TextChoices):
    SOLID = "SOLID", _("sumber kuat")
    SINGLE = "SINGLE", _("satu sumber")
    UNVERIFIED = "UNVERIFIED", _("belum diperiksa")


class Regime(models.TextChoices):
    ETHICS = "ETHICS", _("kode etik")
    DISCIPLINE = "DISCIPLINE", _("disiplin")
    DISMISSAL = "DISMISSAL", _("pemberhentian")
    CORRECTION = "CORRECTION", _("pembetulan keputusan")


class Level(models.TextChoices):
    MORAL = "MORAL", _("moral")
    LIGHT = "LIGHT", _("ringan")
    MEDIUM = "MEDIUM", _("sedang")
    HEAVY = "HEAVY", _("berat")
    DISMISSAL = "DISMISSAL", _("pemberhentian")
    CORRECTION = "CORRECTION", _("pembetulan")


class Violation(models.Model):
    """A row of the catalogue: what a civil servant must not do, in which phase, by which articles."""

    class Kind(models.TextChoices):
        NEUTRALITY = "NEUTRALITY", _("Netralitas")
        ETHICS = "ETHICS", _("Kode etik")
        MERIT = "MERIT", _("Sistem merit")

    class Phase(models.TextChoices):
        BEFORE = "BEFORE_DESIGNATION", _("sebelum penetapan calon")
        AFTER = "AFTER_DESIGNATION", _("sesudah penetapan calon")
        ANY = "ANY", _("kapan saja")

    code = models.CharField(max_length=8, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=240)
    title_en = models.CharField(max_length=240)
    phase = models.CharField(max_length=20, choices=Phase.choices)
    regime = models.CharField(max_length=10, choices=Regime.choices)
    default_level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    default_sanction = models.ForeignKey("Sanction", models.PROTECT, null=True, blank=True)
    articles = models.JSONField(default=list)
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    source = models.CharField(max_length=240)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"{self.code} {self.title}"


class Sanction(models.Model):
    """A sanction code starts with its level, such as HEAVY-DEMOTION-12M."""

    code = models.CharField(max_length=40, primary_key=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    title = models.CharField(max_length=240)
    title_en = models.CharField(max_length=240)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    articles = models.JSONField(default=list)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=240)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return self.title


class Election(models.Model):
    """A regional election (Pilkada) over a set of territories, with the dates of its stages; versions are rows."""

    code = models.CharField(max_length=24, primary_key=True)
    name = models.CharField(max_length=120)
    stages_from = models.DateField()
    designation_date = models.DateField()
    campaign_from = models.DateField()
    campaign_to = models.DateField()
    vote_date = models.DateField()
    inauguration_date = models.DateField(null=True, blank=True)
    territories = models.ManyToManyField(Territory, blank=True, help_text=_("kosong: seluruh Indonesia"))
    in_force = models.BooleanField(default=True)
    source = models.CharField(max_length=240)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)

    def __str__(self):
        return self.name


class Holiday(models.Model):
    """A day that is no working day: national holiday, joint leave (cuti bersama) or voting day."""

    class Kind(models.TextChoices):
        NATIONAL = "NATIONAL", _("libur nasional")
        JOINT_LEAVE = "JOINT_LEAVE", _("cuti bersama")
        VOTING = "VOTING", _("hari pemungutan suara")

    day = models.DateField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=160)

    def __str__(self):
        return f"{self.day} {self.kind}"


class StageClock(models.Model):
    """Whose turn a stage is and within how many days: data, because most of these limits are customs, not law."""

    class Unit(models.TextChoices):
        WORKING = "WORKING", _("hari kerja")
        CALENDAR = "CALENDAR", _("hari kalender")

    kind = models.CharField(max_length=16)
    stage = models.CharField(max_length=16)
    turn = models.CharField(max_length=24, blank=True, help_text=_("kode peran; kosong: tidak menunggu siapa pun"))
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.WORKING)
    basis = models.CharField(max_length=240)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "stage"], name="one_clock_per_stage")]

    def __str__(self):
        return f"{self.kind} {self.stage}"
