"""What was recommended and imposed in cases like this one, so that like is treated alike. Only what the reader may see."""

from collections import Counter
from dataclasses import dataclass, field

from sanctions.drafting import proven
from sanctions.models import Recommendation

ENOUGH = 5  # below this the figures are shown as single decisions, not as a pattern
Stage = Recommendation.Stage
DECIDED = [
    Stage.APPROVED, Stage.ISSUED, Stage.ACKNOWLEDGED, Stage.REBUTTED, Stage.IMPLEMENTED, Stage.VERIFIED, Stage.ESCALATED,
]  # fmt: skip
MOST = 2000


@dataclass(frozen=True)
class Bar:
    """One sanction, how often it was recommended and how often imposed; `share` of all recommended, in percent."""

    name: str
    recommended: int
    imposed: int
    share: int
    own: bool


@dataclass(frozen=True)
class Likeness:
    """The decisions that are like this one, and in what they are alike."""

    total: int
    bars: list[Bar] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    position_class: str = ""

    @property
    def few(self) -> bool:
        """Too few to be a pattern."""
        return self.total < ENOUGH


def similar(recommendation: Recommendation, user) -> Likeness:
    """Decisions with the same violation (whose row belongs to one phase) and the same position class; two queries."""
    codes = [allegation.violation_id for allegation in proven(recommendation)]
    rows = _alike(recommendation, user, codes).values_list("sanction__title", "decree_sanction__title")[:MOST]
    found = list(rows)
    wanted, imposed = Counter(a for a, _b in found), Counter(b for _a, b in found if b)
    own = recommendation.sanction.title if recommendation.sanction else ""
    names = sorted(set(wanted) | set(imposed), key=lambda name: (-wanted[name], name))
    bars = [_bar(name, wanted, imposed, own) for name in names]
    return Likeness(len(found), bars, codes, _position_class(recommendation.respondent))


def _alike(recommendation: Recommendation, user, codes: list[str]):
    rows = Recommendation.objects.visible_to(user).filter(stage__in=DECIDED, sanction__isnull=False)
    rows = rows.filter(
        access__authority=recommendation.access.authority_id,
        respondent__allegations__violation__in=codes,
        respondent__allegations__finding__conclusion="PROVEN",
    )
    if position := _position_class(recommendation.respondent):
        rows = rows.filter(respondent__position_class=position)
    return rows.exclude(pk=recommendation.pk).distinct().order_by("pk")


def _position_class(respondent) -> str:
    return getattr(respondent, "position_class", "")


def _bar(name: str, wanted: Counter, imposed: Counter, own: str) -> Bar:
    total = sum(wanted.values())
    return Bar(name, wanted[name], imposed[name], round(100 * wanted[name] / total) if total else 0, name == own)
