"""Lines of the log as JSON, without personal data.

Values reach the log where nobody meant them to: the message of an exception quotes the row that broke a constraint. So an
exception is told by its kind and its places in the code, never by its message; and in every text, addresses of mail and long
numbers (NIP, NIK, telephone) are blotted out.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

from core.request_trace import request_number

_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Also as printed in groups (NIP 8-6-1-3), and within a longer word.
_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){8,}")
LONGEST = 2000
FRAMES = 25


def blotted(text: str) -> str:
    """`text` without mail addresses and numbers of nine digits or more, on one line."""
    return _NUMBER.sub("#", _MAIL.sub("@", text))[:LONGEST]


class JsonFormatter(logging.Formatter):
    """One JSON object a line: at, level, logger, request, words; facts of the caller; kind and places of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_number(),
            "words": blotted(_words(record)),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["exception"] = f"{kind.__module__}.{kind.__qualname__}"
            line["places"] = _places(trace)
        return json.dumps(line, ensure_ascii=False)


class PlainFormatter(logging.Formatter):
    """Lines for the person at the keyboard: the whole exception, and the number of the request."""

    def format(self, record: logging.LogRecord) -> str:
        number = request_number()
        text = super().format(record)
        if facts := getattr(record, "facts", None):
            text = f"{text} {facts}"
        return f"{text} [{number}]" if number else text


def _words(record: logging.LogRecord) -> str:
    """The message; of a failed task only its name, because Celery's own message quotes the exception."""
    if isinstance(record.args, dict) and "exc" in record.args:
        return f"task {record.args.get('name')} failed or came back"
    return record.getMessage()


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-FRAMES:]]
