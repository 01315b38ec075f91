"""What a socket tells: everything once, in order, and nothing of anybody else's."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers

from notifications import wakeup
from notifications import watch as watching
from notifications.models import Mailbox, Notification
from notifications.presenting import codes
from notifications.watch import watch
from tests.notifications.knocking import bearer, cookie_of, knock, played

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]


def test_a_connection_begins_with_what_was_missed_in_order(a_complaint, intake, deliver):
    references = [a_complaint().reference for _ in range(3)]
    deliver()

    async def scenario():
        socket = knock(bearer_of_intake, "?after=1")
        await socket.connect()
        frames = await socket.heard()
        await socket.end()
        return frames

    bearer_of_intake = bearer(intake)
    frames = played(scenario())
    assert [frame["id"] for frame in frames] == [2, 3]
    assert [frame["subject"]["reference"] for frame in frames] == references[1:]
    assert frames[0]["event"] == "complaint.submit"
    assert frames[0]["text"] == f"Laporan baru {references[1]} menunggu verifikasi."
    assert frames[0]["url"] == f"/petugas/laporan/{references[1]}/"
    assert frames[0]["seen_at"] is None


@pytest.mark.parametrize(
    ("after", "ids"),
    [("", [1, 2]), ("?after=0", [1, 2]), ("?after=x", [1, 2]), ("?after=99", []), ("?after=-1", [1, 2])],
)
def test_where_it_goes_on(after, ids, a_complaint, intake, deliver):
    a_complaint(), a_complaint()
    deliver()

    async def scenario():
        socket = knock(headers, after)
        await socket.connect()
        frames = await socket.heard()
        await socket.end()
        return [frame["id"] for frame in frames]

    headers = bearer(intake)
    assert played(scenario()) == ids


def test_what_happens_arrives_live_once_and_only_where_it_belongs(
    client, a_recommendation, bkd_kukar, bkd_kaltara, deliver, django_capture_on_commit_callbacks
):
    ours, theirs = cookie_of(client, bkd_kukar), bearer(bkd_kaltara)

    def happen():
        with django_capture_on_commit_callbacks(execute=True):
            a_recommendation("ISSUED")
            deliver()

    async def scenario():
        mine, other = knock(ours), knock(theirs)
        await mine.connect()
        await other.connect()
        await mine.heard(), await other.heard()
        await sync_to_async(happen)()
        frame = await mine.frame()
        assert await mine.receive_nothing(timeout=0.3)
        assert await other.receive_nothing(timeout=0.3)
        await mine.end()
        await other.end()
        return frame

    frame = played(scenario())
    assert frame["event"] == "recommendation.issue"
    assert frame["url"] == f"/instansi/rekomendasi/{frame['subject']['reference']}/"


def ids(frames) -> list[int]:
    return [frame["id"] for frame in frames if "id" in frame]


def test_a_gap_in_the_wake_ups_is_filled_from_the_database(intake, happen):
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(2, quietly=True)
        await sync_to_async(happen)(1)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == [1, 2, 3]


def test_a_wake_up_that_comes_twice_is_told_once(intake, happen):
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(1)
        row = {
            "number": 1,
            "verb": "complaint.submit",
            "kind": "complaint",
            "reference": "X",
            "created_at": "",
            "seen_at": None,
        }
        layer = channel_layers["default"]
        await layer.group_send(f"officer.{intake.pk}", {"type": "notification", "row": row})
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == [1]


def test_what_happens_while_the_replay_runs_is_neither_lost_nor_doubled(intake, happen):
    happen(20)
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await sync_to_async(happen)(5)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == list(range(1, 26))


def test_rows_whose_wake_up_was_lost_arrive_with_the_next_look(intake, happen, monkeypatch):
    monkeypatch.setattr(watching, "REREAD", 0)
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(2, quietly=True)
        await watch().look(asyncio.get_running_loop().time() + 60)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == [1, 2]


def test_a_hundred_reconnections_lose_and_double_nothing(intake, happen):
    happen(10)
    headers = bearer(intake)

    async def scenario():
        heard, last = [], 0
        for turn in range(100):
            socket = knock(headers, f"?after={last}")
            await socket.connect()
            if turn % 20 == 0:
                await sync_to_async(happen)(1)
            heard += ids(await socket.heard())
            last = heard[-1] if heard else 0
            await socket.end()
        socket = knock(headers, f"?after={last}")
        await socket.connect()
        heard += ids(await socket.heard())
        await socket.end()
        return heard

    assert played(scenario()) == list(range(1, 16))


def test_what_is_seen_in_one_window_is_counted_in_the_others(client, intake, happen):
    happen(3)
    headers = bearer(intake)
    client.force_login(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(client.post)("/pemberitahuan/dilihat/", {"up_to": 2})
        frames = await socket.rest()
        await socket.end()
        return frames

    assert played(scenario()) == [{"event": "system.unseen", "unseen": 1, "last": 3}]


def test_a_socket_speaks_the_language_of_its_reader(client, intake, happen):
    happen(1)
    headers = [(k, v + b"; bahasa=en" if k == b"cookie" else v) for k, v in cookie_of(client, intake)]

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        frames = await socket.heard()
        await socket.end()
        return frames

    reference = Notification.objects.get(recipient=intake).event.subject_reference
    assert reference in played(scenario())[0]["text"]


def test_a_number_beyond_a_restored_mailbox_does_not_silence_it(intake, happen):
    happen(2)
    Mailbox.objects.filter(recipient=intake).update(last_number=2)
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers, "?after=500")
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(1)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == [3]


@pytest.mark.postgres
def test_a_worker_in_another_process_wakes_the_socket_over_redis(intake, happen, settings):
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [settings.REDIS_URL], "prefix": f"test-{uuid4().hex}"},
        }
    }
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(happen)(1, quietly=True)
        row = codes(await Notification.objects.select_related("event").aget(recipient=intake))
        await asyncio.to_thread(wakeup.send, wakeup.group_of(intake.pk), {"type": "notification", "row": row})
        frame = await socket.frame()
        await socket.end()
        return frame

    assert played(scenario())["id"] == 1
