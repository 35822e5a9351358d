#!/usr/bin/env python3
"""Make .venv ready: find or bring Python 3.10, install the lock, say in one line what went wrong.

Runs under any Python from 3.6 on and needs nothing but the standard library, since it is what a fresh machine
starts with. Called by the Makefile as `python3 requirements/bootstrap.py run|dev|lock`; a second call is
instant and needs no network, because a stamp in .venv holds the hash of the lock that was installed.

Environment: SOLEWISE_PYTHON names a Python 3.10 to use; SOLEWISE_VENV another folder than .venv.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Iterator, List, Optional

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("SOLEWISE_VENV") or ROOT / ".venv")
LOCKS = {"run": "requirements.txt", "dev": "dev.txt"}
WANTED = (3, 10)
NEEDED_BYTES = 4 * 1024**3  # the environment takes 2.6 GB; the rest is what pip unpacks on the way
LOG = ROOT / "var" / "setup.log"

# What pip or uv says, and what it means for the person at the keyboard. The first match wins.
TROUBLES = (
    (
        r"No space left on device|Errno 28|Disk quota exceeded",
        "The disk is full. Free about 4 GB where this project lies, then run the command again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|requires? (?:all|that all) .*hash|[Hh]ashes are required|"
        r"Invalid requirement|Couldn't parse requirement|missing (?:a )?hash|valid hash|Could not parse",
        "The lock {lock} is broken or a package was altered on its way. Restore it with "
        "`git checkout -- requirements` (or write it anew with `make lock`), then run the command again.",
    ),
    (
        r"name resolution|Name or service not known|NewConnectionError|Network is unreachable|"
        r"Failed to establish|"
        r"Connection refused|ConnectTimeout|Read timed out|Max retries exceeded|dns error|ProxyError|"
        r"error sending request|Could not connect",
        "The package index cannot be reached. The first set-up needs the network (later ones do not): "
        "check the connection or pip's index setting, then run the command again.",
    ),
    (
        r"No matching distribution found|Could not find a version|No solution found",
        "The package index does not offer a version that {lock} names. Check pip's index setting, or write "
        "the lock "
        "anew with `make lock`.",
    ),
    (
        r"Permission denied|Errno 13",
        "Something in {venv} may not be written. Make it yours (or remove it), then run the command again.",
    ),
    (
        r"gcc.*(?:not found|failed)|error: command .*gcc|Python\.h",
        "A package had to be compiled and could not be. Install a C compiler (Debian: `apt-get install "
        "build-essential`), "
        "then run the command again.",
    ),
)


class SetupError(Exception):
    """What stopped the set-up, as one line that names the mend."""


class Progress:
    """One line that tells what is being done and for how long: a long wait never looks like a hang."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._start = time.monotonic()
        self._done = threading.Event()
        self._terminal = sys.stderr.isatty()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def say(self, words: str) -> None:
        self._words = words

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        if self._terminal:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _tell(self) -> None:
        # A terminal gets a line that changes; a log gets a new line now and then.
        pause = 0.5 if self._terminal else 10.0
        self._write()
        while not self._done.wait(pause):
            self._write()

    def _write(self) -> None:
        line = "  %s (%d s)" % (self._words, time.monotonic() - self._start)
        sys.stderr.write("\r\033[K" + line[:100] if self._terminal else line + "\n")
        sys.stderr.flush()


def say(words: str) -> None:
    print("solewise: " + words, file=sys.stderr, flush=True)


def is_wanted(python: str) -> bool:
    """Whether this program really runs and is Python 3.10 (a pyenv shim may exist and still fail)."""
    try:
        answer = subprocess.run(
            [python, "-c", "import sys, ssl, venv; print('%d.%d' % sys.version_info[:2])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == "%d.%d" % WANTED


def candidates() -> Iterator[str]:
    """Where a Python 3.10 may lie, the likeliest first."""
    name = "python%d.%d" % WANTED
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (Path(folder) / name).exists():
            yield str(Path(folder) / name)
    yield sys.executable
    home = Path.home()
    roots = [
        home / ".pyenv" / "versions",
        Path("/opt/pyenv/versions"),
        home / ".asdf" / "installs" / "python",
    ]
    if os.environ.get("PYENV_ROOT"):
        roots.insert(0, Path(os.environ["PYENV_ROOT"]) / "versions")
    uv_root = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local" / "share" / "uv" / "python")
    for root, pattern in [(root, "%d.%d*" % WANTED) for root in roots] + [(uv_root, "cpython-%d.%d*" % WANTED)]:
        if root.is_dir():
            for version in sorted(root.glob(pattern), reverse=True):
                yield str(version / "bin" / name)
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        yield str(Path(folder) / name)


def uv_command() -> Optional[str]:
    """uv, if the machine has it."""
    return shutil.which("uv")


def bring_uv() -> Optional[str]:
    """uv in a scratch environment of the Python that runs this, or nothing where that cannot be had."""
    scratch = ROOT / "var" / "uv"
    uv = scratch / "bin" / "uv"
    nowhere = subprocess.DEVNULL
    if not uv.exists():
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(scratch)],
            [str(scratch / "bin" / "python"), "-m", "pip", "install", "--retries", "1", "uv"],
        ):
            try:
                if subprocess.call(command, stdout=nowhere, stderr=nowhere, timeout=180) != 0:
                    return None
            except (OSError, subprocess.SubprocessError):
                return None
    return str(uv) if uv.exists() else None


def python_from_uv(uv: str) -> Optional[str]:
    """A Python 3.10 that uv knows of or can bring."""
    version = "%d.%d" % WANTED
    for ask in (["python", "find", version], ["python", "install", version], ["python", "find", version]):
        try:
            answer = subprocess.run(
                [uv, *ask],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                universal_newlines=True,
                timeout=300,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        found = answer.stdout.strip()
        if answer.returncode == 0 and ask[1] == "find" and is_wanted(found):
            return found
    return None


def find_python() -> str:
    """A Python 3.10 that runs. Raises SetupError where there is none and none can be brought."""
    chosen = os.environ.get("SOLEWISE_PYTHON")
    if chosen:
        if is_wanted(chosen):
            return chosen
        raise SetupError("SOLEWISE_PYTHON=%s is not a Python 3.10 that runs. Name another, or unset it." % chosen)
    seen = set()
    for candidate in candidates():
        if candidate and candidate not in seen and is_wanted(candidate):
            return candidate
        seen.add(candidate)
    with Progress("no Python 3.10 on this machine; asking uv for one"):
        uv = uv_command() or bring_uv()
        brought = python_from_uv(uv) if uv else None
    if brought:
        return brought
    raise SetupError(
        "Python 3.10 is not on this machine and could not be fetched (Rasa runs on no newer one). Install it "
        "(Debian or Ubuntu: `apt-get install python3.10 python3.10-venv`; pyenv: `pyenv install 3.10`; "
        "uv: `uv python install 3.10`) or set SOLEWISE_PYTHON to it, then run the command again."
    )


def lock_hash(kind: str) -> str:
    """The hash that the stamp holds. Raises SetupError where the lock is missing or plainly not one."""
    path = ROOT / "requirements" / LOCKS[kind]
    try:
        content = path.read_bytes()
    except OSError:
        raise SetupError(
            "The lock %s is missing. Restore it with `git checkout -- requirements`." % path.name
        ) from None
    if b"--hash=sha256:" not in content or b"rasa==" not in content:
        raise SetupError(
            "The lock requirements/%s is broken: it holds no hashes. Restore it with "
            "`git checkout -- requirements` or write it anew with `make lock`." % path.name
        )
    return hashlib.sha256(content).hexdigest()


def stamp(kind: str) -> Path:
    return VENV / (".installed-" + kind)


def is_ready(kind: str) -> bool:
    """Whether what the lock asks for is installed already, and its Python still runs."""
    wanted = lock_hash(kind)
    try:
        installed = stamp(kind).read_text().strip()
    except OSError:
        return False
    return installed == wanted and is_wanted(str(VENV / "bin" / "python"))


def explain(output: str, lock: str) -> str:
    """The one line for what pip or uv said."""
    for pattern, mend in TROUBLES:
        if re.search(pattern, output):
            return mend.format(lock="requirements/" + lock, venv=VENV.name)
    last = [line for line in output.splitlines() if line.strip()][-1:] or ["no word why"]
    return "Installing the packages failed (%s). The whole output is in %s." % (last[0].strip()[:200], LOG)


def run_install(command: List[str], total: int, lock: str) -> None:
    """Run pip or uv, show how far it is, keep its words in a log. Raises SetupError with the mend."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    collected = 0
    with Progress("installing %d packages; the first time takes some minutes" % total) as progress:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True, cwd=str(ROOT)
        )
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                lines.append(line)
                if line.startswith("Collecting "):
                    collected += 1
                    progress.say("fetching package %d of %d: %s" % (collected, total, line.split()[1].split("==")[0]))
                elif line.startswith("Installing collected"):
                    progress.say("unpacking %d packages" % total)
        code = process.wait()
    output = "".join(lines)
    LOG.write_text(output)
    if code != 0:
        raise SetupError(explain(output, lock))


def make_environment(python: str, lock: str) -> None:
    """An empty .venv of this Python. Raises SetupError with the mend."""
    with Progress("making %s with %s" % (VENV.name, python)):
        made = subprocess.run(
            [python, "-m", "venv", str(VENV)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            check=False,
        )
    if made.returncode != 0:
        if "ensurepip" in made.stdout:
            raise SetupError(
                "%s cannot make environments: its venv module is missing. Install it (Debian or Ubuntu: "
                "`apt-get install python3.10-venv`), then run the command again." % python
            )
        raise SetupError(explain(made.stdout, lock))


def install(kind: str, python: str) -> None:
    """Make .venv and install the lock into it; a half-made one is made anew."""
    lock = LOCKS[kind]
    digest = lock_hash(kind)
    free = shutil.disk_usage(str(ROOT)).free
    underway = VENV / ".installing"
    fresh = not is_wanted(str(VENV / "bin" / "python")) or underway.exists()
    if fresh and free < NEEDED_BYTES:
        raise SetupError(
            "The disk is nearly full: %.1f GB are free, the packages need about 4. Free some, then run the "
            "command again." % (free / 1024**3)
        )
    uv = uv_command()
    if fresh:
        shutil.rmtree(str(VENV), ignore_errors=True)
        make_environment(python, lock)
    underway.write_text("an install was begun and has not ended\n")
    file = str(ROOT / "requirements" / lock)
    total = len(re.findall(r"^[A-Za-z0-9]", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))
    venv_python = str(VENV / "bin" / "python")
    with_pip = [venv_python, "-m", "pip", "install", "--require-hashes", "--no-input", "--retries", "2"]
    with_pip += ["--disable-pip-version-check", "--progress-bar", "off", "-r", file]
    if uv:
        try:
            with_uv = [uv, "pip", "sync", "--compile-bytecode", "--require-hashes", "--python", venv_python, file]
            run_install(with_uv, total, lock)
        except SetupError:
            run_install(with_pip, total, lock)  # uv may know another index than pip does
    else:
        run_install(with_pip, total, lock)
    # The development lock holds everything of the other, so both are satisfied by it.
    for done in ["run", "dev"] if kind == "dev" else [kind]:
        stamp(done).write_text((digest if done == kind else lock_hash(done)) + "\n")
    underway.unlink()


def write_locks() -> None:
    """Resolve requirements/*.in anew with uv, for this platform's Python 3.10."""
    uv = uv_command() or bring_uv()
    if not uv:
        raise SetupError(
            "Writing the locks needs uv, which could not be fetched. Install uv, then run `make lock` again."
        )
    folder = ROOT / "requirements"
    for kind, source in (("run", "requirements.in"), ("dev", "dev.in")):
        command = [uv, "pip", "compile", "-q", "--python", find_python(), "--generate-hashes", "--no-header"]
        command += ["--no-emit-index-url", "--upgrade", source, "-o", LOCKS[kind]]
        if kind == "dev":
            command += ["-c", LOCKS["run"]]
        with Progress("resolving " + source):
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                universal_newlines=True,
                cwd=str(folder),
                check=False,
            )
        if done.returncode != 0:
            raise SetupError(explain(done.stdout, LOCKS[kind]))
    say("the locks are written; look at the change with `git diff --stat requirements`, then run `make test`")


def main(arguments: List[str]) -> int:
    """Entry point; the argument says which lock is wanted, or that both are to be written."""
    if len(arguments) != 1 or arguments[0] not in (*LOCKS, "lock"):
        print("usage: bootstrap.py run|dev|lock", file=sys.stderr)
        return 2
    kind = arguments[0]
    try:
        if kind == "lock":
            write_locks()
            return 0
        if is_ready(kind):
            return 0
        (ROOT / "var").mkdir(exist_ok=True)
        with (ROOT / "var" / "setup.lock").open("w") as guard:
            try:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                with Progress("another set-up is at work here; waiting for it"):
                    fcntl.flock(guard, fcntl.LOCK_EX)
            if not is_ready(kind):
                say("setting up (once)")
                install(kind, find_python())
                say("the environment is ready")
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(explain(str(error), LOCKS[kind]))
        return 1
    except KeyboardInterrupt:
        say("interrupted; the next run repairs what was left half-done")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
