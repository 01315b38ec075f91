"""The socket: who gets in, what they hear, and that nothing is lost, doubled or told to somebody else."""

import asyncio

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import channel_layers
from django.conf import settings
from django.utils import timezone

from agencies.models import ApiToken, Officer, Territory
from deploy.asgi import sockets
from notifications import watch as watching
from notifications.models import Mailbox, Notification
from notifications.watch import watch
from tests.notifications.knocking import Socket

pytestmark = pytest.mark.django_db
HOST = [(b"host", b"localhost"), (b"origin", b"http://localhost")]


@pytest.fixture(autouse=True)
def _in_process(settings, monkeypatch):
    """One layer per test, in this process. The connection that holds the test's transaction is not an old one."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    channel_layers.backends.clear()
    yield
    channel_layers.backends.clear()


def played(scenario):
    """Runs a scenario in a loop of its own; the database stays in this thread, inside the test's transaction."""
    return async_to_sync(asyncio.wait_for)(scenario, 20)


def cookie_of(client, officer) -> list[tuple[bytes, bytes]]:
    client.force_login(officer)
    return [
        *HOST,
        (b"cookie", f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode()),
    ]


def bearer(officer) -> list[tuple[bytes, bytes]]:
    secret = ApiToken.issue(officer, at=timezone.now())
    return [(b"host", b"localhost"), (b"authorization", f"Bearer {secret}".encode())]


def knock(headers, query: str = "?after=0") -> Socket:
    return Socket(sockets, f"/ws/notifikasi/{query}", headers)


# Who gets in ------------------------------------------------------------------------------------------------------------
async def refused(headers, query="?after=0") -> bool:
    socket = knock(headers, query)
    connected = await socket.connect()
    await socket.end()
    return not connected


def test_a_stranger_is_refused():
    assert played(refused(HOST))


def test_a_made_up_session_is_refused():
    assert played(refused([*HOST, (b"cookie", b"sessionid=abcdefghijklmnopqrstuvwxyz012345")]))


def test_a_wrong_token_is_refused_even_beside_a_good_session(client, intake):
    assert played(refused([*cookie_of(client, intake), (b"authorization", b"Bearer ntr_wrong")]))


def test_a_revoked_token_is_refused(intake):
    headers = bearer(intake)
    ApiToken.objects.update(revoked_at=timezone.now())
    assert played(refused(headers))


def test_a_disabled_account_is_refused(client, intake):
    headers = cookie_of(client, intake)
    Officer.objects.filter(pk=intake.pk).update(is_active=False)
    assert played(refused(headers))


@pytest.mark.parametrize(
    "origin", [b"https://evil.example", b"http://localhost:9999", b"null", b"http://localhost.evil.example"]
)
def test_a_foreign_page_is_refused_whatever_it_carries(origin, client, intake):
    session = [pair for pair in cookie_of(client, intake) if pair[0] != b"origin"]
    assert played(refused([*session, (b"origin", origin)]))
    assert played(refused([*bearer(intake), (b"origin", origin)]))


def test_a_session_without_an_origin_is_refused(client, intake):
    assert played(refused([pair for pair in cookie_of(client, intake) if pair[0] != b"origin"]))


def test_the_public_address_behind_a_proxy_is_no_foreign_page(client, intake, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://netral.example"]
    session = [pair for pair in cookie_of(client, intake) if pair[0] != b"origin"]
    assert not played(refused([*session, (b"origin", b"https://netral.example")]))


def test_a_session_and_a_token_get_in(client, intake):
    assert not played(refused(cookie_of(client, intake)))
    assert not played(refused(bearer(intake)))


def test_an_unknown_socket_address_is_refused(client, intake):
    async def scenario():
        socket = Socket(sockets, "/ws/lain/", headers)
        connected = await socket.connect()
        await socket.end()
        return connected

    headers = cookie_of(client, intake)
    assert not played(scenario())


# What they hear ---------------------------------------------------------------------------------------------------------
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


@pytest.fixture
def happen(a_complaint, deliver, django_capture_on_commit_callbacks):
    """Files complaints and does the outbox's work; `quietly` loses the wake-up."""

    def make(count: int = 1, *, quietly: bool = False) -> None:
        with django_capture_on_commit_callbacks(execute=not quietly):
            for _ in range(count):
                a_complaint()
            deliver()

    return make


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
    happen(30)
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await sync_to_async(happen)(5)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert ids(played(scenario())) == list(range(1, 36))


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


# Until when -------------------------------------------------------------------------------------------------------------
LOSSES = ["disabled", "logged out", "password", "role", "region"]


@pytest.mark.parametrize("loss", LOSSES)
def test_who_may_no_longer_listen_is_cut_off_within_five_seconds(loss, client, intake, happen):
    headers = cookie_of(client, intake)
    acts = {
        "disabled": lambda: Officer.objects.filter(pk=intake.pk).update(is_active=False),
        "logged out": client.logout,
        "password": lambda: (intake.set_password("lain-sekali-2026"), intake.save()),
        "role": intake.roles.clear,
        "region": lambda: intake.regions.add(Territory.objects.get(code="65")),
    }

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(acts[loss])()
        begun = asyncio.get_running_loop().time()
        closing = await socket.receive_output(timeout=6)
        await socket.end()
        return closing, asyncio.get_running_loop().time() - begun

    closing, seconds = played(scenario())
    assert closing == {"type": "websocket.close", "code": 4403}
    assert seconds < 5.5


def test_a_revoked_token_is_cut_off(intake):
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await sync_to_async(ApiToken.objects.update)(revoked_at=timezone.now())
        await watch().look(asyncio.get_running_loop().time() + 60)
        frames = []
        while (frame := await socket.receive_output(timeout=2))["type"] == "websocket.send":
            frames.append(frame)
        await socket.end()
        return frame

    assert played(scenario())["code"] == 4403


def test_who_may_still_listen_is_left_alone_and_hears_a_heartbeat(intake):
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        await watch().look(asyncio.get_running_loop().time() + 60)
        frames = await socket.rest()
        await socket.end()
        return frames

    assert played(scenario()) == [{"event": "system.heartbeat"}]


def test_chatter_is_ignored_and_too_much_of_it_ends_the_connection(intake):
    headers = bearer(intake)

    async def scenario(text: str, times: int):
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        for _ in range(times):
            await socket.say(text)
        if await socket.receive_nothing(timeout=0.3):
            await socket.end()
            return None
        return (await socket.receive_output())["code"]

    assert played(scenario('{"group": "officer.1"}', 5)) is None
    assert played(scenario("x", 30)) == 4429
    assert played(scenario("x" * 5000, 1)) == 1009


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


def test_the_watch_ends_with_its_last_socket(intake):
    headers = bearer(intake)

    async def scenario():
        socket = knock(headers)
        await socket.connect()
        await socket.heard()
        held = watch()
        await socket.end()
        await asyncio.sleep(0)
        return held.sockets, held.task.cancelled() or held.task.cancelling() > 0

    assert played(scenario()) == (set(), True)


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
