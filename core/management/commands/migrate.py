"""`manage.py migrate` while the portal is open: it never makes people wait behind it for long.

A change of a table waits for whoever reads it now, and everybody who comes after waits behind the change. So it waits half a
second, lets everybody pass, and tries again. Each migration is one transaction: what was refused has changed nothing.
"""

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import OperationalError, connections
from psycopg2.errors import LockNotAvailable

# What people wait for at most behind one change of a table; PostgreSQL's `lock_timeout`.
WAIT = "500ms"
# Longer than the slowest page (15 s) and most tasks; a backup or an export that reads longer is told to the operator.
ATTEMPTS, PAUSE_SECONDS = 20, 3.0


class Command(DjangoMigrate):
    """Django's command with a short wait for locks, and several attempts."""

    help = "Ubah tabel ke versi program ini. Menunggu kunci sebentar saja, lalu mencoba lagi, sehingga portal tetap melayani."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--attempts", type=int, default=ATTEMPTS, help="berapa kali dicoba selama tabel sedang dipakai")
        parser.add_argument("--pause", type=float, default=PAUSE_SECONDS, help="jeda antara dua percobaan, detik")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; where a table is in use, again after a pause.

        Raises:
            CommandError: a table stayed in use in every attempt.
        """
        attempts, pause = options.pop("attempts", ATTEMPTS), options.pop("pause", PAUSE_SECONDS)
        for attempt in range(1, attempts + 1):
            with connections[options["database"]].cursor() as cursor:
                cursor.execute("SET lock_timeout = %s", [WAIT])
            try:
                return super().handle(*args, **options)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
            if attempt < attempts:
                self.stdout.write(f"Tabel sedang dipakai; dicoba lagi sesudah {pause:g} detik ({attempt} dari {attempts}).")
                self.stdout.flush()
                time.sleep(pause)
        raise CommandError("Tabel terus dipakai sehingga tidak dapat diubah. Tidak ada yang setengah jadi; jalankan lagi nanti.")
