"""The one table of criteria: what a saved filter, a routing rule or a priority rule may ask, and what it asks of the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Officer, Territory
from complaints.models import Complaint, Mode, ReportedPerson, Source
from evidence.models import Evidence, Link
from investigations.models import Allegation, Case, Respondent
from law.models import Level, StageClock, Violation
from law.rules import rule_in_force
from sanctions.models import Recommendation
from worklists.fields import Names
from worklists.models import PRIORITY, Placement
from worklists.votes import voting_soon

MODELS: dict[str, Any] = {"complaint": Complaint, "case": Case, "recommendation": Recommendation}
OPEN = {"complaint": Complaint.OPEN, "case": Case.UNENDED, "recommendation": Recommendation.UNENDED}
EVERY = frozenset(MODELS)
CASES = frozenset({"case", "recommendation"})
OUTSIDE = ("reporter", "bkd", "superior", "agency")  # while it is their turn, the desk waits
ME, NOBODY = "saya", "kosong"


@dataclass(frozen=True)
class Asking:
    """For whom and on which day a filter is asked; without a reader, personal criteria find nothing."""

    today: date
    user: Officer | None = None


@dataclass(frozen=True)
class Criterion:
    """One question: the field it is typed into, and the condition it becomes; `condition(kind, value, asking)`."""

    name: str
    label: str | Promise
    field: Callable[[str], forms.Field]
    condition: Callable[[str, Any, Asking], Q]
    kinds: frozenset[str] = EVERY
    personal: bool = False


def _many(label, choices: Callable[[str], list]) -> Callable[[str], forms.Field]:
    return lambda kind: forms.MultipleChoiceField(
        label=label, choices=choices(kind), required=False, widget=forms.CheckboxSelectMultiple
    )


def _flag(label, help_text="") -> Callable[[str], forms.Field]:
    return lambda _kind: forms.BooleanField(label=label, required=False, help_text=help_text)


def _days(label, help_text="") -> Callable[[str], forms.Field]:
    return lambda _kind: forms.IntegerField(
        label=label, required=False, min_value=0, max_value=3650, help_text=help_text
    )


def _names(label, model) -> Callable[[str], forms.Field]:
    hint = _("Nama atau kode, pisahkan dengan koma.")
    return lambda _kind: Names(model, label=label, required=False, help_text=hint)


def _place(kind: str) -> str:
    return "case__territory" if kind == "recommendation" else "territory"


def _in_territory(kind: str, codes: list[str], _asking: Asking) -> Q:
    """A province takes in its regencies and cities."""
    place = _place(kind)
    return Q(**{f"{place}__in": codes}) | Q(**{f"{place}__parent__in": codes})


def _of_agency(kind: str, codes: list[str], _asking: Asking) -> Q:
    if kind == "recommendation":
        return Q(respondent__agency__in=codes)
    people, owner = (ReportedPerson, "complaint") if kind == "complaint" else (Respondent, "case")
    return Q(pk__in=people.objects.filter(agency__in=codes).values(owner))


def _alleged(kind: str, violations) -> Q:
    if kind == "complaint":
        through = Complaint.violations.through
        return Q(pk__in=through.objects.filter(violation__in=violations).values("complaint"))
    if kind == "case":
        return Q(pk__in=Allegation.objects.filter(violation__in=violations).values("respondent__case"))
    return Q(respondent__in=Allegation.objects.filter(violation__in=violations).values("respondent"))


def _as_heavy_as(kind: str, level: str, asking: Asking) -> Q:
    order = rule_in_force("HEAVIEST", on=asking.today).value["order"]
    heavy = order[order.index(level) :] if level in order else [level]
    return _alleged(kind, Violation.objects.filter(default_level__in=heavy).values("pk"))


def _assigned(kind: str, value: str, asking: Asking) -> Q:
    field = "assignee" if kind == "case" else "case__assignee"
    if value == NOBODY:
        return Q(**{field: None})
    if value == ME:
        return Q(**{field: asking.user.pk}) if asking.user else Q(pk__in=[])
    return Q(**{f"{field}__username": value})


def _mine(kind: str, _value, asking: Asking) -> Q:
    """Of a team of the reader: routed there, or in the hands of a member."""
    if asking.user is None:
        return Q(pk__in=[])
    teams = asking.user.teams.values("pk")
    routed = Q(access__in=Placement.objects.filter(team__in=teams).values("access"))
    members = Officer.objects.filter(teams__in=teams).values("pk")
    field = {"case": "assignee", "recommendation": "case__assignee"}.get(kind)
    return routed | Q(**{f"{field}__in": members}) if field else routed


def _within(kind: str, days: int, asking: Asking) -> Q:
    return Q(due_date__lte=asking.today + timedelta(days=days), stage__in=OPEN[kind])


def _overdue(kind: str, _value, asking: Asking) -> Q:
    """Past its day, and it is nobody outside who is waited for."""
    return Q(due_date__lt=asking.today, stage__in=OPEN[kind]) & ~Q(stage__in=stages_of(kind, ("reporter",)))


def _older(_kind: str, days: int, asking: Asking) -> Q:
    return Q(stage_since__date__lte=asking.today - timedelta(days=days))


def stages_of(kind: str, turns: tuple[str, ...]):
    """The stages in which it is the turn of these, by the stage clocks; part of the same statement."""
    return StageClock.objects.filter(kind=kind, turn__in=turns).values("stage")


def _waiting(kind: str, _value, _asking: Asking) -> Q:
    """A case followed up waits outside while every recommendation that has not ended does."""
    outside = Q(stage__in=stages_of(kind, OUTSIDE))
    if kind != "case":
        return outside
    running = Recommendation.objects.filter(case=OuterRef("pk"), stage__in=Recommendation.UNENDED)
    there = running.filter(stage__in=stages_of("recommendation", OUTSIDE))
    inside = running.exclude(stage__in=stages_of("recommendation", OUTSIDE))
    followed = Q(stage=Case.Stage.FOLLOW_UP) & Q(Exists(there)) & ~Q(Exists(inside))
    return (outside & ~Q(stage=Case.Stage.FOLLOW_UP)) | followed


def _fleeting(kind: str, _value, _asking: Asking) -> Q:
    """Known only by an address on the net: what stands there may be gone tomorrow, and no file was kept."""
    kept = [Evidence.Stage.CLEAN, Evidence.Stage.READY]
    if kind == "complaint":
        links, files = (
            Link.objects.filter(access=OuterRef("access")),
            Evidence.objects.filter(access=OuterRef("access")),
        )
    else:
        case = OuterRef("pk") if kind == "case" else OuterRef("case")
        links = Link.objects.filter(access__complaint__case_complaint__case=case)
        files = Evidence.objects.filter(access__complaint__case_complaint__case=case)
    return Q(Exists(links)) & ~Q(Exists(files.filter(stage__in=kept)))


def _voting(kind: str, days: int, asking: Asking) -> Q:
    return voting_soon(_place(kind), days, today=asking.today)


def _stages(kind: str) -> list:
    return MODELS[kind].Stage.choices


def _kind_field(kind: str) -> str:
    return "case__kind" if kind == "recommendation" else "kind"


def _plain(field: str | Callable[[str], str]) -> Callable[[str, Any, Asking], Q]:
    return lambda kind, value, _asking: Q(**{f"{field if isinstance(field, str) else field(kind)}__in": value})


def _first(_kind: str, _value, _asking: Asking) -> Q:
    return Q(access__standing__points__gte=PRIORITY)


def _level(_kind: str) -> forms.Field:
    return forms.ChoiceField(
        label=_("Paling ringan"), choices=[("", _("semua tingkat")), *Level.choices], required=False
    )


def _officer(_kind: str) -> forms.Field:
    hint = _("Nama akun, “saya”, atau “kosong” untuk yang belum ditugaskan.")
    return forms.CharField(label=_("Pemeriksa"), required=False, max_length=150, help_text=hint)


TABLE = {
    criterion.name: criterion
    for criterion in [
        Criterion("stage", _("Tahap"), _many(_("Tahap"), _stages), _plain("stage")),
        Criterion("kind", _("Jenis"), _many(_("Jenis"), lambda _kind: Violation.Kind.choices), _plain(_kind_field)),
        Criterion("territory", _("Wilayah"), _names(_("Wilayah"), Territory), _in_territory),
        Criterion("agency", _("Instansi terlapor"), _names(_("Instansi terlapor"), Agency), _of_agency),
        Criterion(
            "violation",
            _("Pelanggaran"),
            _names(_("Pelanggaran"), Violation),
            lambda kind, codes, _asking: _alleged(kind, codes),
        ),
        Criterion("severity", _("Tingkat sanksi"), _level, _as_heavy_as),
        Criterion(
            "source",
            _("Sumber"),
            _many(_("Sumber"), lambda _kind: Source.choices),
            _plain("source"),
            frozenset({"complaint"}),
        ),
        Criterion(
            "mode",
            _("Cara melapor"),
            _many(_("Cara melapor"), lambda _kind: Mode.choices),
            _plain("mode"),
            frozenset({"complaint"}),
        ),
        Criterion("assignee", _("Pemeriksa"), _officer, _assigned, CASES, personal=True),
        Criterion("my_team", _("Tim saya"), _flag(_("Hanya tim saya")), _mine, personal=True),
        Criterion("overdue", _("Terlambat"), _flag(_("Lewat tenggat")), _overdue),
        Criterion("due_within", _("Tenggat"), _days(_("Tenggat dalam (hari)")), _within),
        Criterion("older_than", _("Lama di tahap"), _days(_("Di tahap ini sedikitnya (hari)")), _older),
        Criterion("waiting_outside", _("Menunggu pihak lain"), _flag(_("Giliran pihak di luar otoritas")), _waiting),
        Criterion(
            "vote_within", _("Pemungutan suara"), _days(_("Pemungutan suara di wilayahnya dalam (hari)")), _voting
        ),
        Criterion("fleeting", _("Bukti bisa hilang"), _flag(_("Hanya ada tautan, belum ada berkas")), _fleeting),
        Criterion("priority", _("Utama"), _flag(_("Hanya yang utama")), _first),
    ]
}


def table_for(kind: str) -> list[Criterion]:
    """The criteria that this kind of subject knows, in the order of the page."""
    return [criterion for criterion in TABLE.values() if kind in criterion.kinds]


def condition(kind: str, criteria: dict, asking: Asking) -> Q:
    """What the criteria ask, as one condition on the kind's rows. An unknown criterion finds nothing, never everything."""
    wanted = Q()
    for name, value in criteria.items():
        known = TABLE.get(name)
        wanted &= known.condition(kind, value, asking) if known and kind in known.kinds else Q(pk__in=[])
    return wanted


def is_personal(criteria: dict) -> bool:
    """Does the answer depend on who asks? Then no rule can stand on it."""
    return criteria.get("assignee") == ME or "my_team" in criteria
