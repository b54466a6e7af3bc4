"""Run a command against a PostgreSQL cluster that lives only while the command runs.

usage: python tools/with_postgres.py COMMAND …

The cluster listens on a socket in a temporary folder and on no network port; DATABASE_URL names it. Where PostgreSQL's
server programs are missing, the command is not run, which is said, and the status is 0.
"""

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=120 -c listen_addresses=''"


def find_programs() -> Path | None:
    """The folder with initdb and postgres, newest first."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    found = shutil.which("initdb")
    folders += [str(Path(found).resolve().parent)] if found else []
    folders += glob.glob("/usr/pgsql-*/bin")
    return next((Path(folder) for folder in folders if (Path(folder) / "initdb").exists()), None)


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user to run it as, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def cluster(*, durable: bool = False, keep: Path | None = None) -> Iterator[str | None]:
    """A cluster's database URL, or None where the server programs are missing. `durable` keeps fsync on.

    The cluster is fresh and gone afterwards; with `keep` it lies in that folder and is there again the next time.
    """
    programs = find_programs()
    if programs is None:
        yield None
        return
    user = unprivileged()
    home = Path(tempfile.mkdtemp(prefix="groundswell-pg-"))  # also of a kept one: a socket's path must be short
    data = keep or home / "data"
    options = "-c max_connections=120 -c listen_addresses=''" if durable else OPTIONS
    made = (data / "PG_VERSION").exists()
    try:
        data.mkdir(parents=True, exist_ok=True)
        if user:
            shutil.chown(home, user)
            shutil.chown(data, user)
        home.chmod(0o755)

        def run(name: str, *words: str) -> None:
            subprocess.run(
                [str(programs / name), *words],
                check=True,
                user=user,
                cwd=home,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "HOME": str(home)},
            )

        if not made:
            run("initdb", "-D", str(data), "-U", "groundswell", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", str(data), "-w", "-l", f"{home}/log", "-o", f"{options} -k {home}", "start")
        try:
            if not made:
                run("createdb", "-h", str(home), "-U", "groundswell", "groundswell")
            yield f"postgresql://groundswell@/groundswell?host={home}"
        finally:
            # Fast, where it is kept: what was written is then on the disk at the next start.
            run("pg_ctl", "-D", str(data), "-m", "fast" if keep else "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    """Start, run, stop."""
    with cluster() as url:
        if url is None:
            print("PostgreSQL's server programs are not on this machine: these tests are SKIPPED.")
            return 0
        return subprocess.run(sys.argv[1:], check=False, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
