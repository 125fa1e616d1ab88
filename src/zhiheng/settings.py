"""Settings of an installation; everything that differs between two of them comes from the environment.

``docs/operations.md`` documents each variable; ``tests/test_house.py`` keeps that true.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post.domain.server import mail_server

CHECKOUT = Path(__file__).resolve().parents[2]
ZHIHENG_HOME = Path(os.environ.get("ZHIHENG_HOME") or CHECKOUT / "var").resolve()
PRODUCTION = os.environ.get("ZHIHENG_MODE", "development") == "production"
DEBUG = False

if PRODUCTION and not os.environ.get("ZHIHENG_SECRET_KEY"):
    raise Refused(
        "settings.no_secret",
        Text(
            "生产环境必须通过环境变量 ZHIHENG_SECRET_KEY 提供密钥。",
            "In production the environment variable ZHIHENG_SECRET_KEY must hold the secret key.",
        ),
    )
SECRET_KEY = os.environ.get("ZHIHENG_SECRET_KEY") or secrets.token_urlsafe(48)
# Keys of before: what they signed or sealed stays good, nothing new is made with them.
SECRET_KEY_FALLBACKS = [one for one in os.environ.get("ZHIHENG_SECRET_KEY_FALLBACKS", "").split(",") if one]
ALLOWED_HOSTS = os.environ.get("ZHIHENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "zhiheng.ledger",
    "zhiheng.registers",
    "zhiheng.post",
    "zhiheng.signin",
    "zhiheng.shell",
    "zhiheng.casework",
    "zhiheng.review",
    "zhiheng.programmes.awards",
    "zhiheng.programmes.incentives",
    "zhiheng.web",
]

MIDDLEWARE = [
    "zhiheng.signin.middleware.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhiheng.web.caching.KeptForAWhile",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhiheng.shell.middleware.RefusalsSpeak",
    "zhiheng.shell.middleware.OnlyThroughDoors",
    "zhiheng.web.pages.security_visits.SeenNow",
    "zhiheng.web.pages.security_visits.SecondFactorFirst",
]
CSRF_FAILURE_VIEW = "zhiheng.shell.errors.not_from_here"

ROOT_URLCONF = "zhiheng.web.urls"
WSGI_APPLICATION = "zhiheng.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiheng.web.pages.security_acting.acting",
                "zhiheng.web.workplaces.ways",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{ZHIHENG_HOME / 'zhiheng.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
        ),
    }
    # Threads of a test see one database only if it is a file.
    DATABASES["default"]["TEST"] = {"NAME": str(ZHIHENG_HOME / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registers.Account"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:start"
LOGOUT_REDIRECT_URL = "web:home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = ZHIHENG_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {  # a fault is told on stderr, wherever the site runs
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "script-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0

# Sign-in security and mail
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # read only: re-hashed at the next sign-in
]
SESSION_ENGINE = "zhiheng.signin.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECOND_FACTOR_REQUIRED = PRODUCTION  # of office, committee and supervisor
ZHIHENG_TRUSTED_PROXIES = [one for one in os.environ.get("ZHIHENG_TRUSTED_PROXIES", "").split(",") if one]
ZHIHENG_OBJECTIONS_PER_HOUR = int(os.environ.get("ZHIHENG_OBJECTIONS_PER_HOUR") or 20)  # from one place
ZHIHENG_SITE = os.environ.get("ZHIHENG_SITE") or "http://localhost:8000"
ZHIHENG_MAIL_URL = os.environ.get("ZHIHENG_MAIL_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("ZHIHENG_MAIL_FROM") or "zhiheng@localhost"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if ZHIHENG_MAIL_URL:
    _server = mail_server(ZHIHENG_MAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _server.host, _server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server.user, _server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _server.starts_tls, _server.is_tls
