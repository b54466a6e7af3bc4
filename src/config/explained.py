"""Every setting, in words: the source of `docs/reference/settings.md` and of what `groundswell doctor` says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A variable of the environment, or a line of the file that GROUNDSWELL_CONFIG names."""

    name: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "ALLOWED_HOSTS", "(none)", "Names under which the site is asked for, separated by commas: ngss.example.org."
    ),
    Setting(
        "DATABASE_POOL",
        "36",
        "PostgreSQL connections that one process keeps at most; more than PAGE_THREADS, fewer than the server takes.",
    ),
    Setting(
        "DATABASE_URL",
        "sqlite:///HOME/groundswell.sqlite3",
        "The database: sqlite:////var/lib/groundswell/db.sqlite3 or postgresql://user:password@host/name.",
    ),
    Setting(
        "GOOGLE_CLIENT_ID", "(none)", "Turns on signing in with Google; from your district's Google Cloud console."
    ),
    Setting("GOOGLE_CLIENT_SECRET", "(none)", "Goes with GOOGLE_CLIENT_ID."),
    Setting(
        "GROUNDSWELL_CACHE_DIR",
        "~/.cache/groundswell",
        "The folder for what `groundswell warm` makes; only read from the environment.",
    ),
    Setting(
        "GROUNDSWELL_CONFIG",
        "/etc/groundswell.env",
        "A file of NAME=value lines with these settings. What the environment says goes before it.",
    ),
    Setting(
        "GROUNDSWELL_EXAMPLE", "no", "Example world with one-click sign-in. `make run` sets it; never on a real site."
    ),
    Setting("GROUNDSWELL_HOME", "var", "The folder for the SQLite database, uploads and collected static files."),
    Setting("LOG_LEVEL", "WARNING", "DEBUG, INFO, WARNING or ERROR."),
    Setting("MAIL_FROM", "Groundswell <no-reply@localhost>", "The sender of letters."),
    Setting(
        "MAIL_REPLY_TO", "(none)", "Where answers to letters go when a letter does not say; usually a shared mailbox."
    ),
    Setting(
        "MAIL_URL",
        "(none)",
        "The mail server: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465.",
    ),
    Setting("MICROSOFT_CLIENT_ID", "(none)", "Turns on signing in with Microsoft; from your Entra admin center."),
    Setting("MICROSOFT_CLIENT_SECRET", "(none)", "Goes with MICROSOFT_CLIENT_ID."),
    Setting("MICROSOFT_TENANT", "organizations", "Your tenant's id, or organizations for any school account."),
    Setting("PAGES_AT_ONCE", "2", "Pages that compute at the same time in one process; the rest wait."),
    Setting(
        "PAGE_THREADS",
        "16 on SQLite, 32 on PostgreSQL",
        "Pages that one process has in hand: those that compute, and those that wait for a lock.",
    ),
    Setting("PORT", "8000", "The port of `make run` and `groundswell run`; only read from the environment."),
    Setting(
        "REDIS_URL",
        "(none)",
        "redis://host:6379/0 wakes the live pages of other processes at once and shares rate limits.",
    ),
    Setting("S3_ACCESS_KEY", "(none)", "Goes with S3_BUCKET where the machine has no role of its own."),
    Setting("S3_BUCKET", "(none)", "Keeps uploads in this bucket instead of a local folder."),
    Setting("S3_ENDPOINT", "(none)", "The address of an S3 store that is not Amazon's."),
    Setting("S3_SECRET_KEY", "(none)", "Goes with S3_ACCESS_KEY."),
    Setting(
        "SECRET_KEY",
        "(made for a local run)",
        "Signs cookies and links. Setting it makes this a real start: keep it secret.",
    ),
    Setting("SITE_NAME", "Groundswell", "The name in page titles and letters."),
    Setting("SITE_URL", "http://localhost:8000", "The address that people use, as it stands in letters."),
    Setting(
        "TRUSTED_PROXIES", "0", "How many proxies of yours stand before the site; 1 behind nginx. Rate limits need it."
    ),
)
