"""What our sources may not do: each rule reads all of them, so that one forgotten place is found and named."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings

from accounts import hashers
from core.static_guard import guard_static_file
from tests.architecture.sources import ROOT, modules

pytestmark = pytest.mark.owasp("A05")
# Programs for operators and the demo do not serve pages.
NOT_SERVING = ("asnkarier/embedded/", "asnkarier/bench/", "core/bench/", "asnkarier/demo/", "employees/seeding/", "/commands/")
SCRIPTS = {path.name: path.read_text() for path in sorted((ROOT / "static/js").glob("*.js"))}


def serving() -> dict[str, ast.Module]:
    """Modules that take part in answering pages or in tasks."""
    return {name: tree for name, tree in modules().items() if not any(part in name for part in NOT_SERVING)}


def called(node: ast.Call) -> str:
    """Dotted name of what is called, as far as it is written."""
    return ast.unparse(node.func)


@cache
def all_calls() -> tuple[tuple[str, ast.Call], ...]:
    return tuple((name, node) for name, tree in serving().items() for node in ast.walk(tree) if isinstance(node, ast.Call))


def places(pattern: str) -> list[str]:
    """Where a call whose dotted name fits the pattern stands in the serving modules."""
    return [f"{name}:{node.lineno} {called(node)}" for name, node in all_calls() if re.fullmatch(pattern, called(node))]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def importers(*names: str) -> set[str]:
    """Serving modules that import one of these, or a part of it."""
    wanted = tuple(f"{name}." for name in names)
    return {name for name, tree in serving().items() if any(f"{each}.".startswith(wanted) for each in imports(tree))}


def test_tables_are_written_in_one_place():
    """Where each cell is kept from being run as a formula (tests/core/test_tables_written.py)."""
    found = places(r"csv\.(writer|DictWriter)|.*\.(to_csv|Workbook)|Workbook")
    assert {place.split(":")[0] for place in found} == {"core/spreadsheets.py"}


def test_no_shell_no_evaluation_no_unsafe_reading():
    assert places(r"eval|exec|compile|__import__|os\.system|os\.popen|.*\.xpath") == []
    assert importers("pickle", "marshal", "shelve", "dill", "yaml", "tarfile", "code", "ldap3", "ldap") == set()
    shells = [f"{name}:{node.lineno}" for name, node in all_calls() if any(k.arg == "shell" for k in node.keywords)]
    assert shells == []
    assert importers("subprocess") == {"core/uploads/files.py", "core/backup/programs.py"}


def test_nothing_decodes_what_a_person_sent_a_second_time():
    found = places(r"(.*\.)?(unquote|unquote_plus|unescape|b64decode|urlsafe_b64decode|unicode_escape)")
    # Sealed questions lie in the database as text; nobody outside wrote it.
    assert {each.split(":")[0] for each in found} <= {"selection/cat/sealing.py"}


def test_nothing_opens_an_address():
    """The scanner and the mail relay are addresses of the settings; nothing speaks HTTP."""
    assert importers("urllib.request", "requests", "http.client", "httpx", "aiohttp", "urllib3", "ftplib") == set()
    assert importers("socket") == {"core/uploads/scanner.py"}
    assert importers("smtplib") <= {"core/delivery.py"}


def test_xml_is_read_by_nobody_else():
    """Outside openpyxl, only our own drawings are parsed."""
    assert importers("xml", "lxml", "defusedxml") == {"core/drawing.py"}


def test_sessions_and_tasks_are_json():
    from asnkarier.celery import app

    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")
    assert app.conf.task_serializer == "json"
    assert set(app.conf.accept_content) == {"json"}


def test_statements_are_never_made_of_what_a_person_sent():
    """No view and no form speaks SQL; where statements are written, none is put together from a request or a form."""
    views = {name for name in serving() if re.search(r"/(views|forms)(/|\.py)", name)}
    assert len(views) > 50
    speaking = [
        f"{name}:{node.lineno} {called(node)}"
        for name, node in all_calls()
        if name in views
        and re.fullmatch(r".*\.(execute|raw|extra|RawSQL)|RawSQL|read_prepared", called(node))
        # A statement of capital letters is a constant of its module.
        and not (node.args and re.fullmatch(r"_?[A-Z_]+", ast.unparse(node.args[0])))
    ]
    assert speaking == []
    named = re.compile(r"request\.(GET|POST|headers|COOKIES|META)|cleaned_data")
    wrong = [
        f"{name}:{node.lineno}"
        for name, node in all_calls()
        if called(node).endswith((".execute", "read_prepared")) and node.args and named.search(ast.unparse(node.args[0]))
    ]
    assert wrong == []


FROM_A_REQUEST = re.compile(r"request\.|META|GET\b|POST\b|cleaned_data")


def test_no_filter_takes_its_fields_from_a_request():
    wrong = []
    for name, node in all_calls():
        if not called(node).endswith((".filter", ".exclude", ".get", ".annotate", ".order_by", ".aggregate", ".alias")):
            continue
        spread = [keyword.value for keyword in node.keywords if keyword.arg is None]
        spread += [value for value in node.args if isinstance(value, ast.Starred)]
        wrong += [f"{name}:{node.lineno}" for value in spread if FROM_A_REQUEST.search(ast.unparse(value))]
    assert wrong == []


def test_forms_name_their_fields():
    wrong = []
    for name, tree in serving().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                names = {
                    t.id: s.value for s in node.body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)
                }
                whole = "fields" in names and ast.unparse(names["fields"]) == "'__all__'"
                if "/forms" in name and (whole or "exclude" in names):
                    wrong.append(f"{name}:{node.lineno}")
    assert wrong == []
    assert places(r"(.*\.)?(modelform_factory|modelformset_factory)") == []


def test_query_and_form_are_read_apart():
    """The method decides which of the two is read; nothing is looked for in one and then in the other under one name."""
    wrong = []
    for name, tree in serving().items():
        for node in ast.walk(tree):
            text = ast.unparse(node) if isinstance(node, ast.BoolOp | ast.BinOp | ast.Dict | ast.IfExp) else ""
            if not ("request.GET" in text and "request.POST" in text):
                continue
            query, form = (set(re.findall(rf"request\.{word}(?:\.\w+\(|\[)'(\w+)'", text)) for word in ("GET", "POST"))
            by_method = isinstance(node, ast.IfExp) and ast.unparse(node.test) == "request.method == 'POST'"
            if not by_method and (not (query and form) or query & form):
                wrong.append(f"{name}:{node.lineno} {text}")
    assert wrong == []


# Patterns that are no constant, and what they are made of: words of the same module, written there.
MADE_OF_OWN_WORDS = {
    "accounts/sign_ins.py": "pattern", "core/front_cache.py": "text", "core/migration_rules.py": "form",
    "core/spreadsheets.py": "_SIGNS",
    "core/uploads/leftovers.py": "EXTENSIONS", "talent/rules/study_fields.py": "words", "vacancies/rules/anchors.py": "_NUMBER",
}  # fmt: skip


def test_patterns_are_constants():
    """Every other one is listed with the word it is made of, and was read by a person."""
    found = {}
    for name, node in all_calls():
        pattern = re.fullmatch(r"re\.(compile|match|search|sub|findall|fullmatch|finditer|split)", called(node))
        if pattern and node.args and not isinstance(node.args[0], ast.Constant):
            found.setdefault(name, set()).update(each.id for each in ast.walk(node.args[0]) if isinstance(each, ast.Name))
    assert {name: words - {"set", "sorted"} for name, words in found.items()} == {
        name: {word} for name, word in MADE_OF_OWN_WORDS.items()
    }
    # Constraints of the database, over constants as well.
    asked = {name for name, node in all_calls() for word in node.keywords if re.search(r"__i?regex$", word.arg or "")}
    assert asked == {"employees/models/employee.py", "selection/models/ranking.py"}


def test_formats_are_constants():
    """What is formatted is written in the code: a constant, or a name in capitals, or a pattern of our own."""
    wrong = []
    for name, node in all_calls():
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "format_map"):
            text = ast.unparse(node.func.value)
            if re.search(r"request|cleaned_data|wording|\.text\b|\.body\b|message", text):
                wrong.append(f"{name}:{node.lineno} {text}")
    assert wrong == []
    assert places(r".*\.format_map") == []


def test_templates_are_files_of_ours():
    assert places(r"(.*\.)?(Template|from_string)") == []
    assert settings.TEMPLATES[0]["DIRS"] == [settings.BASE_DIR / "templates"]


REDIRECTS = {
    # Checked against the host just before.
    "accounts/views.py": "wanted",
    "core/uploads/views.py": "way_back", "core/views.py": "line.url", "vacancies/views/auditing.py": "back",
}  # fmt: skip


def test_redirects_stay_here():
    """No redirect takes its address straight from a request; the four that follow a given one check its host first."""
    found = []
    for name, node in all_calls():
        if called(node) in ("redirect", "HttpResponseRedirect") and node.args:
            address = ast.unparse(node.args[0])
            # A function of ours that is given the request answers with an address of ours.
            if FROM_A_REQUEST.search(re.sub(r"^_\w+\(.*\)$", "", address)):
                found.append(f"{name}:{node.lineno} {address}")
    assert found == []
    for name in REDIRECTS:
        assert "url_has_allowed_host_and_scheme" in ast.unparse(serving()[name])


def test_nothing_secret_is_drawn_by_the_ordinary_dice():
    assert importers("random", "numpy.random") == set()


# Where a hash or a cipher is used, and which; docs/security.md lists the same.
ALGORITHMS = {"sha256", "blake2b", "sha1"}
SHA1_IN = {"accounts/password_rules.py"}
CIPHERS_IN = {
    "accounts/adapter.py": {"cryptography.fernet"},
    "core/signing.py": {
        "cryptography",
        "cryptography.hazmat.primitives",
        "cryptography.hazmat.primitives.asymmetric",
        "cryptography.x509.oid",
    },
    "core/uploads/keys.py": {
        "cryptography.exceptions",
        "cryptography.fernet",
        "cryptography.hazmat.primitives.ciphers.aead",
    },
    "core/key_settings.py": {"cryptography.fernet"},
    "core/trail_key.py": {"cryptography.hazmat.primitives", "cryptography.hazmat.primitives.asymmetric.ed25519"},
    "selection/cat/sealing.py": {
        "cryptography.exceptions",
        "cryptography.fernet",
        "cryptography.hazmat.primitives",
        "cryptography.hazmat.primitives.asymmetric.x25519",
        "cryptography.hazmat.primitives.ciphers.aead",
        "cryptography.hazmat.primitives.kdf.hkdf",
    },
}


def test_hashes_and_ciphers_are_those_of_the_inventory():
    used = {}
    for name, node in all_calls():
        if re.fullmatch(r"hashlib\.\w+", called(node)):
            used.setdefault(called(node).removeprefix("hashlib."), set()).add(name)
    assert set(used) <= ALGORITHMS
    assert used["sha1"] == SHA1_IN
    assert places(r"hashlib\.(md5|new)|(.*\.)?(pbkdf2_hmac|scrypt|ECB|CBC|DES|TripleDES|ARC4)") == []
    # The padding of a signature over SHA-256, as PAdES knows it; nothing is encrypted with it.
    assert [place.split(":")[0] for place in places(r"(.*\.)?PKCS1v15")] == ["core/signing.py"]
    ciphers = {name: {each for each in imports(tree) if each.startswith("cryptography")} for name, tree in serving().items()}
    found = {name: kinds for name, kinds in ciphers.items() if kinds}
    assert found == CIPHERS_IN
    assert "argon2" in hashers.PortalArgon2PasswordHasher.algorithm


def test_no_secret_stands_in_the_code():
    """Secrets come from the environment, and the settings have no default for those that must be given."""
    text = (ROOT / "asnkarier/settings.py").read_text()
    assert 'SECRET_KEY = env.str("SECRET_KEY")' in text
    assert 'SECOND_FACTOR_KEYS = env.list("SECOND_FACTOR_KEYS")' in text
    wrong = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                names = " ".join(ast.unparse(target) for target in node.targets)
                named = re.search(r"SECRET|PASSWORD|TOKEN|API_?KEY|PRIVATE", names)
                if named and re.fullmatch(r"[\w+/=-]{16,}", node.value.value):
                    wrong.append(f"{name}:{node.lineno} {names}")
    # The demo shows its passwords on a page.
    assert [each for each in wrong if not each.startswith("asnkarier/demo/")] == []


def test_our_scripts_evaluate_nothing_and_write_no_markup():
    forbidden = re.compile(
        r"\beval\s*\(|new\s+Function|innerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|postMessage|__proto__|"
        r"set(?:Timeout|Interval)\s*\(\s*[\"'`]|createElement\s*\(\s*[\"']script"
    )
    assert len(SCRIPTS) > 5
    assert {name: forbidden.findall(text) for name, text in SCRIPTS.items() if forbidden.search(text)} == {}


def test_our_scripts_compare_strictly():
    loose = re.compile(r"[^=!<>]==[^=]|!=[^=]")
    assert {name: loose.findall(text) for name, text in SCRIPTS.items() if loose.search(text)} == {}


def test_our_scripts_keep_nothing_personal():
    """Two scripts use the browser's storage: answers of a running test that were not sent yet, and a switch for keys."""
    using = {name for name, text in SCRIPTS.items() if re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", text)}
    assert using == {"exam.js", "inbox.js"}
    kept = set(re.findall(r"localStorage\.setItem\((\w+),", " ".join(SCRIPTS.values())))
    assert kept == {"SHELF", "OFF"}


def test_static_files_carry_their_own_guard():
    assert settings.WHITENOISE_ADD_HEADERS_FUNCTION is guard_static_file
    headers = {}
    guard_static_file(headers, "/x/base.css", "/static/base.css")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
