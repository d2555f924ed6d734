"""First step of `make run` and `make test`: from any Python 3 to a virtual environment with the locked packages.

Standard library only, and written so that an old Python can still read the file and say which one it needs:
no syntax newer than Python 3.6. Run by path (`python3 asnkarier/embedded/bootstrap.py run`), because importing the
package `asnkarier` needs Celery, which is not installed yet.
"""

import ctypes
import ctypes.util
import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys

PROJECT_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OLDEST_PYTHON = (3, 11)
NEEDED_BYTES = 1024**3
MARKER = ".terpasang.json"
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
# One row a library: the names under which Linux and macOS know it. The same ones WeasyPrint opens.
PANGO_LIBRARIES = (
    ("gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    ("pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("harfbuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    ("fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
    ("pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig", "fonts-liberation")
# The face letters are set in; Debian's folder of it. Elsewhere letters take the face of the same widths that the system has.
FACE_FOLDER = "/usr/share/fonts/truetype/liberation"


class Unready(Exception):
    """The machine lacks something; `str()` is the one sentence for the person at the keyboard."""


def say(sentence):
    """Print one line at once, also through a pipe."""
    print(sentence, flush=True)


def local_folder(environ):
    """Absolute path of the folder that holds the data, from `ASN_LOCAL_DIR` or `.local` in the project."""
    return os.path.abspath(environ.get("ASN_LOCAL_DIR") or os.path.join(PROJECT_ROOT, ".local"))


def python_refusal(version):
    """`version` is (major, minor, ...). Return the sentence that refuses it, or None."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return None
    return (
        "Portal ini memerlukan Python 3.11 atau yang lebih baru, sedangkan yang dipakai Python {}.{}. "
        "Pasang Python 3.11, lalu jalankan: make run PYTHON=python3.11".format(version[0], version[1])
    )


def newer_python(environ):
    """Full path of a Python that is new enough, or None. Used when `python3` is an old one."""
    for name in NEWER_PYTHONS:
        path = shutil.which(name, path=environ.get("PATH"))
        if path is None:
            continue
        # A version switcher may put a name on the path that starts nothing.
        probe = subprocess.run([path, "-c", "pass"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if probe.returncode == 0:
            return path
    return None


def disk_refusal(folder, free=None):
    """Return a sentence when less than 1 GB is free where `folder` is or will be; `free` (bytes) is measured when not given."""
    place = folder
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    if free is None:
        free = shutil.disk_usage(place).free
    if free >= NEEDED_BYTES:
        return None
    return (
        "Ruang disk tinggal {} MB di {}, padahal portal memerlukan sedikitnya 1 GB. Kosongkan disk, lalu jalankan lagi.".format(
            free // 1024**2, place
        )
    )


def folder_refusal(folder):
    """Return a sentence when the data folder belongs to somebody else, so that nothing can be written in it."""
    place = folder
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    if os.access(place, os.W_OK | os.X_OK):
        return None
    return (
        "Folder {} tidak dapat ditulisi oleh pengguna ini. "
        "Jalankan sebagai pemiliknya, atau pilih folder lain dengan ASN_LOCAL_DIR.".format(place)
    )


def port_number(environ):
    """Port from `PORT` (default 8000). Raise Unready when it is no port."""
    text = environ.get("PORT") or "8000"
    if text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Unready("PORT={} bukan nomor porta. Pilih angka 1 sampai 65535, misalnya: PORT=8123 make run".format(text))


def port_refusal(port):
    """Return a sentence when the loopback `port` is taken or not allowed, else None."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Without this, connections of a portal that has just stopped would count as busy.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError as error:
        other = port + 123 if port + 123 <= 65535 and port >= 1024 else 8123
        if error.errno == errno.EACCES:
            return "Porta {0} tidak boleh dipakai pengguna ini. Pilih porta lain, misalnya: PORT={1} make run".format(port, other)
        return "Porta {0} sedang dipakai program lain. Pilih porta lain, misalnya: PORT={1} make run".format(port, other)
    finally:
        probe.close()
    return None


def running_refusal(folder):
    """Return a sentence when a portal is running from `folder` (it holds a lock on `run.lock`), else None."""
    try:
        lock = open(os.path.join(folder, "run.lock"))
    except OSError:
        return None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return already_running(lock.read())
    return None


def already_running(note):
    """Sentence for a second start; `note` is what the first one wrote into its lock file."""
    where = note.strip()
    return (
        "Portal ini sudah berjalan dari folder yang sama{}. Hentikan dulu dengan Ctrl-C di jendela yang menjalankannya.".format(
            " di " + where if where else ""
        )
    )


def can_install():
    """True when this is root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages):
    """Install Debian packages; return True when apt says it worked."""
    environ = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environ}
    if subprocess.call(command, **quiet) == 0:
        return True
    subprocess.call(["apt-get", "update", "-qq"], **quiet)
    return subprocess.call(command, **quiet) == 0


def opens(names):
    """True when one of a library's names can be opened by the dynamic linker."""
    for name in names:
        try:
            ctypes.CDLL(name if "." in name and "lib" in name else ctypes.util.find_library(name) or name)
            return True
        except OSError:
            continue
    return False


def missing_pango():
    """Names of the libraries WeasyPrint needs and this machine lacks; empty when all are there."""
    # Full names first: asking the linker's cache by short name starts a program and costs a tenth of a second.
    return [names[0] for names in PANGO_LIBRARIES if not opens(names[1:] + names[:1])]


def ensure_pango():
    """Install Pango as root on Debian, otherwise raise Unready with the command to type."""
    missing = missing_pango()
    if missing and can_install():
        say("Memasang pustaka Pango untuk surat PDF ...")
        apt_install(PANGO_PACKAGES)
        missing = missing_pango()
    if missing:
        command = "brew install pango" if sys.platform == "darwin" else "sudo apt-get install -y " + " ".join(PANGO_PACKAGES)
        raise Unready("Pustaka sistem untuk membuat PDF belum ada ({}). Pasang dengan: {}".format(", ".join(missing), command))


def ensure_face():
    """Install the face of the letters as root on Debian; elsewhere say so and go on: another face is legible too."""
    if sys.platform == "darwin" or os.path.isdir(FACE_FOLDER):
        return
    if can_install():
        say("Memasang huruf untuk surat PDF ...")
        apt_install(("fonts-liberation",))
    if not os.path.isdir(FACE_FOLDER):
        say("Huruf Liberation belum ada, jadi surat memakai huruf lain. Pasang dengan: sudo apt-get install -y fonts-liberation")


def environment_python():
    """Path of the virtual environment's Python."""
    return os.path.join(PROJECT_ROOT, ".venv", "bin", "python")


def ensure_environment():
    """Make `.venv` when it is missing. Raise Unready when this Python cannot."""
    if os.path.exists(environment_python()):
        return
    if os.path.lexists(environment_python()):
        raise Unready(
            "Folder .venv menunjuk Python yang tidak ada atau tidak boleh dibaca pengguna ini. "
            "Hapus folder .venv, lalu jalankan lagi."
        )
    say("Menyiapkan lingkungan Python di .venv ...")
    made = subprocess.run(
        [sys.executable, "-m", "venv", os.path.join(PROJECT_ROOT, ".venv")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if made.returncode != 0 or not os.path.exists(environment_python()):
        shutil.rmtree(os.path.join(PROJECT_ROOT, ".venv"), ignore_errors=True)
        raise Unready(
            "Lingkungan Python tidak dapat dibuat. Pada Debian atau Ubuntu pasang dulu: "
            "sudo apt-get install -y python{}.{}-venv".format(sys.version_info[0], sys.version_info[1])
        )


def fingerprint(path):
    """SHA-256 of a file, hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def ensure_packages(lock):
    """Install the lock file `lock` (a name in the project folder) with checked hashes, once for each content of it."""
    marker = os.path.join(PROJECT_ROOT, ".venv", MARKER)
    try:
        with open(marker) as file:
            installed = json.load(file)
    except (OSError, ValueError):
        installed = {}
    wanted = fingerprint(os.path.join(PROJECT_ROOT, lock))
    if installed.get(lock) == wanted:
        return
    say("Memasang paket dari {} (sekali saja, sekitar satu menit) ...".format(lock))
    command = [environment_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", os.path.join(PROJECT_ROOT, lock)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        log = os.path.join(PROJECT_ROOT, ".venv", "pemasangan.log")
        with open(log, "wb") as file:
            file.write(done.stdout)
        raise Unready("Paket tidak dapat dipasang. Periksa sambungan internet, lalu jalankan lagi. Rinciannya di {}".format(log))
    installed[lock] = wanted
    with open(marker, "w") as file:
        json.dump(installed, file)


# The shell draws the same pages without the windows around them, which are work of their own.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


def browser_path():
    """Path of the first of `BROWSERS` there is, None without one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def ensure_chromium():
    """The browser tests need Debian's Chromium: install it as root, otherwise raise Unready with the command to type."""
    if browser_path():
        return
    if can_install():
        say("Memasang Chromium untuk uji peramban ...")
        for package in BROWSERS[:2]:
            if apt_install([package]) and browser_path():
                return
    raise Unready("Uji peramban memerlukan Chromium. Pasang dengan: sudo apt-get install -y chromium")


def prepare_run(environ):
    """Everything before the portal itself can start, cheapest question first. Raise Unready with a sentence."""
    folder = local_folder(environ)
    refusal = disk_refusal(folder) or folder_refusal(folder) or running_refusal(folder) or port_refusal(port_number(environ))
    if refusal:
        raise Unready(refusal)
    ensure_environment()
    ensure_packages("requirements.lock")
    ensure_pango()
    ensure_face()


def prepare_check(environ):
    """Everything before a development command can start. Raise Unready with a sentence."""
    refusal = disk_refusal(local_folder(environ))
    if refusal:
        raise Unready(refusal)
    ensure_environment()
    ensure_packages("requirements-dev.lock")
    ensure_pango()
    ensure_face()


def prepare_test(environ):
    """Everything before pytest can start. Raise Unready with a sentence."""
    # The suite starts our programs hundreds of times; each would compile all modules anew.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    prepare_check(environ)
    ensure_chromium()


def clean(environ):
    """Remove the data of `make run` and `make test` and the caches of tools. Raise Unready while a portal is running."""
    folder = local_folder(environ)
    refusal = running_refusal(folder)
    if refusal:
        raise Unready(refusal)
    caches = [".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "staticfiles"]
    for path in [folder] + [os.path.join(PROJECT_ROOT, cache) for cache in caches]:
        shutil.rmtree(path, ignore_errors=True)
    for place, names, _ in os.walk(PROJECT_ROOT):
        names[:] = [name for name in names if name not in (".git", ".venv")]
        if "__pycache__" in names:
            shutil.rmtree(os.path.join(place, "__pycache__"), ignore_errors=True)
    say("Data dan berkas sementara sudah dihapus. Lingkungan .venv tetap ada.")


def main(arguments, environ):
    """`arguments` is [task, command...]: make ready for the task, then become the command. Return the exit code."""
    tasks = {"run": prepare_run, "test": prepare_test, "check": prepare_check, "clean": clean}
    refusal = python_refusal(sys.version_info)
    if refusal:
        newer = newer_python(environ)
        if newer:
            os.execve(newer, [newer, os.path.abspath(__file__), *arguments], environ)
        say(refusal)
        return 1
    try:
        tasks[arguments[0]](environ)
    except Unready as unready:
        say(str(unready))
        return 1
    except OSError as error:
        say("Portal tidak dapat disiapkan: {} ({}).".format(error.strerror or error, error.filename or "sistem"))
        return 1
    except KeyboardInterrupt:
        say("")
        say("Dihentikan sebelum selesai. Jalankan lagi untuk melanjutkan.")
        return 130
    if arguments[0] == "clean":
        return 0
    os.chdir(PROJECT_ROOT)
    command = [environment_python()] + (arguments[1:] or ["-m", "asnkarier.embedded.run"])
    return os.execve(command[0], command, environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["run"], dict(os.environ)))
