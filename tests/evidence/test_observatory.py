"""Answers of the portal as in production, graded by the score table of the HTTP Observatory (MDN), and what they may not say."""

import contextlib
import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from asnkarier.embedded.bootstrap import PROJECT_ROOT
from tests.embedded.test_compose import example

pytestmark = pytest.mark.owasp("A02")
HOST = "karier.contoh.go.id"
# Points of the Observatory for what we can have or lose; a bonus counts only from 90 points without it. A+ begins at 100.
BASE, BONUS_FROM, A_PLUS, WANTED = 100, 90, 100, 130
HTML = ("home", "kept", "sign_in", "missing", "private")


@pytest.fixture(scope="module")
def answers(django_db_setup, test_instance):
    """Name -> answer; of the portal in production settings over this test's database, which holds no vacancy."""
    keep = ("PATH", "DATABASE_URL", "REDIS_URL", "ASN_LOCAL_DIR", "HOME", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in keep if name in os.environ} | example()
    env |= {"ASN_PROCESS": "web", "ASN_DEMO": "0", "STATIC_MANIFEST": "0", "PYTHONPATH": str(PROJECT_ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.evidence.production_answers", HOST],
        env=env, cwd=PROJECT_ROOT, capture_output=True, text=True,
    )  # fmt: skip
    # Another process has committed the session of its forms and its counts: no rollback takes them back, and later tests count.
    with contextlib.closing(test_instance.connect()) as connection, connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session; DELETE FROM core_cache")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def header(answer, name):
    found = [value for key, value in answer["headers"] if key == name]
    assert len(found) <= 1, f"{name} twice"
    return found[0] if found else None


def directives(answer):
    text = header(answer, "content-security-policy") or ""
    return {part.split()[0]: part.split()[1:] for part in text.split(";") if part.split()}


def score(answer, plain):
    """(penalties, bonuses) by name, by the published table."""
    points = {}
    policy = directives(answer)
    unsafe = {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*"}
    if not policy:
        points["csp"] = -25
    elif any(unsafe & set(policy.get(rule, policy.get("default-src", []))) for rule in ("script-src", "object-src", "style-src")):
        points["csp"] = -20
    elif policy.get("default-src") == ["'none'"] and policy.get("form-action") in (["'self'"], ["'none'"]):
        points["csp"] = 10
    else:
        points["csp"] = 5
    points["framing"] = 5 if policy.get("frame-ancestors") == ["'none'"] else 0 if header(answer, "x-frame-options") else -20
    points["nosniff"] = 0 if header(answer, "x-content-type-options") == "nosniff" else -5
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    referrer = header(answer, "referrer-policy")
    points["referrer"] = 5 if referrer in private else 0 if referrer is None else -5
    points["embedding"] = {"same-origin": 10, "same-site": 10, "cross-origin": 0, None: 0}.get(
        header(answer, "cross-origin-resource-policy"), -5
    )
    age = re.search(r"max-age=(\d+)", header(answer, "strict-transport-security") or "")
    points["hsts"] = -20 if age is None else 0 if int(age[1]) >= 15_768_000 else -10
    shared = header(answer, "access-control-allow-origin") and header(answer, "access-control-allow-credentials")
    points["sharing"] = -50 if shared else 0
    target = header(plain, "location") or ""
    points["redirect"] = 0 if plain["status"] in (301, 308) and target.startswith(f"https://{HOST}/") else -20
    sources = re.findall(r"<script[^>]*\bsrc=[\"']([^\"']+)", answer["text"])
    points["scripts"] = 0 if all(re.match(r"/(?!/)", source) for source in sources) else -50
    cookies = [value.lower() for key, value in answer["headers"] if key == "set-cookie"]
    if any("secure" not in cookie for cookie in cookies):
        points["cookies"] = -40
    elif any("httponly" not in cookie for cookie in cookies):
        points["cookies"] = -30
    elif cookies:
        points["cookies"] = 5 if all(re.search(r"samesite=(lax|strict)", cookie) for cookie in cookies) else 0
    return points


def grade(points):
    without = BASE + sum(value for value in points.values() if value < 0)
    return without + sum(value for value in points.values() if value > 0) if without >= BONUS_FROM else without


@pytest.mark.parametrize("name", HTML)
def test_every_kind_of_page_is_worth_an_a_plus(answers, name):
    points = score(answers[name], answers["plain"])
    assert [rule for rule, value in points.items() if value < 0] == []
    assert grade(points) >= WANTED, points
    assert WANTED >= A_PLUS


@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({"content-security-policy": None}, "csp"), ({"content-security-policy": "default-src 'self' 'unsafe-inline'"}, "csp"),
        ({"x-content-type-options": None}, "nosniff"), ({"strict-transport-security": "max-age=60"}, "hsts"),
        ({"cross-origin-resource-policy": "nonsense"}, "embedding"), ({"referrer-policy": "unsafe-url"}, "referrer"),
        ({"set-cookie": "__Host-sesi=1; Secure"}, "cookies"), ({"set-cookie": "sesi=1; HttpOnly"}, "cookies"),
    ],
)  # fmt: skip
def test_the_grading_notices_what_is_missing(answers, change, worth):
    changed = {**answers["home"], "headers": [pair for pair in answers["home"]["headers"] if pair[0] not in change]}
    changed["headers"] += [[name, value] for name, value in change.items() if value is not None]
    assert score(changed, answers["plain"])[worth] < 0
    assert grade(score(changed, answers["plain"])) < grade(score(answers["home"], answers["plain"]))


def test_cookies_belong_to_this_host_alone(answers):
    (cookie,) = [value for key, value in answers["sign_in"]["headers"] if key == "set-cookie"]
    assert cookie.strip().startswith("__Host-sesi=")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)
    assert len(cookie.split(";")[0]) < 4096
    for name in ("home", "kept", "missing"):
        assert header(answers[name], "set-cookie") is None


def test_https_is_kept_for_two_years_with_all_names_below(answers):
    for name in (*HTML, "forged_post"):
        assert header(answers[name], "strict-transport-security") == "max-age=63072000; includeSubDomains; preload", name


def test_every_answer_says_what_browsers_may_do(answers):
    for name in (*HTML, "forged_post"):
        answer = answers[name]
        policy = directives(answer)
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"], name
        assert policy["report-uri"], name
        assert header(answer, "cross-origin-opener-policy") == "same-origin", name
        assert "camera=()" in header(answer, "permissions-policy"), name
        assert header(answer, "x-content-type-options") == "nosniff", name
        assert header(answer, "content-type") == "text/html; charset=utf-8" or answer["status"] == 302, name


def test_no_other_site_reads_or_posts(answers):
    for name in ("cross_origin", "options"):
        assert header(answers[name], "access-control-allow-origin") is None
    assert answers["forged_post"]["status"] == 403
    assert answers["foreign_host"]["status"] == 400
    assert answers["trace"]["status"] == 405


def test_plain_http_is_led_to_https_and_shows_nothing(answers):
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["text"] == ""


def test_what_is_not_for_the_public_does_not_exist(answers):
    """No demo, no administration, no repository, no listing of folders, no meters without the token."""
    assert {name: answers[name]["status"] for name in ("demo", "git", "folder", "admin", "meters")} == dict.fromkeys(
        ("demo", "git", "folder", "admin", "meters"), 404
    )


def test_no_answer_names_a_version_or_an_inside(answers):
    words = re.compile(r"django|granian|python/|psycopg|postgresql|traceback|/usr/|site-packages|wsgi", re.I)
    for name, answer in answers.items():
        assert header(answer, "server") is None, name
        assert header(answer, "x-powered-by") is None, name
        text = " ".join(value for key, value in answer["headers"] if key != "content-security-policy") + answer["text"]
        assert words.findall(re.sub(r"/static/\S+", "", text)) == [], name


def test_debugging_is_off_unless_asked_for():
    assert settings.DEBUG is False
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
