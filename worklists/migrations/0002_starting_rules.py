"""Rules of priority and weights to begin with; administrators change them."""

from django.db import migrations

SOURCE = "Patokan kerja, tanpa dasar tertulis"
NAMES = {
    "VOTE-14": ("Pemungutan suara sudah dekat", 100, {"vote_within": 14}),
    "VOTE-60": ("Pemungutan suara dalam dua bulan", 40, {"vote_within": 60}),
    "OVERDUE": ("lewat tenggat", 70, {"overdue": True}),
    "HEAVY": ("ancaman sanksi berat", 30, {"severity": "HEAVY"}),
    "FLEETING": ("bukti hanya tautan, bisa hilang", 40, {"fleeting": True}),
}
KINDS = {
    "complaint": ["VOTE-14", "VOTE-60", "OVERDUE", "HEAVY", "FLEETING"],
    "case": ["VOTE-14", "VOTE-60", "OVERDUE", "HEAVY", "FLEETING"],
    "recommendation": ["VOTE-14", "OVERDUE", "HEAVY"],
}
WEIGHTS = {
    "OPEN": 1, "CLARIFICATION": 2, "EXAMINATION": 3, "DELIBERATION": 1, "DECIDED": 1, "FOLLOW_UP": 1,
}  # fmt: skip


def begin(apps, _editor):
    rule, weight = apps.get_model("worklists", "PriorityRule"), apps.get_model("worklists", "StageWeight")
    for kind, codes in KINDS.items():
        for code in codes:
            name, points, criteria = NAMES[code]
            rule.objects.create(code=code, kind=kind, name=name, points=points, criteria=criteria, source=SOURCE)
    for stage, number in WEIGHTS.items():
        weight.objects.create(stage=stage, weight=number)


class Migration(migrations.Migration):
    dependencies = [("worklists", "0001_filters_rules_bulk")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
