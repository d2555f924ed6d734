"""What a person reads when the machine is not ready: one sentence, no traceback."""

import ast
import fcntl
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from asnkarier.embedded import bootstrap

SCRIPT = Path(bootstrap.__file__)


def start(folder, **extra):
    """Run the bootstrap as `make run` does, in a folder of its own; return the finished process."""
    env = {"PATH": os.environ["PATH"], "ASN_LOCAL_DIR": str(folder)} | extra
    return subprocess.run([sys.executable, str(SCRIPT), "run"], env=env, capture_output=True, text=True, timeout=60)


def assert_one_sentence(done, *words):
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    for word in words:
        assert word in lines[0]


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_bootstrap_can_be_read_by_an_old_python():
    assert ast.parse(SCRIPT.read_text(), feature_version=(3, 6))


def test_bootstrap_needs_the_standard_library_only():
    tree = ast.parse(SCRIPT.read_text())
    imported = {name.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_old_python_is_refused(version):
    sentence = bootstrap.python_refusal(version)
    assert f"Python {version[0]}.{version[1]}." in sentence
    assert "make run PYTHON=python3.11" in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 14, 0)])
def test_new_python_is_accepted(version):
    assert bootstrap.python_refusal(version) is None


def test_old_python_without_a_newer_one_ends_with_the_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert bootstrap.main(["run"], {"PATH": "/nonexistent"}) == 1
    assert capsys.readouterr().out == bootstrap.python_refusal((3, 9)) + "\n"


def test_old_python_hands_over_to_a_newer_one(monkeypatch):
    class HandedOver(Exception):
        pass

    def execve(path, arguments, environ):
        raise HandedOver(path, arguments)

    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap, "newer_python", lambda environ: "/opt/python3.12")
    monkeypatch.setattr(os, "execve", execve)
    with pytest.raises(HandedOver) as handed:
        bootstrap.main(["run"], {})
    assert handed.value.args == ("/opt/python3.12", ["/opt/python3.12", str(SCRIPT), "run"])


def test_busy_port_is_refused(tmp_path, busy_port):
    assert_one_sentence(start(tmp_path, PORT=str(busy_port)), f"Porta {busy_port} sedang dipakai", "make run", "PORT=")


@pytest.mark.parametrize("port", ["0", "70000", "delapan", "-1"])
def test_wrong_port_is_refused(tmp_path, port):
    assert_one_sentence(start(tmp_path, PORT=port), f"PORT={port} bukan nomor porta")


def test_free_port_is_accepted():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert bootstrap.port_refusal(port) is None


def test_full_disk_is_refused(monkeypatch, capsys, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 300 * 1024**2))
    assert bootstrap.main(["run"], {"ASN_LOCAL_DIR": str(tmp_path), "PATH": os.environ["PATH"]}) == 1
    sentence = capsys.readouterr().out
    assert sentence.startswith("Ruang disk tinggal 300 MB")
    assert "1 GB" in sentence
    assert sentence.count("\n") == 1


def test_second_run_from_the_same_folder_is_refused(tmp_path):
    with open(tmp_path / "run.lock", "w") as lock:
        lock.write("http://127.0.0.1:8123")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert_one_sentence(start(tmp_path), "sudah berjalan", "http://127.0.0.1:8123", "Ctrl-C")


def test_lock_left_by_a_killed_run_does_not_matter(tmp_path):
    (tmp_path / "run.lock").write_text("http://127.0.0.1:8000")
    assert bootstrap.running_refusal(str(tmp_path)) is None


def test_folder_of_somebody_else_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert f"Folder {tmp_path} tidak dapat ditulisi" in bootstrap.folder_refusal(str(tmp_path / "belum" / "ada"))


@pytest.mark.parametrize(
    ("platform", "command"), [("linux", "sudo apt-get install -y libpango"), ("darwin", "brew install pango")]
)
def test_missing_pango_names_the_command(monkeypatch, platform, command):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(bootstrap, "missing_pango", lambda: ["pango-1.0"])
    monkeypatch.setattr(bootstrap, "can_install", lambda: False)
    with pytest.raises(bootstrap.Unready, match="Pustaka sistem untuk membuat PDF belum ada") as refusal:
        bootstrap.ensure_pango()
    assert command in str(refusal.value)


def test_missing_pango_is_installed_by_root(monkeypatch, capsys):
    answers = [["pango-1.0"], []]
    installed = []
    monkeypatch.setattr(bootstrap, "missing_pango", lambda: answers.pop(0))
    monkeypatch.setattr(bootstrap, "can_install", lambda: True)
    monkeypatch.setattr(bootstrap, "apt_install", lambda packages: installed.extend(packages) or True)
    bootstrap.ensure_pango()
    assert "libpango-1.0-0" in installed
    assert capsys.readouterr().out == "Memasang pustaka Pango untuk surat PDF ...\n"


@pytest.mark.parametrize("is_root", [True, False])
def test_missing_face_of_the_letters_is_installed_or_named_and_stops_nothing(monkeypatch, capsys, tmp_path, is_root):
    folder, asked = tmp_path / "liberation", []
    monkeypatch.setattr(bootstrap, "FACE_FOLDER", str(folder))
    monkeypatch.setattr(bootstrap, "can_install", lambda: is_root)
    monkeypatch.setattr(bootstrap, "apt_install", lambda packages: asked.extend(packages) or folder.mkdir() or True)
    bootstrap.ensure_face()
    assert asked == (["fonts-liberation"] if is_root else [])
    assert ("sudo apt-get install -y fonts-liberation" in capsys.readouterr().out) is not is_root
    folder.mkdir(exist_ok=True)
    bootstrap.ensure_face()
    assert capsys.readouterr().out == ""


def test_library_that_does_not_exist_is_missing(monkeypatch):
    assert bootstrap.missing_pango() == []
    monkeypatch.setattr(bootstrap, "PANGO_LIBRARIES", (("tidakada", "libtidakada.so.9", "libtidakada.9.dylib"),))
    assert bootstrap.missing_pango() == ["tidakada"]


def test_missing_chromium_names_the_command(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, **options: None)
    with pytest.raises(bootstrap.Unready, match="sudo apt-get install -y chromium"):
        bootstrap.ensure_chromium()


class Installation:
    """A project folder with a stand-in for the virtual environment's Python."""

    def __init__(self, root, code):
        self.root, self.calls = root, root / "calls"
        python = root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\necho "$@" >> {self.calls}\nexit {code}\n')
        python.chmod(0o755)
        (root / "requirements.lock").write_text("satu==1.0\n")

    @property
    def commands(self):
        return self.calls.read_text().splitlines() if self.calls.exists() else []


def test_packages_are_installed_once_for_each_lock(monkeypatch, tmp_path):
    installation = Installation(tmp_path, 0)
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    bootstrap.ensure_packages("requirements.lock")
    bootstrap.ensure_packages("requirements.lock")
    assert len(installation.commands) == 1
    assert "--require-hashes" in installation.commands[0]
    (tmp_path / "requirements.lock").write_text("satu==1.1\n")
    bootstrap.ensure_packages("requirements.lock")
    assert len(installation.commands) == 2


def test_failed_installation_is_a_sentence_and_is_tried_again(monkeypatch, tmp_path):
    installation = Installation(tmp_path, 1)
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    for _ in range(2):
        with pytest.raises(bootstrap.Unready, match="Paket tidak dapat dipasang"):
            bootstrap.ensure_packages("requirements.lock")
    assert len(installation.commands) == 2
    assert (tmp_path / ".venv" / "pemasangan.log").exists()


def test_environment_that_cannot_be_made_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(bootstrap.Unready, match=r"apt-get install -y python3\.\d+-venv"):
        bootstrap.ensure_environment()
    assert not (tmp_path / ".venv").exists()


def test_environment_of_somebody_else_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/tidak/ada/python3")
    with pytest.raises(bootstrap.Unready, match=r"Folder \.venv menunjuk Python"):
        bootstrap.ensure_environment()


def test_system_error_is_a_sentence(monkeypatch, capsys, tmp_path):
    def refuse():
        raise PermissionError(13, "Permission denied", "/jalan/berkas")

    monkeypatch.setattr(bootstrap, "ensure_environment", refuse)
    assert bootstrap.main(["check"], {"ASN_LOCAL_DIR": str(tmp_path)}) == 1
    assert capsys.readouterr().out == "Portal tidak dapat disiapkan: Permission denied (/jalan/berkas).\n"


def test_clean_refuses_while_a_portal_runs(tmp_path):
    (tmp_path / "data").write_text("isi")
    with open(tmp_path / "run.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(bootstrap.Unready, match="sudah berjalan"):
            bootstrap.clean({"ASN_LOCAL_DIR": str(tmp_path)})
    assert (tmp_path / "data").exists()


def test_clean_removes_data_and_caches_but_not_the_environment(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    for name in (".local/postgres", ".mypy_cache", "rooms/__pycache__", ".venv/lib/__pycache__"):
        (tmp_path / name).mkdir(parents=True)
    bootstrap.clean({})
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        ".venv",
        ".venv/lib",
        ".venv/lib/__pycache__",
        "rooms",
    ]


def test_marker_is_plain_json(monkeypatch, tmp_path):
    Installation(tmp_path, 0)
    monkeypatch.setattr(bootstrap, "PROJECT_ROOT", str(tmp_path))
    bootstrap.ensure_packages("requirements.lock")
    marker = tmp_path / ".venv" / bootstrap.MARKER
    assert list(json.loads(marker.read_text())) == ["requirements.lock"]
    assert stat.S_ISREG(marker.stat().st_mode)
