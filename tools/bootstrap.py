"""Make `.venv` from the hashed requirements. Runs on any Python 3.6 or newer and looks for one that fits (3.12 or newer).

usage: python3 tools/bootstrap.py run|engines|dev

`run` installs what the site needs, `engines` what the computing cores need besides, `dev` everything.
What is installed already, by the lock file's content, is not installed again.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
WANTED = {"run": ["base"], "engines": ["base", "engines"], "dev": ["base", "engines", "dev"]}
OLDEST = (3, 12)


def version_of(python):
    """(major, minor) of an interpreter, or None."""
    try:
        out = subprocess.run(
            [python, "-c", "import sys, ensurepip, sqlite3; print(*sys.version_info[:2])"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20, check=False,
        ).stdout.split()  # fmt: skip
        return (int(out[0]), int(out[1]))
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return None


def candidates():
    """Places where a fitting Python may be, best first."""
    home = os.path.expanduser("~")
    names = ["python3.13", "python3.14", "python3.12", "python3", "python"]
    folders = [
        home + "/.pyenv/versions/3.1[2-9]*/bin/python3",
        (os.environ.get("PYENV_ROOT") or home + "/.pyenv") + "/versions/3.1[2-9]*/bin/python3",
        home + "/.local/share/uv/python/cpython-3.1[2-9]*/bin/python3",
        home + "/.local/bin/python3.1[2-9]",
        "/usr/local/bin/python3.1[2-9]",
        "/Library/Frameworks/Python.framework/Versions/3.1[2-9]/bin/python3",
    ]
    # Where this script's own interpreter lives beside others (version managers keep them in sibling folders).
    beside = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(sys.executable))))
    folders.append(beside + "/3.1[2-9]*/bin/python3")
    yield sys.executable
    for name in names:
        found = shutil.which(name)
        if found:
            yield found
    for pattern in folders:
        for found in sorted(glob.glob(pattern), reverse=True):
            yield found


def find_python():
    """The first fitting interpreter; without one, say what is missing."""
    seen = []
    for python in candidates():
        version = version_of(python)
        if version and version >= OLDEST:
            return python
        if version:
            seen.append("%s is %d.%d" % (python, version[0], version[1]))
    sys.exit(
        "Groundswell needs Python 3.12 or newer, with its venv module and SQLite.\n"
        + ("Found only: " + "; ".join(sorted(set(seen))) + ".\n" if seen else "")
        + "Install Python 3.13 (Debian and Ubuntu: apt install python3.13-venv, where offered), then run this again."
    )


def is_made():
    """There is an environment of a fitting version, whose interpreter is still there; asking it would cost a start."""
    try:
        with open(os.path.join(VENV, "pyvenv.cfg")) as file:
            stated = dict(line.replace(" ", "").strip().split("=", 1) for line in file if "=" in line)
        version = tuple(int(part) for part in stated["version"].split(".")[:2])
    except (OSError, KeyError, ValueError):
        return False
    return version >= OLDEST and os.access(PYTHON, os.X_OK)


def digest(names):
    """What the environment should hold, as one number."""
    total = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, "requirements", name + ".txt"), "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def main(what):
    """Bring the environment to what is wanted; do nothing where it is there already."""
    names = WANTED[what]
    if not is_made():
        python = find_python()
        print("Making the environment with %s" % python, flush=True)
        subprocess.check_call([python, "-m", "venv", "--clear", VENV])
    for count in range(1, len(names) + 1):
        mark = os.path.join(VENV, "installed-" + names[count - 1])
        wanted = digest(names[:count])
        if os.path.exists(mark) and open(mark).read() == wanted:
            continue
        print("Installing requirements/%s.txt …" % names[count - 1], flush=True)
        pip = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--require-hashes",
        ]
        code = subprocess.call(pip + ["-r", os.path.join(ROOT, "requirements", names[count - 1] + ".txt")])
        if code:
            sys.exit("The packages could not be installed. Is the network there? What pip said stands above.")
        with open(mark, "w") as file:
            file.write(wanted)
    place_command()


# Guarded, because the processes of `serve` load this file again.
COMMAND = """import sys

from groundswell.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
"""


def place_command():
    """The `groundswell` command, and the source folder on the path, without a build step."""
    for site in glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages")):
        with open(os.path.join(site, "groundswell.pth"), "w") as file:
            file.write(os.path.join(ROOT, "src") + "\n")
    command = os.path.join(VENV, "bin", "groundswell")
    with open(command, "w") as file:
        file.write("#!%s\n%s" % (PYTHON, COMMAND))
    os.chmod(command, 0o755)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
