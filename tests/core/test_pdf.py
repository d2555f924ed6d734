"""Letters are closed worlds: nothing typed into them can read a file or call out."""

import io
import socket
import threading

import pikepdf
import pytest

from core.pdf import pdf_bytes


@pytest.fixture
def listener():
    """A port on loopback that counts who calls."""
    calls = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    stop = threading.Event()

    def wait() -> None:
        while not stop.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            calls.append(connection.recv(200))
            connection.close()

    thread = threading.Thread(target=wait)
    thread.start()
    yield server.getsockname()[1], calls
    stop.set()
    thread.join()
    server.close()


REFERENCES = [
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<style>@import "{url}";</style>',
    '<style>p {{ background: url("{url}") }}</style><p>isi</p>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style><p>isi</p>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<svg><image href="{url}" width="9" height="9"/></svg>',
    '<link rel="attachment" href="{url}">',
]


@pytest.mark.parametrize("html", REFERENCES)
def test_reference_to_a_file_never_reaches_the_letter(html, tmp_path):
    canary = tmp_path / "rahasia.txt"
    canary.write_text("KENARI-RAHASIA")
    try:
        content = pdf_bytes(html.format(url=canary.as_uri()))
    except ValueError:
        return
    assert b"KENARI-RAHASIA" not in unpacked(content)


@pytest.mark.parametrize("html", REFERENCES)
@pytest.mark.parametrize("scheme", ["http", "https", "ftp"])
def test_reference_to_the_network_calls_nobody(html, scheme, listener):
    port, calls = listener
    try:
        pdf_bytes(html.format(url=f"{scheme}://127.0.0.1:{port}/kenari"))
    except ValueError:
        assert calls == []
    assert calls == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "http://127.0.0.1:9/x", "data:image/png;base64,AAAA"])
def test_picture_from_outside_is_an_error_and_no_half_letter(url):
    with pytest.raises(ValueError, match="may not refer"):
        pdf_bytes(f'<p>Surat</p><img src="{url}">')


def test_markup_typed_as_a_name_is_printed_not_obeyed(tmp_path):
    from django.template import Context, Template

    html = Template("<p>Yth. {{ name }}</p>").render(Context({"name": '<img src="file:///etc/hostname">'}))
    assert pdf_bytes(html).startswith(b"%PDF")


def unpacked(content: bytes) -> bytes:
    """Every stream of a PDF, decompressed."""
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes())
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes())
    return b"\n".join(found)
