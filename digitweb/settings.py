"""Settings, read from the environment; every default is safe for a site on one's own machine.

DIGITWEB_DATA_DIR  where a running site writes (default: var/ beside manage.py)
DATABASE_URL       default: SQLite in the data folder; postgres://… in production
DATABASE_TIMEOUT   seconds to wait for the database; 0 is as long as it takes (web server: 5, others: 0)
CACHE_URL          default: memory of each process; redis://… shares throttling between processes
WEB_WORKERS        processes of the web server (2): without Redis each allows its part of a rate
SECRET_KEY         default: generated once into the data folder, mode 0600
DEBUG              default: off
ALLOWED_HOSTS      default: this machine only; comma-separated
ACTIVATION_MARGIN  percentage points by which a version may be worse than the live one and still go live (0.2)
RECOGNIZE_RATE     requests of one client to the API: "30/s", "600/m"; "0" turns throttling off
LEARN_RATE         the same for the learning pages, which ask while a slider moves
LOGIN_FAILURES     wrong passwords for one user name from one address until no more are taken (5)
LOGIN_WAIT         minutes for which none is taken then (15)
NUM_PROXIES        how many reverse proxies stand in front (default 0: X-Forwarded-For is not believed)
HTTPS              on: secure cookies, HSTS and redirects, for a site behind an HTTPS proxy
HSTS_SUBDOMAINS    on: HSTS for all subdomains as well
HSTS_PRELOAD       on: HSTS that browsers may have built in
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from digitweb.environment import (
    MINUTES_OF_YEAR,
    checked_cache,
    checked_count,
    checked_database,
    checked_margin,
    checked_rate,
    checked_switch,
    made_data_folder,
    read_or_create_secret_key,
    with_time_limit,
)
from digitweb.privacy import FOR_OTHERS

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

os.umask(FOR_OTHERS)  # whatever process this is: what it writes is its owner's alone
DIGITWEB_DATA_DIR = made_data_folder(env.str("DIGITWEB_DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = checked_switch(env.str("DEBUG", default="off"), name="DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_create_secret_key(DIGITWEB_DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "recognizer",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "digitweb.apps.StaticFilesConfig",
    "csp",
    "digitweb.apps.LoginsConfig",
    "ninja",
    "django_tasks",
    "digitweb.apps.QueueConfig",  # after the admin
]

MIDDLEWARE = [
    "recognizer.api.problems.ProblemJsonMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "digitweb.middleware.PolicyForPages",
    "digitweb.middleware.SessionForPages",
    "digitweb.middleware.LanguageOfReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "digitweb.middleware.UserForPages",
    "recognizer.admin.addresses.InvalidAddressMiddleware",
    "digitweb.middleware.MessagesForPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recognizer.api.limits.throttling.WorkChargeMiddleware",
    "axes.middleware.AxesMiddleware",
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses whoever has typed too many wrong passwords
    "django.contrib.auth.backends.ModelBackend",
]

ROOT_URLCONF = "digitweb.urls"
WSGI_APPLICATION = "digitweb.wsgi.application"

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
            ],
        },
    },
]

# -- data ----------------------------------------------------------------------------------------

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": DIGITWEB_DATA_DIR / "digitweb.sqlite3"}
database_url = env.str("DATABASE_URL", default="")  # no setting: a page for developers would show it
DATABASES = {"default": checked_database(database_url) if database_url else SQLITE}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while a training writes; IMMEDIATE takes the write lock before the first read,
    # so that two writers wait for each other instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
database_timeout = checked_count(env.str("DATABASE_TIMEOUT", default="0"), name="DATABASE_TIMEOUT")
if database_timeout:
    DATABASES["default"] = with_time_limit(DATABASES["default"], database_timeout)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": checked_cache(env.str("CACHE_URL", default="") or "locmemcache://")}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# -- model versions ------------------------------------------------------------------------------

# About what chance makes of two equally good networks: on 10,000 pictures of which they read some 60
# differently, as on the 4,000 drawn ones, accuracies differ by 0.1 to 0.2 percentage points (one deviation).
ACTIVATION_MARGIN = checked_margin(env.str("ACTIVATION_MARGIN", default="0.2"))

# -- the API -------------------------------------------------------------------------------------

RECOGNIZE_RATE = checked_rate(env.str("RECOGNIZE_RATE", default="30/s"))
LEARN_RATE = checked_rate(env.str("LEARN_RATE", default="30/s"), name="LEARN_RATE")
WEB_WORKERS = max(1, checked_count(env.str("WEB_WORKERS", default="2"), name="WEB_WORKERS"))
NINJA_NUM_PROXIES = checked_count(env.str("NUM_PROXIES", default="0"), name="NUM_PROXIES")
# The largest body that is read at all: a 40-megapixel photograph as base64 fits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600  # of collected files, too
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

# -- static files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DIGITWEB_DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "digitweb.staticfiles.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# -- safety --------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Wrong passwords count for a user name and an address together: nobody locks others out from elsewhere.
AXES_HANDLER = "recognizer.admin.people.logins.LoginHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "recognizer.admin.people.logins.address_of"
AXES_LOCKOUT_CALLABLE = "recognizer.admin.people.logins.lockout_response"
AXES_FAILURE_LIMIT = checked_count(env.str("LOGIN_FAILURES", default="5"), name="LOGIN_FAILURES", least=1)
login_wait = checked_count(
    env.str("LOGIN_WAIT", default="15"), name="LOGIN_WAIT", least=1, most=MINUTES_OF_YEAR
)
AXES_COOLOFF_TIME = timedelta(minutes=login_wait)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

if checked_switch(env.str("HTTPS", default="off"), name="HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # the proxy's own probes come over plain HTTP
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    # Both bind hosts other than this one, for a year and longer: only whoever asks for them has them.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = checked_switch(
        env.str("HSTS_SUBDOMAINS", default="off"), name="HSTS_SUBDOMAINS"
    )
    SECURE_HSTS_PRELOAD = checked_switch(env.str("HSTS_PRELOAD", default="off"), name="HSTS_PRELOAD")
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for these two
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

# -- language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "Simplified Chinese")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True

# -- logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "recognizer": {"level": "INFO"},
        "axes": {"level": "ERROR"},  # the handler writes a line of its own for each failure
        "django.request": {"level": "ERROR"},  # a 404 is the client's news, not the operator's
    },
}
