"""Everything that holds everywhere. What differs between a laptop, a test and a county's server is read from the environment."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import env
from config.settings.providers import providers_of

ROOT = Path(__file__).resolve().parents[3]
HOME = env.folder("GROUNDSWELL_HOME", ROOT / "var")

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = env.text("SITE_NAME", "Groundswell")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "groundswell.core",
    "groundswell.ui",
    "groundswell.intake",
    "groundswell.spaces",
    "groundswell.accounts",
    "groundswell.activity",
    "groundswell.access",
    "groundswell.places",
    "groundswell.people",
    "groundswell.instruments",
    "groundswell.standards",
    "groundswell.collaboratives",
    "groundswell.convenings",
    "groundswell.spread",
    "groundswell.evidence",
    "groundswell.home",
    "groundswell.example",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.microsoft",
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "groundswell.core.middleware.RequestNumber",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "groundswell.accounts.middleware.KnownPerson",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundswell.access.middleware.SeeAs",
    "groundswell.access.middleware.RefuseUndeclared",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.asgi.pages"

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
                "groundswell.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "groundswell.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{HOME / 'groundswell.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", "redis://host:6379/0", "rediss://host:6379/0", "unix:///run/redis.sock")
CACHES = {
    "default": (
        {"BACKEND": "groundswell.core.caches.RedisOrMemory", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Unique without regard to case, by a constraint on Lower("email") that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# -- Sign-in ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # a phone stays signed in for two months after its last visit
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "groundswell.core.sessions"
# The pages and the code by mail are ours (`accounts`); the library opens the session, keeps addresses and passkeys, and
# speaks with Google and Microsoft.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "groundswell.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "groundswell.accounts.adapter.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
# How many proxies stand before this server: the visitor's address is that many from the end of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0, least=0)
SOCIALACCOUNT_ADAPTER = "groundswell.accounts.providers.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = providers_of(
    {
        "google": (env.text("GOOGLE_CLIENT_ID"), env.text("GOOGLE_CLIENT_SECRET")),
        "microsoft": (env.text("MICROSOFT_CLIENT_ID"), env.text("MICROSOFT_CLIENT_SECRET")),
    },
    tenant=env.text("MICROSOFT_TENANT", "organizations"),
)

# -- Mail: every letter goes through the outbox; this is how the worker hands it over -------------------------------------
MAIL_URL = env.address("MAIL_URL", "smtp://user:password@host:587", "smtps://user:password@host:465")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Groundswell <no-reply@localhost>")
MAIL_REPLY_TO = env.text("MAIL_REPLY_TO")  # where answers go when a letter does not say
MAILERS = {"default": {"BACKEND": "groundswell.activity.mail.OutboxBackend"}}
MAIL_TIMEOUT = 20  # seconds that the mail server may take to answer

# -- Jobs ---------------------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

# -- Languages and time -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [ROOT / "src" / "groundswell" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"

# -- Files --------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "groundswell.ui.staticfiles.BundleFinder",
]
MEDIA_ROOT = HOME / "files"
MEDIA_URL = "/files/"
S3_BUCKET = env.text("S3_BUCKET")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": env.text("S3_ENDPOINT") or None,
                "access_key": env.text("S3_ACCESS_KEY") or None,
                "secret_key": env.text("S3_SECRET_KEY") or None,
                "querystring_auth": True,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "groundswell.ui.staticfiles.HashedStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

FORM_RENDERER = "groundswell.ui.renderer.PlainRenderer"  # inputs without templates: a form in a third of the time

# -- Safety -------------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # Browsers hold a form to this also where our answer leads on to the provider.
    "form-action": [
        CSP.SELF,
        *(["https://accounts.google.com"] if "google" in SOCIALACCOUNT_PROVIDERS else []),
        *(["https://login.microsoftonline.com"] if "microsoft" in SOCIALACCOUNT_PROVIDERS else []),
    ],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "groundswell.ui.views.csrf_failure"

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.one_of("LOG_LEVEL", LEVELS, "WARNING")},
    "loggers": {
        "groundswell": {"level": env.one_of("LOG_LEVEL", LEVELS, "INFO")},
        # Robots that ask for the machine by its number; they get 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# Threads that have a page in hand in one process: in a rush most of them wait for a lock. Few compute at a time. On SQLite each
# holds a connection with its own cache of pages.
PAGE_THREADS = env.number("PAGE_THREADS", 16 if DATABASES["default"]["ENGINE"].endswith("sqlite") else 32)
PAGES_AT_ONCE = env.number("PAGES_AT_ONCE", 2)
EXAMPLE = env.flag("GROUNDSWELL_EXAMPLE")
