"""Folders, secrets and addresses of an installation."""

import base64
import os
import stat

import pytest

from asnkarier.embedded import environment
from asnkarier.embedded.bootstrap import Unready
from asnkarier.embedded.places import LONGEST_SOCKET_FOLDER, Places, load_secrets, make_private, open_path_to


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_made_once_and_kept_private(tmp_path):
    path = tmp_path / "secrets.env"
    first = load_secrets(path)
    assert mode(path) == 0o600
    assert len(first["SECRET_KEY"]) >= 50
    assert len(base64.urlsafe_b64decode(first["SECOND_FACTOR_KEYS"])) == 32
    path.chmod(0o644)
    assert load_secrets(path) == first
    assert mode(path) == 0o600


def test_two_installations_have_different_secrets(tmp_path):
    one, other = load_secrets(tmp_path / "a.env"), load_secrets(tmp_path / "b.env")
    assert all(one[name] != other[name] for name in one)


def test_folders_are_private(tmp_path):
    places = Places(tmp_path / "lokal")
    account = places.make()
    assert (account is not None) == (os.geteuid() == 0)
    assert mode(places.home) & 0o066 == 0
    assert mode(places.log) == 0o700
    assert mode(places.home / "media") == 0o700
    assert mode(places.sockets) == 0o700
    assert places.postgres not in places.sockets.parents


def test_long_path_moves_the_sockets(tmp_path):
    home = tmp_path / ("folder-dengan-nama-yang-panjang-" * 4)
    places = Places(home)
    assert len(os.fsencode(places.sockets)) <= LONGEST_SOCKET_FOLDER
    assert home not in places.sockets.parents
    assert Places(home).sockets == places.sockets
    assert Places(tmp_path / ("folder-lain-dengan-nama-yang-panjang-" * 4)).sockets != places.sockets


def test_socket_folder_that_is_a_link_is_refused(tmp_path):
    target = tmp_path / "milik-orang"
    target.mkdir()
    (tmp_path / "sockets").symlink_to(target)
    with pytest.raises(Unready, match="milik pengguna lain"):
        make_private(tmp_path / "sockets", None)


def test_path_is_opened_for_passing_only(tmp_path):
    closed = tmp_path / "tertutup"
    (closed / "data").mkdir(parents=True)
    closed.chmod(0o700)
    assert closed in open_path_to(closed / "data")
    assert mode(closed) == 0o701


def test_manage_py_adopts_a_running_portal(tmp_path):
    environment.write_portal_file(tmp_path, {"SECRET_KEY": "rahasia", "DATABASE_URL": "postgres://web@/x?host=/y"})
    assert mode(tmp_path / "portal.env") == 0o600
    environ = {"ASN_LOCAL_DIR": str(tmp_path)}
    environment.adopt(environ, ["verify_audit"])
    assert environ["SECRET_KEY"] == "rahasia"
    assert environ["DATABASE_URL"] == "postgres://web@/x?host=/y"
    assert environ["ASN_PROCESS"] == "worker"


@pytest.mark.parametrize("command", sorted(environment.OWNER_COMMANDS))
def test_manage_py_changes_tables_as_the_owner(tmp_path, command):
    environment.write_portal_file(tmp_path, {"SECRET_KEY": "rahasia"})
    environ = {"ASN_LOCAL_DIR": str(tmp_path)}
    environment.adopt(environ, [command])
    assert environ["ASN_PROCESS"] == "owner"


def test_manage_py_leaves_a_configured_environment_alone(tmp_path):
    environment.write_portal_file(tmp_path, {"SECRET_KEY": "rahasia", "ASN_DEMO": "1"})
    environ = {"ASN_LOCAL_DIR": str(tmp_path), "SECRET_KEY": "milik-sendiri"}
    environment.adopt(environ, ["migrate"])
    assert environ == {"ASN_LOCAL_DIR": str(tmp_path), "SECRET_KEY": "milik-sendiri"}


def test_manage_py_invents_secrets_only_where_none_is_used(tmp_path):
    environ = {"ASN_LOCAL_DIR": str(tmp_path)}
    environment.adopt(environ, ["import_employees"])
    assert "SECRET_KEY" not in environ
    environment.adopt(environ, ["makemigrations"])
    assert len(environ["SECRET_KEY"]) >= 50
