"""All settings of the project, in one file. Values come from the environment; a bad value fails loudly at start."""

import os
import secrets
import tomllib
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from whitenoise.compress import Compressor

from rackbeat import roles
from rackbeat.papers import PAPERS  # noqa: F401 - a setting like the others
from rackbeat.problem import Problem

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in ("1", "true", "yes", "on"):
        return True
    if value.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def env_list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


VAR = Path(os.environ.get("VAR") or BASE_DIR / "var").resolve()
DEMO = env_bool("RACKBEAT_DEMO", False)
DEBUG = env_bool("RACKBEAT_DEBUG", False)
TESTING = env_bool("RACKBEAT_TESTING", False)


def env_secret(name: str) -> str:
    """The secret from the environment; else one made once and kept under VAR, readable by its owner only."""
    if value := os.environ.get(name):
        if len(value) < 40:
            raise ImproperlyConfigured(f"{name} must have at least 40 characters.")
        return value
    path = VAR / name.lower()
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(60))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise Problem(f"{error.filename or path}: {error.strerror}. Choose another place with VAR=.") from None


SECRET_KEY = env_secret("SECRET_KEY")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "rackbeat",
    "home",
    "demo",
    "sales",
    "purchasing",
    "inventory",
    "layouts",
    "support",
    "accounts",
    "rackbeat.administration.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
    "csp",
]

MIDDLEWARE = [
    "rackbeat.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rackbeat.lib.traces.TraceMiddleware",
    "rackbeat.packing.PackingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.AgreementMiddleware",
]

ROOT_URLCONF = "rackbeat.urls"
WSGI_APPLICATION = "rackbeat.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "home.frame.frame",
            ],
            "builtins": ["rackbeat.templatetags.ui"],
        },
    }
]

# --- database: see rackbeat/postgres.py (the embedded server) and rackbeat/roles.py (who logs in) ------------------

DATABASES = {"default": roles.database(VAR, testing=TESTING)}

# --- people ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the user is asked
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "allauth.account.forms.EmailAwarePasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgotPasswordForm"}
ACCOUNT_RATE_LIMITS = {  # "key" is the adapter's: e-mail and address together; "slow": the e-mail alone, from anywhere
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "login_failed_slow": "100/h/key",
    "reset_password": "10/m/ip,60/h/ip",  # no limit by e-mail: others could use it up. The job spares the inbox
    "signup": "20/m/ip,200/d/ip",
    "look_up": "30/m/user,500/d/user",
}
PASSWORD_RESET_TIMEOUT = 3600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "accounts.second_factor.Adapter"
MFA_RECOVERY_CODE_COUNT = 10
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nothing here verifies addresses (docs/decisions/1300)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.OperatorLength", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_COOKIE_AGE = 7 * 24 * 3600  # from the log-in on, however busy
SESSION_IDLE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "rackbeat_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "rackbeat_csrf"
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"

# --- safety ------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0  # whose X-Forwarded-For the throttles believe
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

# --- mail --------------------------------------------------------------------------------------------------------

SMTP, CONSOLE = "django.core.mail.backends.smtp.EmailBackend", "rackbeat.lib.letterbox.ConsoleBackend"
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", SMTP if os.environ.get("EMAIL_HOST") else CONSOLE)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Rackbeat <no-reply@rackbeat.example>")
SUPPORT_FILES_DAYS = env_int("SUPPORT_FILES_DAYS", 180)  # how long files of conversations with support are kept
MAIL_PER_DAY = env_int("MAIL_PER_DAY", 1000)  # letters that one agreement may send in a day
MAIL_SERVERS_INSIDE = env_bool("MAIL_SERVERS_INSIDE", DEMO or TESTING)  # may a server have a private address?
MAIL_FILES = {"paper": "layouts.letters.paper"}  # what makes the files that a letter gets from the worker

# --- languages ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("nb", _("Norwegian")), ("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
STAFF_TIME_ZONE = "Europe/Oslo"  # the clock of support and of administrators
USE_THOUSAND_SEPARATOR = False

# --- files -------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")  # faces took most of a first start
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", BASE_DIR / "layouts" / "fonts")]  # the faces, for previews
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "rackbeat.one_sheet.Storage"
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
JOB_SILENCE = env_int("JOB_SILENCE", 60)  # seconds without a sign of life after which a worker counts as gone

# --- the house ---------------------------------------------------------------------------------------------------

# What each storey furnishes a new agreement with.
NEW_AGREEMENT = ["accounts.signup.furnish", "layouts.defaults.furnish", "inventory.defaults.furnish"]
SEARCH = "accounts.search.hits"  # which rows of a model hold the words of a search box
OWN_EXAMPLE = "inventory.own_example.latest"  # the inventory principle, shown with the agreement's own figures
# Registers of which one row is what new things begin with: its name, what it is for, the model, the verb that changes a row.
DEFAULTS = [
    (
        "payment_terms",
        _("Payment terms"),
        _("of new customers and suppliers"),
        "accounts.PaymentTerms",
        "accounts.registers.change",
    ),
    (
        "layout",
        _("Layout"),
        _("of new customers, suppliers and documents"),
        "layouts.Layout",
        "accounts.registers.change",
    ),
    ("bank_account", _("Bank account"), _("of new layouts"), "accounts.BankAccount", "accounts.registers.change"),
    (
        "address",
        _("Address"),
        _("where purchase orders are delivered"),
        "accounts.OwnAddress",
        "accounts.registers.change",
    ),
    (
        "location",
        _("Location"),
        _("where goods go when nobody says otherwise"),
        "inventory.Location",
        "inventory.locations.change",
    ),
]
# What can be imported from a spreadsheet, in the order in which a new company needs it.
IMPORTS = [
    "inventory.imports.Groups",
    "inventory.imports.Units",
    "inventory.imports.Locations",
    "accounts.importing.own.Addresses",
    "purchasing.imports.Suppliers",
    "purchasing.imports.SupplierContacts",
    "sales.imports.Customers",
    "sales.imports.CustomerContacts",
    "inventory.imports.Items",
    "inventory.opening.OpeningStock",
]
# The invariants of `check_books`.
BOOKS = ["accounts.books", "inventory.books", "inventory.stock_books", "purchasing.books", "sales.books"]
# Number series that an owner may set: its name, what it numbers, whose numbers count as used, gapless or not.
NUMBER_SERIES = [
    ("quotes", _("Quotes"), "sales.Quote", False),
    ("orders", _("Orders"), "sales.SalesOrder", False),
    ("shipments", _("Shipments"), "sales.Shipment", False),
    ("invoices", _("Invoices and credit notes"), "sales.SalesInvoice", True),
    ("purchase orders", _("Purchase orders"), "purchasing.PurchaseOrder", False),
    ("receipts", _("Goods receipts"), "purchasing.GoodsReceipt", False),
    ("supplier invoices", _("Supplier invoices and credit notes"), "purchasing.SupplierInvoice", True),
    ("supplier returns", _("Returns to suppliers"), "purchasing.SupplierReturn", False),
    ("adjustments", _("Adjustments"), "inventory.Adjustment", False),
    ("transfers", _("Transfers"), "inventory.Transfer", False),
    ("counts", _("Stock counts"), "inventory.StockCount", False),
]
# Every status that a badge can say, for the page that explains them: a document, then its tracks by name.
STATUSES = [
    (pgettext_lazy("document", "Quote"), [("sales.Quote.Status", "")]),
    (
        pgettext_lazy("document", "Order"),
        [
            ("sales.SalesOrder.Status", pgettext_lazy("track", "Order status")),
            ("sales.SalesOrder.Delivery", pgettext_lazy("track", "Delivery status")),
            ("sales.SalesOrder.Invoicing", pgettext_lazy("track", "Invoiced")),
        ],
    ),
    (
        pgettext_lazy("document", "Shipment"),
        [
            ("sales.Shipment.Status", pgettext_lazy("track", "Sent")),
            ("sales.Shipment.Picking", pgettext_lazy("track", "Picked")),
        ],
    ),
    (
        pgettext_lazy("document", "Invoice"),
        [
            ("sales.SalesInvoice.Status", pgettext_lazy("track", "Invoice status")),
            ("sales.SalesInvoice.Delivery", pgettext_lazy("track", "Delivered")),
        ],
    ),
    (
        pgettext_lazy("document", "Purchase order"),
        [
            ("purchasing.PurchaseOrder.Status", pgettext_lazy("track", "Status")),
            ("purchasing.PurchaseOrder.Receiving", pgettext_lazy("track", "Receiving")),
            ("purchasing.PurchaseOrder.Invoicing", pgettext_lazy("track", "Invoiced")),
        ],
    ),
    (pgettext_lazy("document", "Goods receipt"), [("purchasing.GoodsReceipt.Status", "")]),
    (pgettext_lazy("document", "Supplier invoice"), [("purchasing.SupplierInvoice.Status", "")]),
    (pgettext_lazy("document", "Return to supplier"), [("purchasing.SupplierReturn.Status", "")]),
    (pgettext_lazy("document", "Adjustment"), [("inventory.Adjustment.Status", "")]),
    (
        pgettext_lazy("document", "Transfer"),
        [
            ("inventory.Transfer.Status", pgettext_lazy("track", "Status")),
            ("inventory.Transfer.Receiving", pgettext_lazy("track", "Receiving")),
        ],
    ),
    (
        pgettext_lazy("document", "Stock count"),
        [
            ("inventory.StockCount.Status", pgettext_lazy("track", "Status")),
            ("inventory.StockCount.Counting", pgettext_lazy("track", "Counted")),
        ],
    ),
    (pgettext_lazy("document", "Mail"), [("accounts.Mail.Status", "")]),
    (pgettext_lazy("document", "Import"), [("accounts.Import.Status", "")]),
]
OPERATORS_NEED_SECOND_FACTOR = not (DEMO or TESTING)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"traced": {"()": "rackbeat.lib.traces.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "traced"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
