"""Rules of priority and weights to begin with, where there are none; administrators change them."""

from worklists.models import PriorityRule, StageWeight

SOURCE = "Patokan kerja, tanpa dasar tertulis"
RULES = {
    "VOTE-14": ("Pemungutan suara sudah dekat", 100, {"vote_within": 14}),
    "VOTE-60": ("Pemungutan suara dalam dua bulan", 40, {"vote_within": 60}),
    "OVERDUE": ("lewat tenggat", 70, {"overdue": True}),
    "HEAVY": ("ancaman sanksi berat", 30, {"severity": "HEAVY"}),
    "FLEETING": ("bukti hanya tautan, bisa hilang", 40, {"fleeting": True}),
}
KINDS = {"complaint": list(RULES), "case": list(RULES), "recommendation": ["VOTE-14", "OVERDUE", "HEAVY"]}
WEIGHTS = {
    "OPEN": 1,
    "CLARIFICATION": 2,
    "EXAMINATION": 3,
    "DELIBERATION": 1,
    "DECIDED": 1,
    "FOLLOW_UP": 1,
}


def load() -> int:
    """How many rows were written: none where somebody has rules already."""
    written = 0
    if not PriorityRule.objects.exists():
        for kind, codes in KINDS.items():
            for code in codes:
                name, points, criteria = RULES[code]
                PriorityRule.objects.create(
                    code=code, kind=kind, name=name, points=points, criteria=criteria, source=SOURCE
                )
                written += 1
    if not StageWeight.objects.exists():
        written += len(StageWeight.objects.bulk_create(StageWeight(stage=s, weight=w) for s, w in WEIGHTS.items()))
    return written
