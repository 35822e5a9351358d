"""A model is trained when something that it depends on changed, once, and old ones go."""

from __future__ import annotations

import os
import tarfile
import threading
import time
from pathlib import Path

import pytest

from bot.server import training
from bot.server.settings import SettingsError

FILES = {
    "config.yml": "pipeline: []",
    "bot/domain/core.yml": "intents: []",
    "bot/nlu/reader.py": "x = 1",
    "nlu_data/rules.yml": "rules: []",
    "nlu_data/intents/inform.yml": "nlu: []",
    "nlu_data/lexicon/side.yml": "left: [left]",
    "seeds/vocabulary.yml": "side: [left]",
    "requirements/requirements.txt": "rasa==3.6.21",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were trained: training itself is replaced by writing a small archive, slowly."""
    trained: list[str] = []

    def train(root: Path, model: Path) -> None:
        time.sleep(0.2)
        model.parent.mkdir(exist_ok=True)
        with tarfile.open(model, "w:gz") as archive:
            archive.add(root / "config.yml", "config.yml")
        trained.append(model.name)

    monkeypatch.setattr(training, "_train", train)
    return trained


@pytest.mark.parametrize("name", FILES)
def test_each_file_that_a_model_depends_on_changes_its_name(project: Path, name: str) -> None:
    before = training.model_name(project)
    (project / name).write_text(FILES[name] + " # changed")
    assert training.model_name(project) != before


@pytest.mark.parametrize(
    "name", ["README.md", "actions/advise.py", "bot/server/agent.py", "bot/nlu/README.md", "seeds/guide.yml"]
)
def test_other_files_do_not(project: Path, name: str) -> None:
    before = training.model_name(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed")
    assert training.model_name(project) == before


def test_a_renamed_or_removed_file_counts_as_a_change(project: Path) -> None:
    before = training.model_name(project)
    (project / "nlu_data/lexicon/side.yml").rename(project / "nlu_data/lexicon/sides.yml")
    renamed = training.model_name(project)
    (project / "nlu_data/lexicon/sides.yml").unlink()
    assert len({before, renamed, training.model_name(project)}) == 3


def test_the_second_time_nothing_is_trained(project: Path, trainings: list[str]) -> None:
    assert training.ensure_model(project) == training.ensure_model(project)
    assert len(trainings) == 1


def test_processes_that_ask_at_once_train_once(project: Path, trainings: list[str]) -> None:
    models: list[Path] = []
    threads = [threading.Thread(target=lambda: models.append(training.ensure_model(project))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(trainings) == 1
    assert len(set(models)) == 1


def test_old_models_go_and_others_stay(project: Path, trainings: list[str]) -> None:
    (project / "models").mkdir()
    (project / "models" / "by-hand.tar.gz").write_bytes(b"")
    for number in range(4):
        (project / "config.yml").write_text(f"pipeline: [{number}]")
        model = training.ensure_model(project)
        os.utime(model, (number, number))
    assert len(trainings) == 4
    kept = {path.name for path in (project / "models").iterdir()}
    assert kept == {"by-hand.tar.gz", *trainings[-training.KEPT_MODELS :]}


def test_a_model_that_fits_again_becomes_the_newest(project: Path, trainings: list[str]) -> None:
    first = training.ensure_model(project)
    (project / "config.yml").write_text("pipeline: [other]")
    training.ensure_model(project)
    (project / "config.yml").write_text(FILES["config.yml"])
    assert training.ensure_model(project) == first
    assert len(trainings) == 2
    newest = max((project / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    assert newest == first


def test_a_training_that_fails_is_told_in_one_line(project: Path) -> None:
    with pytest.raises(SettingsError, match=r"Training failed: .* is in var/training.log") as caught:
        training.ensure_model(project)
    assert "\n" not in str(caught.value)
    assert not list((project / "models").glob("*"))


def test_missing_data_is_named(project: Path) -> None:
    (project / "config.yml").unlink()
    with pytest.raises(SettingsError, match=r"config.yml is missing"):
        training.ensure_model(project)


def test_the_projects_own_model_is_up_to_date_once_trained(model_path: Path) -> None:
    assert model_path.name == training.model_name()
    started = time.monotonic()
    assert training.ensure_model() == model_path
    assert time.monotonic() - started < 2
