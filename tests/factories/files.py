"""Files for tests of uploads."""

import random
from io import BytesIO

import pikepdf


def stuffed_pdf(inside: bytes) -> bytes:
    """A lawful PDF of one page that carries `inside` byte for byte in a stream."""
    made = pikepdf.new()
    made.add_blank_page()
    made.pages[0].Stuffing = made.make_stream(inside)
    buffer = BytesIO()
    made.save(buffer, compress_streams=False)
    return buffer.getvalue()


def heavy_pdf(size: int) -> bytes:
    """A lawful PDF a little larger than `size` bytes; the same each time."""
    return stuffed_pdf(random.Random(size).randbytes(size))
