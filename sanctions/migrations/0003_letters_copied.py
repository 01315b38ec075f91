"""The letters written so far move into the room of letters, under the same ids, numbers and codes; they have no PDF."""

import re
from datetime import datetime, time

from django.db import migrations
from django.utils import timezone


def copy(apps, schema_editor):
    old, new = apps.get_model("sanctions", "Letter"), apps.get_model("letters", "Letter")
    recommendation = apps.get_model("sanctions", "Recommendation")
    last = {}
    for letter in old.objects.select_related("agency", "authority").order_by("issued_on", "number"):
        about = recommendation.objects.filter(letter=letter.pk).order_by("pk").first()
        if about is None:
            continue
        number = int((re.findall(r"\d+", letter.number) or ["0"])[0])
        key = (letter.authority_id, letter.issued_on.year)
        last[key] = max(number, last.get(key, 0))
        new.objects.create(
            id=letter.pk, kind="RECOMMENDATION", code=letter.code, number=letter.number, sequence=number,
            authority_id=letter.authority_id, letterhead=letter.authority.letterhead or letter.authority.name,
            title="Rekomendasi penjatuhan sanksi", access_id=about.access_id, subject_kind="recommendation",
            subject_reference=about.reference, agency_id=letter.agency_id,
            addressee=f"Pejabat Pembina Kepegawaian\n{letter.agency.name}", issued_on=letter.issued_on,
            written_at=timezone.make_aware(datetime.combine(letter.issued_on, time(12))),
        )  # fmt: skip
    sequence = apps.get_model("letters", "NumberSequence")
    for (authority, year), number in last.items():
        sequence.objects.update_or_create(authority_id=authority, year=year, defaults={"last": number})


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_letters"), ("sanctions", "0002_follow_up")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
