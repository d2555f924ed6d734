"""Settings, read from the environment only. See docs/decisions/0002-settings.md.

Three kinds of process use one module and differ by `ASN_PROCESS` (web, worker, owner): each connects to PostgreSQL
under its own role, so that neither web nor worker can alter a table or touch a written audit row.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from kombu import Queue

from core.static_guard import guard_static_file

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PROCESS = env.str("ASN_PROCESS", default="web")
DEMO = env.bool("ASN_DEMO", default=False)
DEBUG = env.bool("ASN_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
LOCAL_DIR = Path(env.str("ASN_LOCAL_DIR", default=str(BASE_DIR / ".local")))
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("ASN_HTTPS", default=not DEMO)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "asnkarier.static_app.PortalStaticFilesConfig",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "core",
    "accounts",
    "employees",
    "approvals",
    "vacancies",
    "talent",
    "selection",
    "privacy",
    "asnkarier",
]

MIDDLEWARE = [
    "core.row_sight.SightMiddleware",
    "core.slow_queries.SlowQueryMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.content_policy.ContentPolicyMiddleware",
    "core.standby.OwnWritesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http_edge.HttpEdgeMiddleware",
    "core.access.AccessMiddleware",
    "accounts.duty_gate.DutyGateMiddleware",
    "core.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "asnkarier.urls"
WSGI_APPLICATION = "asnkarier.wsgi.application"
FORM_RENDERER = "core.form_renderer.PortalFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "asnkarier.navigation.navigation",
            ],
            "builtins": ["core.templatetags.ui", "template_partials.templatetags.partials"],
        },
    }
]

_database_url = {
    "owner": env.str("DATABASE_OWNER_URL", default="") or env.str("DATABASE_URL", default=""),
    "worker": env.str("DATABASE_WORKER_URL", default="") or env.str("DATABASE_URL", default=""),
}.get(PROCESS) or env.str("DATABASE_URL", default="postgres:///asnkarier")
DATABASES = {"default": env.db_url_config(_database_url)}
DATABASES["default"]["ENGINE"] = "core.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Owner work (migrations, seeds) may take long; a page may not.
_timeouts = {
    "web": "-c lock_timeout=5s -c statement_timeout=15s",
    "worker": "-c lock_timeout=30s -c statement_timeout=300s",
    "owner": "-c lock_timeout=30s",
}[PROCESS]
# A single DATABASE_URL may belong to the owner; then web and worker step down to their own role at connection time.
_role = env.str("DATABASE_ROLE_WORKER" if PROCESS == "worker" else "DATABASE_ROLE_WEB", default="")
if _role and PROCESS != "owner":
    _timeouts += f" -c role={_role}"
# A machine that lost its power answers nothing at all; without these its connections would hang for minutes (ms, then seconds).
_silence = {
    "connect_timeout": 5,
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
DATABASES["default"].setdefault("OPTIONS", {}).update(_silence | {"options": _timeouts})
# A second server that follows the first (docs/operations.md); read only, and never waited for long.
_standby_url = env.str("DATABASE_STANDBY_URL", default="")
if _standby_url:
    _reading = " -c default_transaction_read_only=on" + (f" -c role={_role}" if _role and PROCESS != "owner" else "")
    _standby = env.db_url_config(_standby_url)
    _patience = {"tcp_user_timeout": 4_000, "connect_timeout": 2, "options": f"-c statement_timeout=5s{_reading}"}
    DATABASES["standby"] = _standby | {
        "ENGINE": "core.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _standby.get("OPTIONS", {}) | _silence | _patience,
        "TEST": {"MIRROR": "default"},
    }
    # Public pages, statistics and the search of talent are read there (core/standby.py).
    DATABASE_ROUTERS = ["core.standby.StandbyRouter"]
# Further behind than this it answers no page. Seconds.
STANDBY_LAG_SECONDS = env.float("STANDBY_LAG_SECONDS", default=5)
# Whoever wrote reads from the primary for so long: more than the lag borne and the second for which it counts as known.
STANDBY_HOLD_SECONDS = max(env.int("STANDBY_HOLD_SECONDS", default=10), int(STANDBY_LAG_SECONDS) + 3)
STANDBY_COOKIE_NAME = "__Host-baru" if HTTPS else "baru"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits and replay guards live in PostgreSQL: a dead Valkey must stop nothing. The default of 300 entries would evict
# the buckets of the rate limiter, so it is raised.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000, "CULL_FREQUENCY": 10},
    }
}

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Without a page asked for: an hour, and a quarter of it for whoever holds a duty (security.md 1.5).
SESSION_IDLE_SECONDS = 60 * 60
SESSION_IDLE_ON_DUTY_SECONDS = 15 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "asnkarier.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
# Probes inside the site speak plain HTTP to each web process; nothing secret is said there without the token.
SECURE_REDIRECT_EXEMPT = [r"^kesehatan/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/kebijakan-isi/laporan/"],
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Argon2id with OWASP's parameters (12 MiB, t=3, p=1): about 20 ms, so that a deadline evening is not lost at sign-in.
PASSWORD_HASHERS = ["accounts.hashers.PortalArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.password_rules.UnlikeAccountValidator"},
    {"NAME": "accounts.password_rules.LongPasswordValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "accounts.password_rules.RarePasswordValidator"},
    {"NAME": "accounts.password_rules.GuessablePasswordValidator"},
    {"NAME": "accounts.password_rules.LeakedPasswordValidator"},
]
# Sorted SHA-1 sums of leaked passwords (docs/operations.md); empty leaves them unchecked.
LEAKED_PASSWORDS_FILE = env.str("LEAKED_PASSWORDS_FILE", default="")

# A link for a new password, good once.
PASSWORD_RESET_TIMEOUT = 30 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "open_board"
ACCOUNT_LOGOUT_REDIRECT_URL = "list_vacancies"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "nip"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateByPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key,30/m/ip",
    # With a browser that has signed in to the account before (accounts/known_browsers.py).
    "login_failed_known": "5/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Addresses come from the register, not from the person, so there is nothing to verify by a link.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
# A passkey needs HTTPS and a host name: browsers offer none on an address of numbers, and plain HTTP only on localhost.
# Signing in with nothing but a passkey asks for no password, so no failures of others can stand in its way.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "ASN Karier"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.FreshCodeForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "login_webauthn": "accounts.forms.SignInPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.FreshPasskeyForm",
}
# Fernet keys for second-factor seeds, newest first, separated by commas; the first encrypts, all decrypt.
SECOND_FACTOR_KEYS = env.list("SECOND_FACTOR_KEYS")
SECOND_FACTOR_SECONDS = 300
# Pages of a duty open to whoever has a second factor only. The demo's people try things without one; they sign nothing without.
DUTY_NEEDS_FACTOR = env.bool("DUTY_NEEDS_FACTOR", default=not DEMO)
# The same for drafts of exam questions and what two people have released of a paper; without them the keys above serve.
EXAM_KEYS = env.list("EXAM_KEYS", default=[]) or SECOND_FACTOR_KEYS

# The same around the key of each document of applicants (core/uploads/keys.py).
DOCUMENT_KEYS = env.list("DOCUMENT_KEYS", default=[]) or SECOND_FACTOR_KEYS

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(LOCAL_DIR / "media"))
# Bucket of an S3-style store for private files; empty keeps them in MEDIA_ROOT (docs/decisions/0034).
FILES_BUCKET = env.str("FILES_BUCKET", default="")
STORAGES: dict[str, dict[str, Any]] = {
    # Private: no URL serves this folder, only views that first ask `visible_to`.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "asnkarier.static_storage.PortalStaticStorage"
        if env.bool("STATIC_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
if FILES_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "core.uploads.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": FILES_BUCKET,
            "endpoint_url": env.str("FILES_ENDPOINT_URL", default="") or None,
            "access_key": env.str("FILES_ACCESS_KEY", default="") or None,
            "secret_key": env.str("FILES_SECRET_KEY", default="") or None,
            "region_name": env.str("FILES_REGION", default="us-east-1"),
            "addressing_style": env.str("FILES_ADDRESSING", default="path"),
            "default_acl": None,
            "file_overwrite": True,
            # A whole document stays in memory: the image's file system takes no writes.
            "max_memory_size": 8 * 1024 * 1024,
        },
    }
# Pages name hashed files only, so the plain names need neither room nor compression.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ADD_HEADERS_FUNCTION = guard_static_file
FILE_UPLOAD_HANDLERS = [
    "core.upload_limit.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DOCUMENT_MAX_BYTES = 5 * 1024 * 1024
# Room on the disk that pieces of unfinished uploads may not use up.
UPLOAD_RESERVE_BYTES = 64 * 1024 * 1024
# Virus scan by ClamAV's daemon: "tcp://host:3310" or "unix:/path"; empty switches it off.
CLAMD_URL = env.str("CLAMD_URL", default="")

if DEMO:
    EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="core.mailbox.MailboxBackend")
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ASN Karier <tanpa-balas@asnkarier.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mailbox that bounces come back to, for example "kembali@asnkarier.example"; each mail gets an address of its own below it.
# Empty: bounces go to the sender's address and are known by their Message-ID alone (docs/mail-delivery.md).
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")

# Where the letter to the authority for data protection goes (UU 27/2022, article 46); empty: it is fetched and brought by hand.
BREACH_AUTHORITY_EMAIL = env.str("BREACH_AUTHORITY_EMAIL", default="lembaga-pdp@demo.asnkarier.example" if DEMO else "")
# Seals of the trail leave the database here; in production a folder the database's administrator may not write to.
SEAL_FOLDER = env.str("ASN_SEAL_FOLDER", default="") or str(LOCAL_DIR / "seals")
# Secret Ed25519 key that signs bundles of the trail, made at the first one; its public half lies beside it (.pub).
TRAIL_KEY_FILE = env.str("ASN_TRAIL_KEY_FILE", default="") or str(LOCAL_DIR / "trail-key.pem")
# A class with a method `stamp` (core/time_stamps.py); the one here only states the server's own time and says so.
SEAL_TIME_STAMPER = env.str("ASN_SEAL_TIME_STAMPER", default="core.time_stamps.ServerClock")
# Who signs letters: a class with the shape of core.signing.LetterSigner. The one here is a test authority and says so.
LETTER_SIGNER = env.str("ASN_LETTER_SIGNER", default="core.signing.LocalAuthority")
# Certificates and secret key of that test authority, made at the first letter.
LETTER_KEY_FOLDER = env.str("ASN_LETTER_KEY_FOLDER", default="") or str(LOCAL_DIR / "letter-keys")

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Finished public pages are kept in Valkey and answered before Django is asked (core/front_cache.py).
FRONT_CACHE = env.bool("ASN_FRONT_CACHE", default=True)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 10, "socket_connect_timeout": 5}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# Mails and work that takes minutes have queues of their own, so that a site can give each its own workers; one that is started
# without naming queues takes from all.
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_QUEUES = [Queue("celery"), Queue("mail"), Queue("long")]
CELERY_TASK_ROUTES = {
    "core.tasks.deliver_outbox": {"queue": "mail"},
    "core.tasks.make_trail_bundles": {"queue": "long"},
    "core.tasks.sweep_uploads": {"queue": "long"},
    "privacy.tasks.make_own_copies": {"queue": "long"},
}
# Any number of beats may run; the one that holds the lock in PostgreSQL sends (core/beat.py).
CELERY_BEAT_SCHEDULER = "core.beat:OneAtATime"
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "mark-heartbeat": {"task": "core.tasks.mark_heartbeat", "schedule": 15},
    "sample-condition": {"task": "core.tasks.sample_condition", "schedule": 60},
    "sweep-sessions": {"task": "accounts.tasks.sweep_sessions", "schedule": 60 * 60},
    "sweep-limits": {"task": "core.tasks.sweep_limits", "schedule": 60 * 60},
    # Every minute; in the demo the first seal after a start comes sooner. The task itself knows when it is time.
    "seal-trail": {"task": "core.tasks.seal_trail", "schedule": 10 if DEMO else 20},
    "make-trail-bundles": {"task": "core.tasks.make_trail_bundles", "schedule": 5 if DEMO else 15},
    "make-own-copies": {"task": "privacy.tasks.make_own_copies", "schedule": 5 if DEMO else 15},
    "watch-breaches": {"task": "privacy.tasks.watch_breaches", "schedule": 300},
    "finish-destruction": {"task": "privacy.tasks.finish_destruction", "schedule": 24 * 60 * 60},
    "forget-own-copies": {"task": "privacy.tasks.forget_own_copies", "schedule": 60 * 60},
    "deliver-outbox": {"task": "core.tasks.deliver_outbox", "schedule": 5 if DEMO else 15},
    "close-due-vacancies": {"task": "vacancies.tasks.close_due_vacancies", "schedule": 5 if DEMO else 15},
    "open-due-vacancies": {"task": "vacancies.tasks.open_due_vacancies", "schedule": 5 if DEMO else 15},
    "sweep-uploads": {"task": "core.tasks.sweep_uploads", "schedule": 60 * 60},
    "lapse-document-requests": {"task": "vacancies.tasks.lapse_due_document_requests", "schedule": 5 if DEMO else 60},
    "send-invitations": {"task": "talent.tasks.send_pending_invitations", "schedule": 5 if DEMO else 15},
    "send-reminders": {"task": "vacancies.tasks.send_reminders", "schedule": 15 if DEMO else 300},
    "remind-of-sessions": {"task": "selection.tasks.remind_of_sessions", "schedule": 15 if DEMO else 300},
    "remind-of-steps": {"task": "approvals.tasks.remind_of_steps", "schedule": 15 if DEMO else 300},
    "forget-opened-sheets": {"task": "approvals.tasks.forget_opened_sheets", "schedule": 60 * 60},
    "announce-delegations": {"task": "approvals.tasks.announce_delegations", "schedule": 15 if DEMO else 60},
    "write-daily-digests": {"task": "core.tasks.write_daily_digests", "schedule": 15 if DEMO else 60},
    # A change of the register is found within two seconds; a call that nobody took in time is not made up for.
    "follow-register": {"task": "talent.tasks.follow_register", "schedule": 1, "options": {"expires": 5}},
    "remind-invited": {"task": "talent.tasks.remind_invited", "schedule": 15 if DEMO else 300},
    "expire-pool": {"task": "talent.tasks.expire_pool_memberships", "schedule": 60 * 60},
    # A result stands on the screen within seconds; a call that nobody took in time is not made up for.
    "close-due-exams": {"task": "selection.tasks.close_due_exams", "schedule": 2, "options": {"expires": 5}},
    "sweep-practices": {"task": "selection.tasks.sweep_practices", "schedule": 60 * 60},
    "expire-invitations": {"task": "talent.tasks.expire_invitations", "schedule": 60},
    "forget-prepared-sendings": {"task": "vacancies.tasks.forget_prepared_sendings", "schedule": 60 * 60},
    # The task itself knows 06.00 WIB; asking often makes a missed hour late instead of lost.
    "send-alerts": {"task": "vacancies.tasks.send_due_alerts", "schedule": 15 if DEMO else 300},
}

# Watchers (Prometheus, a probe from outside) send this as "Authorization: Bearer ..."; empty closes deep check and meters.
MONITOR_TOKEN = env.str("MONITOR_TOKEN", default="")
# Where the web processes of one machine add up their counters: best in memory, empty at each start of the machine.
METERS_FOLDER = env.str("METERS_FOLDER", default="") or str(LOCAL_DIR / "meters")
# A slower statement is logged, without its values (core/slow_queries.py). Milliseconds.
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=500)
# JSON lines for machines that collect logs, plain ones for the person at the keyboard; a line each request goes with the former.
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEMO else "json")
REQUEST_LOG = env.bool("REQUEST_LOG", default=LOG_FORMAT == "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "core.json_log.PlainFormatter", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "core.json_log.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # WeasyPrint and font subsetting log every glyph table.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
# Count files of talent search, written by `rebuild_talent_search` and mapped by every web process of the same machine.
TALENT_COUNTS_ROOT = env.str("TALENT_COUNTS_ROOT", default=str(LOCAL_DIR / "talent-counts"))
# Folder with pg_dump and pg_restore; empty takes those of the built-in server, then those of the search path.
PG_PROGRAMS = env.str("PG_PROGRAMS", default="")
# What the database role asnkarier_reader may read, for statistics and monitoring: plans, agencies, the portal's condition.
READER_TABLES = (
    "accounts_agency",
    "accounts_region",
    "core_conditionsample",
    "core_publication",
    "core_seal",
    "core_sealreceipt",
    "core_taskround",
    "employees_studyprogram",
    "vacancies_announcement",
    "vacancies_assessmentplan",
    "vacancies_competencyrequirement",
    "vacancies_registrationextension",
    "vacancies_requireddocument",
    "vacancies_requirement",
    "vacancies_scorecomponent",
    "vacancies_stage",
    "vacancies_vacancy",
)
# Where `manage.py bench` finds its modules: those of a room, and those of the whole portal.
BENCH_PACKAGES = ["core.bench", "asnkarier.bench"]
SILENCED_SYSTEM_CHECKS: list[str] = []
