"""Own data and a drill of an incident in a browser: the archive is fetched, the letters are released by a second officer."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from asnkarier.demo.accounts import DEMO_PASSWORD
from tests.e2e.people import Desks


def test_own_data_are_fetched_and_a_drill_is_released_by_a_second_officer(
    desks: Desks, shoot: Callable[[Page, str], None]
) -> None:
    page = desks.open("pelamar1", "/privasi-saya/")
    shoot(page, "privacy-own")
    page.get_by_role("link", name="Unduh data saya").click()
    # The seed has asked for one; the worker made it.
    made = desks.portal.wait_for(lambda: desks.portal.rows("SELECT id FROM privacy_personalcopy WHERE state = 'READY'"))
    assert made
    page.reload()
    shoot(page, "privacy-copies")
    page.get_by_role("link", name="Unduh salinan").click()
    page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Lanjutkan").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as bundle:
        assert "Galih Setiawan Prasetyo" in bundle.read("bagian/akun.html").decode()
        assert any(name.startswith("berkas/lemari-bukti/") for name in bundle.namelist())

    page = desks.open("pdp", "/pdp/insiden/")
    shoot(page, "breaches")
    page.get_by_role("link", name="Catat insiden").click()
    page.get_by_role("button", name="Catat insiden").click()
    expect(page.get_by_role("alert")).to_be_visible()
    shoot(page, "breach-record-errors")
    page.goto("/pdp/insiden/")
    page.get_by_role("link", name="Latihan triwulan").click()
    shoot(page, "breach")
    page.get_by_role("link", name="Lihat daftar nama").click()
    shoot(page, "breach-people")
    page = desks.open("pdp.kedua", "/pdp/insiden/")
    page.get_by_role("link", name="Latihan triwulan").click()
    page.get_by_role("link", name="Periksa surat").click()
    shoot(page, "breach-letters")
    ((waiting,),) = desks.portal.rows(
        "SELECT count(*) FROM core_outboxmessage WHERE state = 'UNRELEASED' AND kind = 'breach_notice'"
    )
    page.get_by_label("Jumlah surat yang dilepas").fill(str(waiting))
    desks.add_code("pdp.kedua", page)
    page.get_by_role("button", name="Lepas surat").click()
    expect(page.get_by_text("2 surat dilepas.")).to_be_visible()
    shoot(page, "breach-told")
    page.goto("/pdp/pemusnahan/")
    shoot(page, "destructions")
    page.goto("/privasi/masa-simpan/")
    shoot(page, "retention")
