"""Two drawings on a letter, as paths: the code that leads to its check page, and a plain emblem of the agency.

The renderer may fetch nothing, so both stand inside the page. No real coat of arms is drawn: an agency uploads its own when it
has the right to.
"""

from dataclasses import dataclass
from hashlib import sha256
from math import cos, pi, sin

MINOR_WORDS = {"dan", "di", "ke", "dari", "untuk", "yang"}


@dataclass(frozen=True)
class QrDrawing:
    """A code as one path; `size`: modules on a side, quiet zone included."""

    size: int
    path: str


@dataclass(frozen=True)
class Emblem:
    """An agency's drawn mark: up to two letters and a star with `points` in a box of 100 x 100."""

    letters: str
    star: str


def qr_drawing(text: str) -> QrDrawing:
    """The QR code of a text, error correction M (15 %), with the quiet zone of four modules the standard asks for."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width or 1
    return QrDrawing(len(rows), "".join(runs))


def emblem_of(name: str, register: str) -> Emblem:
    """The same mark for the same agency, always: letters of its name, points of the star by its code."""
    words = [word for word in name.split() if word.lower() not in MINOR_WORDS and word[:1].isalpha()]
    letters = "".join(word[0] for word in (words[0], words[-1])) if len(words) > 1 else name[:1]
    points = 5 + sha256(register.encode()).digest()[0] % 4
    corners = []
    for step in range(2 * points):
        radius = 11 if step % 2 == 0 else 4.6
        angle = pi * step / points - pi / 2
        corners.append(f"{50 + radius * cos(angle):.2f},{24 + radius * sin(angle):.2f}")
    return Emblem(letters.upper(), " ".join(corners))
