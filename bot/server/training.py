"""Train the model when what it is made of changed, and not otherwise.

A model's file carries the hash of everything that it depends on, so that whether it is up to date can be told
without loading Rasa. Training runs in a process of its own: its memory and TensorFlow go with it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from bot.server.progress import waiting
from bot.server.settings import ROOT, SettingsError

MODELS = Path("models")
KEPT_MODELS = 2

# What Rasa itself compares when it decides which parts to train anew.
_COMPARED = ("config.yml", "bot/domain/*.yml", "nlu_data/**/*.yml")
# What it cannot see: our components, the data that they read, and the libraries.
_UNSEEN = (
    "bot/nlu/**/*.py",
    "nlu_data/lexicon/**/*",
    "seeds/vocabulary.yml",
    "requirements/requirements.txt",
)


def hash_files(root: Path, patterns: Iterable[str]) -> str:
    """One hash over names and contents of all files that the patterns name below root."""
    digest = hashlib.sha256()
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(found):
        if "__pycache__" in path.parts:
            continue
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def model_name(root: Path = ROOT) -> str:
    """The file name of the model for the project as it is now: named by hash."""
    return f"solewise-{hash_files(root, _UNSEEN)}-{hash_files(root, _COMPARED)}.tar.gz"


def ensure_model(root: Path = ROOT) -> Path:
    """The path of a model that is up to date, trained now if there is none.

    Processes that ask at the same time train once. Raises SettingsError where training fails.
    """
    model = root / MODELS / model_name(root)
    if _is_whole(model):
        return model
    (root / "var").mkdir(exist_ok=True)
    with FileLock(root / "var" / "training.lock"):
        model = root / MODELS / model_name(root)  # what it is made of may have changed while another process trained
        if not _is_whole(model):
            with waiting("training the model; this takes about a minute, and only when its data changed"):
                _train(root, model)
            _prune(model)
    return model


def _is_whole(model: Path) -> bool:
    """Whether the file is there; it is only ever moved into place when complete. Marks it as the newest."""
    if not model.is_file():
        return False
    if model != max(model.parent.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime):
        os.utime(model)  # tools that take the newest model shall take this one
    return True


def _train(root: Path, model: Path) -> None:
    """Train in a process of its own and move the model into place."""
    missing = [name for name in ("config.yml", "bot/domain", "nlu_data") if not (root / name).exists()]
    if missing:
        raise SettingsError(f"There is nothing to train from: {', '.join(missing)} is missing in {root}.")
    model.parent.mkdir(exist_ok=True)
    output = root / "var" / "training"
    log = root / "var" / "training.log"
    # Rasa keeps what it trained before; it cannot see that our components or their data changed.
    anew = not any(model.parent.glob(f"{'-'.join(model.name.split('-')[:2])}-*.tar.gz"))
    command = [
        sys.executable,
        "-m",
        "bot.server.train",
        str(output),
        model.name,
        "anew" if anew else "changed",
    ]
    environment = {**os.environ, "RASA_CACHE_DIRECTORY": str(root / "var" / "rasa_cache")}
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    log.write_text(done.stdout)
    trained = output / model.name
    if done.returncode != 0 or not trained.is_file():
        said = [line for line in done.stdout.splitlines() if line.strip()]
        raise SettingsError(
            f"Training failed: {said[-1].strip() if said else f'exit code {done.returncode}'}. "
            f"Everything that was said is in {log.relative_to(root)}."
        )
    if not tarfile.is_tarfile(trained):
        raise SettingsError(f"Training wrote no model that can be read; is the disk full? See {log.relative_to(root)}.")
    trained.replace(model)


def _prune(newest: Path) -> None:
    """Delete all but the newest models of ours."""
    models = sorted(newest.parent.glob("solewise-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for model in models[KEPT_MODELS:]:
        model.unlink(missing_ok=True)
