"""Settings, read from the environment; every default is safe for a site on one's own machine.

DIGITWEB_DATA_DIR  where a running site writes (default: var/ beside manage.py)
STATIC_DIR         where static files are collected (default: static/ in the data folder)
DATABASE_URL       default: SQLite in the data folder; postgres://… in production
DATABASE_TIMEOUT   seconds to wait for the database; 0 is as long as it takes (web server: 5, others: 0)
CACHE_URL          default: memory of each process; redis://… shares throttling between processes
MODEL_STORE        where model files and data sets lie for several hosts: a folder, or s3://bucket/prefix
MODEL_STORE_ENDPOINT  the address of an object store that is not Amazon's
AWS_ACCESS_KEY_ID  with AWS_SECRET_ACCESS_KEY what the object store lets in; else what the machine has
AWS_SECRET_ACCESS_KEY  no setting: libraries read it from the environment
AWS_DEFAULT_REGION  where the bucket lies
WEB_WORKERS        processes of the web server (2): without Redis each allows its part of a rate
SECRET_KEY         default: generated once into the data folder, mode 0600
DEBUG              default: off
ALLOWED_HOSTS      default: this machine only; comma-separated
METRICS_ADDRESS    where Prometheus asks, apart from the site: "127.0.0.1:9100" (default: nowhere)
MIN_FREE_DISK      MiB of the data folder's disk; with less /readyz and the metrics call it full (200)
LOG_FORMAT         "line" for people, "json" for machines (line)
LOG_ADDRESSES      addresses of logins and refusals in the log: "clear" or "hashed" (line clear, json hashed)
ACCESS_LOG         on: one line of the log for each request (off)
ACTIVATION_MARGIN  percentage points by which a version may be worse than the live one and still go live (0.2)
DATA_SET_SHARE     per cent of a data set's samples that one contributor may have given (1)
RECOGNIZE_RATE     requests of one client to the API: "30/s", "600/m"; "0" turns throttling off
LEARN_RATE         the same for the learning pages, which ask while a slider moves
FEEDBACK           off: nobody can give drawings and corrections; what was given can still be deleted (on)
FEEDBACK_SHARE     per cent of readings, drawn by lot, that may be given without a word on them (10)
FEEDBACK_RATE      as RECOGNIZE_RATE, for claims and for looking at what was given (60/m)
FEEDBACK_LIMIT     claims of one contributor in a day (200); 0 is no limit
FEEDBACK_TOTAL     claims of one contributor at all (2000); 0 is no limit
FEEDBACK_DAYS      days for which a claim is kept that has gone into no data set (365)
REVIEWS_NEEDED     equal answers by different people that settle a sample which somebody gave (2)
REVIEW_RANDOM_SHARE  per cent of reviews that go to readings by lot, which tell how often it is wrong (20)
LOGIN_FAILURES     wrong passwords for one user name from one address until no more are taken (5)
LOGIN_WAIT         minutes for which none is taken then (15)
SESSION_MINUTES    minutes without a request after which whoever logged in has to do so again (60)
SESSION_HOURS      hours after which he has to in any case (12)
SECURITY_CONTACT   whom to tell of a fault in the site's safety: mailto:… or https://…; default: nobody
NUM_PROXIES        how many reverse proxies stand in front (default 0: X-Forwarded-For is not believed)
SCRIPT_NAME        the path below which the site lies, such as /digits (default: none)
WEBHOOK_PRIVATE_ADDRESSES  on: webhooks may be sent into one's own network, and to this machine
HTTPS              on: secure cookies, HSTS and redirects, for a site behind an HTTPS proxy
HSTS_SUBDOMAINS    on: HSTS for all subdomains as well
HSTS_PRELOAD       on: HSTS that browsers may have built in
LOG_FILE           default: standard error; a file that logs go to instead, rotated by renaming it
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from digitweb.environment import (
    HOURS_OF_YEAR,
    MINUTES_OF_YEAR,
    MOST_DAYS,
    MOST_REVIEWS,
    checked_address,
    checked_cache,
    checked_choice,
    checked_contacts,
    checked_count,
    checked_database,
    checked_log_file,
    checked_margin,
    checked_prefix,
    checked_rate,
    checked_share,
    checked_static_folder,
    checked_store,
    checked_switch,
    folder_of_package,
    made_data_folder,
    read_or_create_secret_key,
    with_time_limit,
)
from digitweb.privacy import FOR_OTHERS
from recognizer.telemetry import logs

BASE_DIR = Path(__file__).resolve().parent.parent
ninja = folder_of_package(
    "ninja"
)  # no app of ours: as one it would be imported, with Pydantic, by every command
env = environ.Env()

os.umask(FOR_OTHERS)  # whatever process this is: what it writes is its owner's alone
DIGITWEB_DATA_DIR = made_data_folder(env.str("DIGITWEB_DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = checked_switch(env.str("DEBUG", default="off"), name="DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_create_secret_key(DIGITWEB_DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "recognizer",
    "digitweb.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "digitweb.apps.StaticFilesConfig",
    "csp",
    "digitweb.apps.LoginsConfig",
    "django_tasks",
    "digitweb.apps.QueueConfig",
]

MIDDLEWARE = [
    "digitweb.observed.ObservedMiddleware",
    "recognizer.api.limits.in_flight.InFlightMiddleware",
    "digitweb.compression.Compression",
    "digitweb.security.headers.SafeHeaders",
    "recognizer.api.problems.ProblemJsonMiddleware",
    "digitweb.security.headers.NoRedirectOfPrograms",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "digitweb.middleware.PolicyForPages",
    "digitweb.middleware.SessionForPages",
    "digitweb.middleware.LanguageOfReader",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "digitweb.middleware.UserForPages",
    "recognizer.admin.people.refusals.RefusalLogMiddleware",
    "recognizer.admin.addresses.InvalidAddressMiddleware",
    "digitweb.outages.OutageMiddleware",
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
        "DIRS": [BASE_DIR / "templates", ninja / "templates"],
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

# -- where it lies -------------------------------------------------------------------------------

SCRIPT_NAME = checked_prefix(env.str("SCRIPT_NAME", default=""))
FORCE_SCRIPT_NAME = SCRIPT_NAME or None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{SCRIPT_NAME}/"
cookie_suffix = SCRIPT_NAME.replace("/", "_")  # the cookies of what lies at the root of the host come as well
SESSION_COOKIE_NAME = f"sessionid{cookie_suffix}"
CSRF_COOKIE_NAME = f"csrftoken{cookie_suffix}"
LANGUAGE_COOKIE_NAME = f"django_language{cookie_suffix}"

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

# -- what people gave ----------------------------------------------------------------------------

# Who gives much would otherwise teach a network his own hand; everybody may give one sample whatever it says.
DATA_SET_SHARE = checked_share(env.str("DATA_SET_SHARE", default="1"), name="DATA_SET_SHARE")
REVIEWS_NEEDED = checked_count(
    env.str("REVIEWS_NEEDED", default="2"), name="REVIEWS_NEEDED", least=1, most=MOST_REVIEWS
)
REVIEW_RANDOM_SHARE = checked_count(
    env.str("REVIEW_RANDOM_SHARE", default="20"), name="REVIEW_RANDOM_SHARE", most=100
)

# -- the API -------------------------------------------------------------------------------------

RECOGNIZE_RATE = checked_rate(env.str("RECOGNIZE_RATE", default="30/s"))
LEARN_RATE = checked_rate(env.str("LEARN_RATE", default="30/s"), name="LEARN_RATE")
FEEDBACK = checked_switch(env.str("FEEDBACK", default="on"), name="FEEDBACK")
FEEDBACK_SHARE = checked_count(env.str("FEEDBACK_SHARE", default="10"), name="FEEDBACK_SHARE", most=100)
FEEDBACK_RATE = checked_rate(env.str("FEEDBACK_RATE", default="60/m"), name="FEEDBACK_RATE")
FEEDBACK_LIMIT = checked_count(env.str("FEEDBACK_LIMIT", default="200"), name="FEEDBACK_LIMIT")
FEEDBACK_TOTAL = checked_count(env.str("FEEDBACK_TOTAL", default="2000"), name="FEEDBACK_TOTAL")
FEEDBACK_DAYS = checked_count(
    env.str("FEEDBACK_DAYS", default="365"), name="FEEDBACK_DAYS", least=1, most=MOST_DAYS
)
WEB_WORKERS = max(1, checked_count(env.str("WEB_WORKERS", default="2"), name="WEB_WORKERS"))
NINJA_NUM_PROXIES = checked_count(env.str("NUM_PROXIES", default="0"), name="NUM_PROXIES")
# The largest body that is read at all: a 40-megapixel photograph as base64 fits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600  # of collected files, too
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

# -- static files --------------------------------------------------------------------------------

STATIC_URL = f"{SCRIPT_NAME}/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("ninja", ninja / "static/ninja")]
STATIC_ROOT = checked_static_folder(env.str("STATIC_DIR", default=""), data_folder=DIGITWEB_DATA_DIR)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "digitweb.staticfiles.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}

# -- the store of several hosts ------------------------------------------------------------------

model_store = env.str("MODEL_STORE", default="")
if model_store:
    STORAGES["models"] = checked_store(
        model_store,
        data_folder=DIGITWEB_DATA_DIR,
        endpoint=env.str("MODEL_STORE_ENDPOINT", default=""),
        region=env.str("AWS_DEFAULT_REGION", default=""),
        keys=(env.str("AWS_ACCESS_KEY_ID", default=""), env.str("AWS_SECRET_ACCESS_KEY", default="")),
    )

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
LOGIN_REDIRECT_URL = "admin:index"
SECURE_REFERRER_POLICY = "same-origin"
SECURITY_CONTACT = checked_contacts(env.str("SECURITY_CONTACT", default=""))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # scripts have the token from the page
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie more
SESSION_ENGINE = "digitweb.security.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 60 * checked_count(
    env.str("SESSION_MINUTES", default="60"), name="SESSION_MINUTES", least=1, most=MINUTES_OF_YEAR
)
SESSION_LONGEST_SECONDS = 3600 * checked_count(
    env.str("SESSION_HOURS", default="12"), name="SESSION_HOURS", least=1, most=HOURS_OF_YEAR
)
# Whoever may enter an address could otherwise reach what only this machine can.
WEBHOOK_PRIVATE_ADDRESSES = checked_switch(
    env.str("WEBHOOK_PRIVATE_ADDRESSES", default="off"), name="WEBHOOK_PRIVATE_ADDRESSES"
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "digitweb.security.passwords.OwnWordsValidator"},
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
    SECURE_REDIRECT_EXEMPT = [
        rf"^{SCRIPT_NAME[1:]}/?(healthz|readyz)$"
    ]  # the proxy's own probes come over plain HTTP
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
    # Browsers take cookies of such names over HTTPS alone; __Host- from no other host, and for all paths.
    cookie_prefix = "__Secure-" if SCRIPT_NAME else "__Host-"
    SESSION_COOKIE_NAME = f"{cookie_prefix}sessionid{cookie_suffix}"
    CSRF_COOKIE_NAME = f"{cookie_prefix}csrftoken{cookie_suffix}"
    LANGUAGE_COOKIE_NAME = f"{cookie_prefix}language{cookie_suffix}"
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

# -- what it tells of itself -----------------------------------------------------------------------

METRICS_ADDRESS = checked_address(env.str("METRICS_ADDRESS", default=""), name="METRICS_ADDRESS")
MIN_FREE_DISK = checked_count(env.str("MIN_FREE_DISK", default="200"), name="MIN_FREE_DISK")
LOG_FORMAT = checked_choice(env.str("LOG_FORMAT", default="line"), logs.FORMATTERS, name="LOG_FORMAT")
# Whoever bans those who guess passwords reads lines and needs addresses; collected JSON is kept for long.
log_addresses = env.str("LOG_ADDRESSES", default="") or ("clear" if LOG_FORMAT == "line" else "hashed")
LOG_ADDRESSES = checked_choice(log_addresses, ("clear", "hashed"), name="LOG_ADDRESSES")
ACCESS_LOG = checked_switch(env.str("ACCESS_LOG", default="off"), name="ACCESS_LOG")
log_file = env.str("LOG_FILE", default="")
LOGGING = logs.configuration(LOG_FORMAT, checked_log_file(log_file) if log_file else None)
