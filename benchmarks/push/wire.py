#!/usr/bin/env python3
"""Stands before a registry and counts bytes: wire.py PORT TARGET_PORT FILE. SIGUSR1 writes the count to FILE and begins anew."""

import asyncio
import os
import signal
import sys

PORT, TARGET, FILE = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
counts = {"sent": 0, "received": 0}


async def pump(reader, writer, kind):
    try:
        while data := await reader.read(1 << 16):
            counts[kind] += len(data)
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    to_reader, to_writer = await asyncio.open_connection("127.0.0.1", TARGET)
    await asyncio.gather(pump(reader, to_writer, "sent"), pump(to_reader, writer, "received"))


def report():
    with open(FILE + ".part", "w") as file:
        file.write(f"{counts['sent']} {counts['received']}\n")
    os.rename(FILE + ".part", FILE)
    counts.update(sent=0, received=0)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, report)
    await (await asyncio.start_server(serve, "127.0.0.1", PORT)).serve_forever()


asyncio.run(main())
