"""A mail server on a machine of its own that writes down what it took, over encrypted lines alone.

`python -m tests.cluster.post ADDRESS FILE CERTIFICATE KEY`
"""

import json
import ssl
import sys
import threading
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Keeping:
    """Writes a line for each mail before it says 250."""

    def __init__(self, path: str) -> None:
        self.file = open(path, "a")  # noqa: SIM115 - open as long as the server

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        line: dict[str, Any] = {"to": envelope.rcpt_tos[0], "subject": str(mail["Subject"]), "id": str(mail["Message-ID"])}
        line["attachments"] = [part.get_filename() for part in mail.iter_attachments()]
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        return "250 OK"


if __name__ == "__main__":
    encrypted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    encrypted.load_cert_chain(sys.argv[3], sys.argv[4])
    # No mail is taken over a line in the clear.
    more = {"tls_context": encrypted, "require_starttls": True}
    controller = Controller(Keeping(sys.argv[2]), hostname=sys.argv[1], port=2525, **more)
    controller.start()
    threading.Event().wait()
