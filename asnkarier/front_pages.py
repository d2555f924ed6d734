"""Which public pages are answered in front of Django, and how that is put together."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from core.front_cache import FrontCache, Route
from core.front_store import Shared, valkey_client
from core.publication import VersionReader

LIST = frozenset({"cari", "instansi", "provinsi", "tingkat", "rumpun", "status", "urut", "halaman"})
ROUTES = (
    Route("/", LIST),
    Route("/lowongan/", LIST),
    Route("/lowongan/<uuid>/"),
    Route("/hasil/", frozenset({"cari", "halaman"})),
    Route("/hasil/<uuid>/"),
    Route("/lembaga/", frozenset({"cari", "halaman"})),
    Route("/lembaga/saran/"),
    Route("/lembaga/<slug>/", frozenset({"halaman"})),
    Route("/lowongan/atom.xml", LIST),
    Route("/lowongan/umpan.json", LIST),
    Route("/lembaga/<slug>/atom.xml"),
    Route("/lembaga/<slug>/umpan.json"),
    Route("/sitemap.xml"),
    Route("/data-terbuka/"),
    Route("/statistik/"),
    Route("/bantuan/"),
    Route("/privasi/"),
    Route("/aksesibilitas/"),
)
# A demo's clock is moved by the same person who looks at the page a moment later. Elsewhere half a second, and what is left of
# the running one in the proxy, are less than the two in which a change must be seen.
VERSION_SECONDS = 0.0 if settings.DEMO else 0.5


def release() -> str:
    """Fingerprint of what pages are made of: names of the static files, and when a template or a module was last changed."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest = hashlib.sha256(manifest.read_bytes() if manifest.exists() else b"")
    for folder in ("templates", *(name for name in settings.INSTALLED_APPS if "." not in name)):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".html", ".py"):
                digest.update(f"{path}:{path.stat().st_mtime_ns}".encode())
    digest.update(f"{settings.DEMO}:{settings.PORTAL_URL}".encode())
    return digest.hexdigest()[:12]


def put_in_front(application: WSGIHandler) -> FrontCache | WSGIHandler:
    """`application` behind the store of finished pages, or as it is when ASN_FRONT_CACHE switches the store off."""
    if not settings.FRONT_CACHE:
        return application
    return FrontCache(
        application,
        routes=ROUTES,
        portal_url=settings.PORTAL_URL,
        allowed_hosts=settings.ALLOWED_HOSTS,
        session_cookie=settings.SESSION_COOKIE_NAME,
        release=release(),
        versions=VersionReader(VERSION_SECONDS),
        shared=Shared(valkey_client(settings.REDIS_URL)),
        has_proxy=settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 and not settings.DEMO,
    )
