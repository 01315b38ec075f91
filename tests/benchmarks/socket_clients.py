"""Many socket clients in a process of their own: connects them all, then tells when each got the frames of a round.

Standard input: one JSON line with addresses and tokens; then lines with the number of frames to wait for. Answers are
lines of times (seconds since the epoch). `redis` in place of tokens: that many subscribers of bare channels.
"""

import asyncio
import json
import sys
import time

from redis.asyncio.connection import Connection
from websockets.asyncio.client import connect

PATIENCE = 60
AT_ONCE = 50  # handshakes


class Clients:
    def __init__(self):
        self.times: list[float] = []
        self.changed = asyncio.Event()

    def note(self) -> None:
        self.times.append(time.time())
        self.changed.set()

    async def listen(self, url: str, token: str, ready: asyncio.Semaphore, counted: list) -> None:
        async with ready:
            socket = await connect(
                url, additional_headers={"Authorization": f"Bearer {token}"}, open_timeout=PATIENCE, ping_interval=None
            )
            while json.loads(await socket.recv())["event"] != "system.ready":
                pass
            counted.append(socket)
        async for frame in socket:
            if '"id"' in frame:
                self.note()

    async def subscribe(self, host: str, port: int, channel: str, ready: asyncio.Semaphore, counted: list) -> None:
        async with ready:
            connection = Connection(host=host, port=port)
            await connection.connect()
            await connection.send_command("SUBSCRIBE", channel)
            await connection.read_response()
            counted.append(connection)
        while True:
            await connection.read_response()
            self.note()

    async def wait(self, count: int) -> list[float]:
        async with asyncio.timeout(PATIENCE):
            while len(self.times) < count:
                self.changed.clear()
                await self.changed.wait()
        found, self.times = self.times, []
        return found


async def lines() -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=2**24)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    return reader


async def main() -> None:
    reader, clients, counted = await lines(), Clients(), []
    asked, ready = json.loads(await reader.readline()), asyncio.Semaphore(AT_ONCE)
    if "redis" in asked:
        host, port = asked["redis"]
        work = [clients.subscribe(host, port, channel, ready, counted) for channel in asked["channels"]]
    else:
        urls = asked["urls"]
        work = [clients.listen(urls[i % len(urls)], t, ready, counted) for i, t in enumerate(asked["tokens"])]
    tasks = [asyncio.create_task(each) for each in work]
    while len(counted) < len(tasks):
        await asyncio.sleep(0.1)
        for task in tasks:
            if task.done():
                task.result()
    print("ready", flush=True)
    while line := await reader.readline():
        print(json.dumps(await clients.wait(int(line))), flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
