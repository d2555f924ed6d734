"""`manage.py read_bounces`: take in the reports of mails that came back."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.bounces import LONGEST, read_report, record_bounces

GROUP = 200


class Command(BaseCommand):
    help = "Catat surel yang dipentalkan, dari kotak surat Maildir atau dari satu surel pada masukan baku."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the reports come from."""
        parser.add_argument("maildir", nargs="?", help="folder Maildir (berisi new, cur, tmp); tanpa ini: masukan baku")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, record, and only then mark what was read: a run that is cut off is simply run again."""
        read = marked = 0
        if options["maildir"] is None:
            read, marked = 1, record_bounces(read_report(sys.stdin.buffer.read(LONGEST + 1)), now=clock.now())
        else:
            for group in self._unread(Path(options["maildir"])):
                bounces = [each for message in group for each in read_report(message.as_bytes())]
                marked += record_bounces(bounces, now=clock.now())
                read += len(group)
        self.stdout.write(f"{read} surel dibaca, {marked} surat dicatat terpental.")

    def _unread(self, folder: Path) -> Iterator[list[mailbox.MaildirMessage]]:
        """New mails in groups; a group is marked as seen when the caller asks for the next one, so after it was recorded."""
        if not (folder / "new").is_dir():
            raise CommandError(f"{folder} bukan Maildir: tidak ada folder new di dalamnya.")
        box = mailbox.Maildir(folder, create=False)
        keys = sorted(key for key, message in box.iteritems() if "S" not in message.get_flags())
        for place in range(0, len(keys), GROUP):
            found = {key: box[key] for key in keys[place : place + GROUP]}
            yield list(found.values())
            for key, message in found.items():
                message.set_subdir("cur")
                message.add_flag("S")
                box[key] = message
