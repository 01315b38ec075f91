"""Who may open a socket, and until when they may listen."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from agencies.models import ApiToken, Officer, Territory
from deploy.asgi import sockets
from notifications.watch import watch
from tests.notifications.knocking import HOST, Socket, bearer, cookie_of, knock, played

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_process")]


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


def test_a_session_without_a_second_factor_is_refused(client, half_in, intake):
    half_in(intake)
    key = client.cookies["sessionid"].value.encode()
    assert played(refused([*HOST, (b"cookie", b"sessionid=" + key)]))


def test_a_demo_account_is_refused_where_the_real_work_is_done(client, intake, settings):
    headers, token = cookie_of(client, intake), bearer(intake)
    settings.DEMO_ACCOUNTS = False
    assert played(refused(headers)) and played(refused(token))


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
