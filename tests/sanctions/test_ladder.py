"""The ladder: by hand, by rule, for many at once; never back, never twice on a day; walked to its top with time travel."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.actions import Person
from letters.models import Letter
from sanctions import actions, ladder, rounds
from sanctions.escalating import escalate_together
from sanctions.models import Escalation, LadderRule, Recommendation, Roster, StepProposal
from workflow.models import Event
from workflow.transitions import MovedOn

START = date(2026, 1, 5)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(ladder.ORDER), st.integers(0, 2)), max_size=12))
def test_whatever_is_asked_the_ladder_never_goes_back_nor_repeats_a_step_on_one_day(asked):
    taken, day = [], START
    for step, wait in asked:
        day += timedelta(days=wait)
        if not ladder.refused(step, taken, on=day):
            taken.append((step, day))
    order = [ladder.ORDER.index(step) for step, _day in taken]
    assert order == sorted(order)
    assert len(set(taken)) == len(taken)


@pytest.mark.django_db
def test_by_hand_a_step_back_or_the_same_twice_a_day_is_refused(a_recommendation, penyelia, call):
    rec = a_recommendation("ISSUED")
    path = f"recommendations/{rec.reference}/transitions/escalate"
    answers = [
        call(penyelia, "POST", path, {"step": s}).status_code for s in ("WARNING", "WARNING", "REMINDER", "PRESIDENT")
    ]
    assert answers == [200, 422, 422, 200]
    assert list(rec.escalations.order_by("pk").values_list("step", flat=True)) == ["WARNING", "PRESIDENT"]
    assert all(each.letter.pdf.startswith(b"%PDF") for each in rec.escalations.select_related("letter"))


@pytest.fixture
def issued_on(a_recommendation, time_machine):
    """Makes an issued recommendation on a day, and stays there."""

    def make(day: date, stage: str = "ISSUED", **other) -> Recommendation:
        time_machine.move_to(noon(day))
        return a_recommendation(stage, **other)

    return make


@pytest.mark.django_db
def test_the_whole_ladder_by_rule_with_time_travel(issued_on, penyelia, bkd_kukar, time_machine):
    rec, steps = issued_on(START), []
    day, once = START, set()
    while day < START + timedelta(days=120):
        day += timedelta(days=1)
        time_machine.move_to(noon(day))
        rounds.round_of("")
        rounds.round_of("")  # idempotent
        for proposal in StepProposal.objects.exclude(pk__in=once):
            once.add(proposal.pk)
            actions.escalate(Recommendation.objects.get(pk=rec.pk), by=penyelia, step=proposal.step, at=noon(day))
            steps.append((proposal.step, day))
    assert [step for step, _day in steps] == ladder.ORDER
    waits = [(later - earlier).days for (_s, earlier), (_t, later) in zip(steps, steps[1:], strict=False)]
    assert steps[0][1] > START + timedelta(days=14) and waits[2] == 4 and all(wait >= 4 for wait in waits)
    assert Event.objects.filter(verb="recommendation.propose").count() == len(ladder.ORDER)
    assert Letter.objects.filter(kind__in=ladder.ORDER).count() == len(ladder.ORDER)

    block = rec.blocks.get()
    assert block.lifted_at is None
    with pytest.raises(PermissionDenied):
        actions.unblock(rec, by=bkd_kukar, reason="x")
    actions.unblock(rec, by=penyelia, reason="Keputusan sudah diterima.")
    assert rec.blocks.get().letter.kind == "DATA_UNBLOCK"
    with pytest.raises(MovedOn):
        actions.unblock(rec, by=penyelia, reason="Lagi.")


@pytest.mark.django_db
def test_an_answer_a_rebuttal_and_a_return_stop_the_count_and_reading_does_not(
    issued_on, penyelia, bkd_kukar, time_machine
):
    read, rebutted = issued_on(START, "ACKNOWLEDGED"), issued_on(START)
    actions.rebut(rebutted, by=bkd_kukar, note="x")
    answered = issued_on(START, "IMPLEMENTED")
    late = noon(START + timedelta(days=40))
    time_machine.move_to(late)
    rounds.climb(at=late)
    assert set(StepProposal.objects.values_list("recommendation", flat=True)) == {read.pk}
    actions.contest(answered, by=penyelia, note="Tidak sesuai.", at=late)
    actions.uphold(rebutted, by=penyelia, note="Tetap.", at=late)
    assert rounds.climb(at=late + timedelta(days=1)) == 0
    assert rounds.climb(at=late + timedelta(days=40)) == 2


@pytest.mark.django_db
def test_a_reminder_goes_by_itself_where_the_rule_says_so_and_nothing_else_does(issued_on):
    LadderRule.objects.filter(step="REMINDER").update(automatic=True)
    rec = issued_on(START)
    late = noon(START + timedelta(days=60))
    assert [rounds.climb(at=late) for _ in range(2)] == [1, 0]
    step = rec.escalations.get()
    assert (step.step, step.by, step.letter.kind) == ("REMINDER", None, "REMINDER")
    assert rounds.climb(at=late + timedelta(days=30)) == 1
    assert rec.escalations.count() == 1 and StepProposal.objects.get().step == "WARNING"
    with pytest.raises(Exception, match="only_reminders_by_themselves"):
        LadderRule.objects.filter(step="PRESIDENT").update(automatic=True)


@pytest.mark.django_db
def test_one_letter_lists_many_authorities_and_each_takes_the_step_or_none_does(
    issued_on, penyelia, pemeriksa, client, people, kukar
):
    kaltara = people["bkd.kaltara"].agency
    mine = [issued_on(START) for _ in range(2)]
    other = issued_on(START, people=[Person(name="Di Kaltara", agency=kaltara)])
    client.force_login(penyelia)
    page = client.get("/petugas/eskalasi/").content.decode()
    assert kukar.name in page and kaltara.name in page
    assert client.post("/petugas/eskalasi/", {}).status_code == 422
    answer = client.post("/petugas/eskalasi/", {"instansi": [kukar.pk, kaltara.pk]})
    roster = Roster.objects.select_related("letter").get()
    assert answer["Location"] == f"/petugas/surat/{roster.letter_id}/"
    assert set(Escalation.objects.values_list("recommendation", "letter")) == {
        (r.pk, roster.letter_id) for r in (*mine, other)
    }
    assert client.get(answer["Location"]).status_code == 200
    client.post("/petugas/eskalasi/", {"instansi": [kukar.pk]})
    assert Roster.objects.count() == 1
    for stranger in (pemeriksa, people["bkd.kukar"]):
        client.force_login(stranger)
        assert client.get("/petugas/eskalasi/").status_code == 403
    assert roster.letter not in Letter.objects.visible_to(people["bkd.kukar"])


@pytest.mark.django_db
def test_of_many_one_that_was_answered_leaves_nothing_behind(issued_on, penyelia):
    first, second = issued_on(START), issued_on(START, "IMPLEMENTED")
    with pytest.raises((MovedOn, ValidationError)):
        escalate_together([first, second], by=penyelia, at=timezone.now())
    assert not Roster.objects.exists() and not Escalation.objects.exists()
