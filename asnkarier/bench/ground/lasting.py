"""A ground that is kept: a big register is made once and measured often."""

from pathlib import Path

import psycopg2.extensions

from asnkarier.bench.ground.servers import DATABASE, Ground
from asnkarier.embedded import database


class LastingGround(Ground):
    """A ground in a folder that stays.

    Args:
        home: the folder; name: its database. A server that runs there already is used and left running.
    """

    def __init__(self, home: Path, name: str = "") -> None:
        super().__init__(home)
        self.name = name or DATABASE
        self.was_running = self.cluster.answers()

    def start(self) -> None:
        """Create and fill the folder, or start what lies in it."""
        if not self.cluster.exists:
            super().start()
            return
        if not self.was_running:
            self.cluster.begin_start()
            self.cluster.finish_start()
        if not self.broker.answers():
            self.broker.begin_start()
            self.broker.finish_start()
        # What was filled by an older program is measured with this one.
        self.run("django", "migrate", "--verbosity", "0")
        self.run("django", "grant_roles")

    def stop(self) -> None:
        """Stop what this process started."""
        for web in self.webs:
            web.begin_stop()
        for web in self.webs:
            web.finish_stop()
        self.broker.stop()
        if not self.was_running:
            self.cluster.stop()

    def environment(self, process: str, **more: str) -> dict[str, str]:
        """As on any ground, with the database of this one."""
        role = {"web": database.WEB, "worker": database.WORKER, "owner": database.OWNER}[process]
        address = {"DATABASE_URL": self.cluster.url(self.name, role), "DJANGO_SETTINGS_MODULE": "asnkarier.settings"}
        return super().environment(process, **(address | more))

    def connect(self) -> psycopg2.extensions.connection:
        """Superuser connection in autocommit."""
        connection = self.cluster.connect(self.name)
        connection.autocommit = True
        return connection
