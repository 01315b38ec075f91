"""What the figures say: the funnel by year, election, authority and the like; where matters stand; time; who has not answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, SupervisingAuthority
from complaints.models import Complaint
from figures.models import FigureRow, StageSpan
from investigations.models import Case
from law.models import Election, PositionClass, Violation
from sanctions.models import Escalation, Recommendation

FEW = 5  # fewer people than that are not shown to who may not see the cases behind them
STEPS = ("reported", "proven", "recommended", "sanctioned", "served")
STEP_NAMES = {
    "reported": _("Dilaporkan"),
    "proven": _("Terbukti"),
    "recommended": _("Direkomendasikan"),
    "sanctioned": _("Disanksi"),
    "served": _("Selesai dijalani"),
}
GROUPS = {
    "tahun": ("year", _("Tahun")),
    "pemilihan": ("election", _("Pemilihan")),
    "otoritas": ("access__authority", _("Otoritas pengawas")),
    "instansi": ("agency", _("Instansi")),
    "jabatan": ("position_class", _("Kelompok jabatan")),
    "pelanggaran": ("violation", _("Pelanggaran")),
}
MODELS: dict[str, Any] = {
    "election": Election,
    "access__authority": SupervisingAuthority,
    "agency": Agency,
    "violation": Violation,
}
LEAGUE = 20
STAGES = {"complaint": Complaint.Stage, "case": Case.Stage, "recommendation": Recommendation.Stage}
STEP_ORDER = list(Escalation.Step.values)


@dataclass(frozen=True)
class Choice:
    """What the viewer narrowed the figures to; `on` is the day as of which they are told."""

    on: date
    by: str = "tahun"
    narrowed: dict[str, str] = field(default_factory=dict)


@dataclass
class Line:
    """A row of the funnel; a hidden number is None."""

    code: str
    name: str
    counts: dict[str, int | None]

    def numbers(self) -> list[int | None]:
        return [self.counts[step] for step in STEPS]


def sees_all(user) -> bool:
    """Small numbers hide nobody from who may open the cases behind them."""
    return user.authority_id is not None and user.may("case.view")


def rows_of(user, choice: Choice):
    """The people counted: reported by that day, of the viewer's authority and regions, narrowed."""
    rows = FigureRow.objects.visible_to(user).filter(reported_on__lte=choice.on)
    for name, value in choice.narrowed.items():
        path, _label = GROUPS[name]
        rows = rows.filter(**_wanted(path, value))
    return rows


def _wanted(path: str, value: str) -> dict:
    if path == "year":
        return {path: int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 0}
    if value == "-":
        return {path: ""} if path == "position_class" else {f"{path}__isnull": True}
    return {path: value}


def _counts(on: date) -> dict[str, Count]:
    reached = {step: Count("pk", filter=Q(**{f"{step}_on__lte": on})) for step in STEPS[1:]}
    return {"reported": Count("pk"), **reached}


def total(user, choice: Choice) -> Line:
    """One line for all; one query."""
    counts = rows_of(user, choice).aggregate(**_counts(choice.on))
    line = Line("", str(_("Semua")), dict(counts))
    return line if sees_all(user) else _without_few([line])[0]


def funnel(user, choice: Choice) -> list[Line]:
    """A line for each value of the group, most reported first; two queries."""
    path, _label = GROUPS[choice.by]
    rows = rows_of(user, choice).values(path).annotate(**_counts(choice.on)).order_by("-reported", path)
    found = list(rows)
    names = _names(path, [row[path] for row in found])
    lines = [
        Line(str(row[path] or "-"), names.get(row[path], str(_("tidak diketahui"))), {s: row[s] for s in STEPS})
        for row in found
    ]
    if path == "year":
        lines.sort(key=lambda line: line.code, reverse=True)
    return lines if sees_all(user) else _without_few(lines)


def _names(path: str, values: Iterable) -> dict:
    values = [value for value in values if value not in (None, "")]
    if path == "year":
        return {value: str(value) for value in values}
    if path == "position_class":
        return {value: str(PositionClass(value).label) for value in values}
    model: dict[str, Any] = {
        "election": Election,
        "access__authority": SupervisingAuthority,
        "agency": Agency,
        "violation": Violation,
    }
    return {row.pk: str(row) for row in model[path].objects.filter(pk__in=values)}


def _without_few(lines: list[Line]) -> list[Line]:
    """Small numbers away, column by column."""
    for step in STEPS:
        shown = _few_hidden({line.code: line.counts[step] for line in lines})
        for line in lines:
            line.counts[step] = shown[line.code]
    return lines


def _few_hidden(counts: dict[str, int | None]) -> dict[str, int | None]:
    """Numbers below FEW hidden, and with a lone one the next smallest: no sum gives it back."""
    told = sorted((count, code) for code, count in counts.items() if count)
    few = [code for count, code in told if count < FEW]
    if len(few) == 1 and len(told) > 1:
        few.append(told[1][1])
    return {code: None if code in few else count for code, count in counts.items()}


# Where they stand -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stand:
    """One answer to where matters stand; reports that became no case have none behind them."""

    code: str
    name: str
    count: int | None

    @property
    def has_cases(self) -> bool:
        return self.code not in (FigureRow.Standing.INTAKE, FigureRow.Standing.REJECTED)


def standings(user, choice: Choice) -> list[Stand]:
    """How many stand where today; one query."""
    counted = dict(rows_of(user, choice).values_list("standing").annotate(count=Count("pk")))
    shown: dict[str, int | None] = {code: counted.get(code, 0) for code in FigureRow.Standing.values}
    if not sees_all(user):
        shown = _few_hidden(shown)
    return [Stand(code, str(name), shown[code]) for code, name in FigureRow.Standing.choices]


# Time ------------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pace:
    kind: str
    stage: str
    count: int
    days: float


KINDS = {"complaint": _("Laporan"), "case": _("Perkara"), "recommendation": _("Rekomendasi")}


def paces(user, choice: Choice) -> list[Pace]:
    """The median of days in each stage that was left by that day; one query. Too few say nothing."""
    spans = StageSpan.objects.visible_to(user).filter(left_on__lte=choice.on)
    if year := choice.narrowed.get("tahun"):
        spans = spans.filter(left_on__year=_wanted("year", year)["year"])
    days: dict[tuple[str, str], list[int]] = {}
    for kind, stage, count in spans.values_list("kind", "stage", "days").iterator(chunk_size=5000):
        days.setdefault((kind, stage), []).append(count)
    least = 1 if sees_all(user) else FEW
    order = [(kind, stage) for kind, stages in STAGES.items() for stage in stages.values]
    return [_pace(key, days[key]) for key in order if len(days.get(key, ())) >= least]


def _pace(key: tuple[str, str], days: list[int]) -> Pace:
    kind, stage = key
    return Pace(str(KINDS[kind]), str(STAGES[kind](stage).label), len(days), median(days))


# Who has not answered --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Unanswered:
    code: str
    name: str
    count: int | None
    days: int
    step: str


def league(user, choice: Choice) -> list[Unanswered]:
    """Agencies with recommendations unanswered, most first; two queries."""
    waiting = rows_of(user, choice).filter(standing=FigureRow.Standing.WITH_AGENCY, agency__isnull=False)
    counted = waiting.values("agency", "agency__name").annotate(count=Count("pk"), since=Min("recommended_on"))
    top = list(counted.order_by("-count", "since", "agency")[:LEAGUE])
    steps: dict[str, str] = {}
    for agency, step in waiting.filter(agency__in=[row["agency"] for row in top]).values_list("agency", "step"):
        steps[agency] = max(step, steps.get(agency, ""), key=lambda s: STEP_ORDER.index(s) if s else -1)
    open_to_all = sees_all(user)
    return [_unanswered(row, steps, choice.on) for row in top if open_to_all or row["count"] >= FEW]


def _unanswered(row: dict, steps: dict[str, str], on: date) -> Unanswered:
    step = steps.get(row["agency"], "")
    days = (on - row["since"]).days if row["since"] else 0
    return Unanswered(
        row["agency"], row["agency__name"], row["count"], days, str(Escalation.Step(step).label) if step else ""
    )


# The cases behind ------------------------------------------------------------------------------------------------------
REACHED = {f"{step}": f"{step}_on" for step in STEPS}


def cases_behind(user, choice: Choice, *, reached: str = "", standing: str = ""):
    """The cases, read only, of the people that a number counts; never one that the viewer may not open."""
    rows = rows_of(user, choice)
    if reached in REACHED:
        rows = rows.filter(**{f"{REACHED[reached]}__lte": choice.on})
    if standing in FigureRow.Standing.values:
        rows = rows.filter(standing=standing)
    found = Case.objects.visible_to(user).filter(reference__in=rows.values("reference"))
    return found.select_related("territory", "access").order_by("-pk")
