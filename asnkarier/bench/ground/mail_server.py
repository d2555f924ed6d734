"""Null mail server: takes every mail and notes to whom and under which Message-ID: `mail_server.py PORT FILE`.

A script of its own, standard library only, so that it shares neither interpreter nor imports with what it measures. Each mail
taken is a line of FILE, written before the sender hears "250", so that nothing counts that was not taken.
"""

import asyncio
import contextlib
import re
import sys
from typing import TextIO

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, notes: TextIO) -> None:
    """One connection, as far as SMTP a sender needs (RFC 5321); a killed sender just ends it."""
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        await talk(reader, writer, notes)
    writer.close()


async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, notes: TextIO) -> None:
    """Answer line after line until the sender quits."""
    to = ""
    writer.write(b"220 ukur.example ESMTP\r\n")
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"EHLO":
            writer.write(b"250-ukur.example\r\n250 8BITMIME\r\n")
        elif word == b"RCPT":
            to = line.partition(b":")[2].strip().strip(b"<>").decode()
            writer.write(b"250 OK\r\n")
        elif word == b"DATA":
            writer.write(b"354 Go on\r\n")
            content = await reader.readuntil(b"\r\n.\r\n")
            found = MESSAGE_ID.search(content)
            notes.write(f"{to} {found[1].decode() if found else '-'}\n")
            notes.flush()
            writer.write(b"250 OK\r\n")
        elif word == b"QUIT":
            writer.write(b"221 Bye\r\n")
            break
        else:
            writer.write(b"250 OK\r\n")


async def run(port: int, path: str) -> None:
    """Serve until the process is stopped."""
    with open(path, "a") as notes:
        server = await asyncio.start_server(lambda r, w: serve(r, w, notes), "127.0.0.1", port, limit=4_000_000)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), sys.argv[2]))
