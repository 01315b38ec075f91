"""Settings of the whole site, from the environment alone; what is missing fails loudly or falls back to the embedded default."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from deploy.keys import embedded_key

ROOT = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DATA_DIR = Path(env("DATA_DIR", default=str(ROOT / "var"))).resolve()
DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")
SEARCH_URL = env("SEARCH_URL", default="")
SEARCH_PREFIX = env("SEARCH_PREFIX", default="evidence")  # of the names of its indexes: sites may share a service
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=730)  # how long who searched what is kept
CLAMD_URL = env("CLAMD_URL", default="")  # tcp://host:3310 or unix:///path: nothing leaves quarantine without its word
TESSERACT = env("TESSERACT", default="tesseract")  # the program that recognises writing; empty: none, pictures wait
STEM_WORDS = env("STEM_WORDS", default="")  # a list of roots, one a line, instead of the stemmer package's own
EMBEDDED = not DATABASE_URL
DEBUG = env.bool("DEBUG", default=False)
TRAINING = env.bool("TRAINING", default=False)
INTAKE_FREE = env.int("INTAKE_FREE", default=60)
DEMO = env.bool("DEMO", default=True)  # a new embedded database is filled with the demo
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# Keys -----------------------------------------------------------------------------------------------------------------
if EMBEDDED:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env("SECRET_KEY", default="") or embedded_key(DATA_DIR, "secret", EMBEDDED)
FIELD_KEYS = env.list("FIELD_KEYS", default=[]) or [embedded_key(DATA_DIR, "field", EMBEDDED)]
IDENTITY_KEY = embedded_key(DATA_DIR, "identity", EMBEDDED) if EMBEDDED else ""  # elsewhere custodians hold the keys
LOG_KEY = env("LOG_KEY", default="") or embedded_key(DATA_DIR, "log", EMBEDDED)
# where the head of the event log is told every hour: file:///path, mailto:address, https://…; several, with commas
ANCHOR = env.list("ANCHOR", default=[(DATA_DIR / "anchors.log").as_uri()] if EMBEDDED else [])

# Web ------------------------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])
BASE_URL = env("BASE_URL", default="")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
ROOT_URLCONF = "deploy.urls"
WSGI_APPLICATION = "deploy.wsgi.application"
ASGI_APPLICATION = "deploy.asgi.application"

INSTALLED_APPS = [
    "deploy",
    "desk",
    "notifications",
    "privacy",
    "worklists",
    "search",
    "exchange",
    "figures",
    "clearance",
    "sanctions",
    "consultations",
    "tasks",
    "hearings",
    "persons",
    "investigations",
    "complaints",
    "letters",
    "evidence",
    "identity",
    "accounts",
    "deadlines",
    "workflow",
    "law",
    "agencies",
    "simple_history",
    "channels",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "deploy.middleware.response_headers",  # these two are outside of all that answers by itself: files, redirects, refusals
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "deploy.middleware.outside_address",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deploy.middleware.readable_address",
    "deploy.middleware.bounded_body",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "deploy.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.admitted",  # from here on nobody is somebody without a second factor
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "deploy.middleware.moved_on",
    "deploy.middleware.api_methods",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "deploy.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if EMBEDDED:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "netral.sqlite3",
            "OPTIONS": {
                # without these, thirty writers at once are told "database is locked"
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000;",
            },
        }
    }
else:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
EVIDENCE_DIR = DATA_DIR / "files"
DISK_FLOOR = env.float("DISK_FLOOR", default=5)  # percent of the disk that stays free: below it no new file is taken
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "deploy.unnamed_files.UnnamedFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# Letters ---------------------------------------------------------------------------------------------------------------
# who signs them, such as pades:///etc/netral/penandatangan.p12; empty: unsigned, the signature may follow
SIGNER = env("SIGNER", default="")
SIGNER_PASSWORD = env("SIGNER_PASSWORD", default="")
SIGNER_TSA = env("SIGNER_TSA", default="")  # https://… of a time-stamping service (RFC 3161)

# Mail -----------------------------------------------------------------------------------------------------------------
EMAIL_URL = env("EMAIL_URL", default="")
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="netral@localhost")
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # box@domain whose box+TOKEN@domain ends in `receive_bounce -`
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])  # inner hosts, or host:port, that agencies' systems may be at
WEBHOOK_CA = env("WEBHOOK_CA", default="")  # certificates to trust for them, for a data centre with its own authority
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs holds up no worker

# People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.Officer"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.bmkg.go.id/")  # weather: a page nobody minds
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # those from before are hashed anew when their owner signs in
]
# where it is False, demo accounts come in without; everybody else shows one everywhere
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=False) or not EMBEDDED
DEMO_ACCOUNTS = EMBEDDED or DEBUG  # elsewhere they come in nowhere
MFA_ADAPTER = "accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # what it starts is bound to this browser; forms go nowhere but here
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "password1*",
]  # nobody signs up; this only says that no address of mail is asked for
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/petugas/"
LOGOUT_REDIRECT_URL = "/"
SESSION_IDLE = env.int("SESSION_IDLE", default=30 * 60)  # seconds without a click
SESSION_LONGEST = env.int("SESSION_LONGEST", default=8 * 3600)  # seconds in all
FRESH = 10 * 60  # seconds for which a confirmed password or passkey opens what is delicate
SESSION_COOKIE_AGE = SESSION_LONGEST
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-sesi", "__Host-csrf") if HTTPS else ("sessionid", "csrftoken")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "deploy.views.expired_form"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # probes come from inside, without TLS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:  # only then may a header say that the outside spoke https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send "Origin: null", which the CSRF check refuses
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp/"],  # counts, and keeps nothing: deploy/violations.py
    }
}

# Language: the source texts are Indonesian, English is a translation of them -------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGE_COOKIE_NAME = "__Host-bahasa" if HTTPS else "bahasa"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Bahasa Inggris"))]
LOCALE_PATHS = [ROOT / "deploy" / "locale"]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Jakarta"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
if EMBEDDED:
    STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": EVIDENCE_DIR}},
    "staticfiles": {"BACKEND": "deploy.static_files.Storage"},
}
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_INDEX_FILE = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "filters": {"bounded": {"()": "deploy.logs.Bounded"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["bounded"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "netral": {"level": "INFO"},
        "django": {"handlers": []},  # no mail of a request to administrators: it would carry address, cookies and text
        "django.request": {"level": "ERROR"},
    },
}
