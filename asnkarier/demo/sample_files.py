"""Small real files for invented applications: a one-page PDF that says it is a sample, and a plain portrait."""

import struct
import zlib


def sample_pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """A lawful one-page A4 PDF with a title and lines of Latin-1 text."""
    rows = [f"BT /F1 18 Tf 72 760 Td ({_escaped(title)}) Tj ET"]
    rows += [f"BT /F1 11 Tf 72 {730 - 18 * place} Td ({_escaped(line)}) Tj ET" for place, line in enumerate(lines)]
    stream = "\n".join(rows).encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def sample_portrait() -> bytes:
    """A PNG of 150 x 200 pixels: a head and shoulders in two greys, nobody's face."""
    rows = bytearray()
    for y in range(200):
        rows.append(0)
        for x in range(150):
            head = (x - 75) ** 2 * 1.6 + (y - 75) ** 2 <= 42**2
            shoulders = y > 125 and (x - 75) ** 2 / 65**2 + (y - 200) ** 2 / 75**2 <= 1
            rows.append(0x8A if head or shoulders else 0xDD)
    header = struct.pack(">IIBBBBB", 150, 200, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
