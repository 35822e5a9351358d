"""The set-up: finds a Python, installs the lock, repairs what was interrupted, says in one line what went wrong."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.server.settings import ROOT

SCRIPT = ROOT / "requirements" / "bootstrap.py"
LOCK = "rasa==3.6.21 \\\n    --hash=sha256:00\n"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, working in a folder of its own with small locks."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    for name in module.LOCKS.values():
        (tmp_path / "requirements" / name).write_text(LOCK)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "LOG", tmp_path / "var" / "setup.log")
    monkeypatch.setattr(module, "find_python", lambda: sys.executable)
    monkeypatch.setattr(module, "uv_command", lambda: None)

    def make_environment(python: str, _lock: str) -> None:  # without pip, which takes seconds to unpack
        subprocess.run([python, "-m", "venv", "--without-pip", str(module.VENV)], check=True)

    monkeypatch.setattr(module, "make_environment", make_environment)
    return module


@pytest.fixture
def installs(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The install commands that were run; none really is."""
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run_install", lambda command, *_: commands.append(command))
    return commands


@pytest.mark.parametrize(
    ("output", "mend"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "git checkout"),
        ("error: Hash mismatch for `rasa==3.6.21`", "git checkout"),
        ("ERROR: Invalid requirement: 'rasa==='", "git checkout"),
        ("In --require-hashes mode, all requirements must have their versions pinned; missing hash", "git checkout"),
        ("NewConnectionError: Failed to establish a new connection", "needs the network"),
        ("Temporary failure in name resolution\nERROR: No matching distribution found for rasa", "needs the network"),
        ("ERROR: No matching distribution found for rasa==3.6.21", "does not offer"),
        ("error: [Errno 13] Permission denied: '.venv/bin/python'", "may not be written"),
        ("fatal error: Python.h: No such file or directory", "C compiler"),
    ],
)
def test_each_trouble_is_told_in_one_line_with_its_mend(bootstrap: ModuleType, output: str, mend: str) -> None:
    told = bootstrap.explain(output, "requirements.txt")
    assert mend in told
    assert "\n" not in told


def test_an_unknown_trouble_quotes_the_last_line_and_names_the_log(bootstrap: ModuleType) -> None:
    told = bootstrap.explain("a\nsomething odd\n", "requirements.txt")
    assert "something odd" in told
    assert "setup.log" in told


@pytest.mark.parametrize("content", [None, "", "rasa==3.6.21\n", "<<<<<<< HEAD\n"])
def test_a_missing_or_broken_lock_is_named(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    lock = bootstrap.ROOT / "requirements" / "requirements.txt"
    lock.unlink()
    if content is not None:
        lock.write_text(content)
    assert bootstrap.main(["run"]) == 1
    said = capsys.readouterr().err.strip()
    assert "requirements.txt" in said
    assert "git checkout -- requirements" in said
    assert len(said.splitlines()) == 1


def test_a_second_setup_does_nothing(bootstrap: ModuleType, installs: list[list[str]]) -> None:
    assert bootstrap.main(["run"]) == 0
    assert bootstrap.main(["run"]) == 0
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]


def test_a_changed_lock_is_installed(bootstrap: ModuleType, installs: list[list[str]]) -> None:
    assert bootstrap.main(["run"]) == 0
    (bootstrap.ROOT / "requirements" / "requirements.txt").write_text(LOCK + "# newer\n")
    assert bootstrap.main(["run"]) == 0
    assert len(installs) == 2


def test_the_developers_lock_satisfies_both(bootstrap: ModuleType, installs: list[list[str]]) -> None:
    assert bootstrap.main(["dev"]) == 0
    assert bootstrap.main(["run"]) == 0
    assert len(installs) == 1


def test_an_interrupted_install_is_made_anew(
    bootstrap: ModuleType, installs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        (bootstrap.VENV / "half-written").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "run_install", interrupted)
        assert bootstrap.main(["run"]) == 130
    assert not bootstrap.is_ready("run")
    assert bootstrap.main(["run"]) == 0
    assert len(installs) == 1
    assert not (bootstrap.VENV / "half-written").exists()


def test_an_environment_whose_python_went_is_made_anew(bootstrap: ModuleType, installs: list[list[str]]) -> None:
    assert bootstrap.main(["run"]) == 0
    (bootstrap.VENV / "bin" / "python").unlink()
    (bootstrap.VENV / "bin" / "python").symlink_to("/nowhere/python")
    assert bootstrap.main(["run"]) == 0
    assert len(installs) == 2


def test_a_full_disk_is_told_before_anything_is_written(
    bootstrap: ModuleType,
    installs: list[list[str]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "NEEDED_BYTES", 10**18)
    assert bootstrap.main(["run"]) == 1
    assert "disk is nearly full" in capsys.readouterr().err
    assert not installs
    assert not bootstrap.VENV.exists()


def test_a_python_that_does_not_run_is_not_taken(tmp_path: Path, bootstrap: ModuleType) -> None:
    shim = tmp_path / "python3.10"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert not bootstrap.is_wanted(str(shim))
    assert not bootstrap.is_wanted(str(tmp_path / "nothing"))
    assert bootstrap.is_wanted(sys.executable)


def test_a_python_below_pyenv_is_found_where_the_shim_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bootstrap: ModuleType
) -> None:
    shim = tmp_path / "shims" / "python3.10"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    real = tmp_path / "pyenv" / "versions" / "3.10.99" / "bin" / "python3.10"
    real.parent.mkdir(parents=True)
    real.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(shim.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    found = list(bootstrap.candidates())
    assert found.index(str(shim)) < found.index(str(real))


def run_script(argument: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), argument],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_missing_python_is_told_in_one_line(tmp_path: Path) -> None:
    done = run_script("run", SOLEWISE_PYTHON=str(tmp_path / "python3.10"), SOLEWISE_VENV=str(tmp_path / "venv"))
    assert done.returncode == 1
    assert "is not a Python 3.10 that runs" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_network_is_told_in_one_line(tmp_path: Path) -> None:
    done = run_script(
        "run",
        SOLEWISE_VENV=str(tmp_path / "venv"),
        SOLEWISE_PYTHON=sys.executable,
        PATH="/usr/bin:/bin",
        PIP_INDEX_URL="http://127.0.0.1:1/simple",
        PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
        PIP_RETRIES="0",
        PIP_CONFIG_FILE=os.devnull,
    )
    assert done.returncode == 1
    assert "needs the network" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_locks_name_no_index_and_hash_everything() -> None:
    for name in ("requirements.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert "://" not in text
        assert "index-url" not in text
        packages = [line for line in text.splitlines() if line[:1].isalnum()]
        assert len(packages) > 150
        assert all("==" in line and line.endswith("\\") for line in packages)


def test_both_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text()
        return {line.split()[0] for line in text.splitlines() if line[:1].isalnum()}

    assert pins("requirements.txt") <= pins("dev.txt")
