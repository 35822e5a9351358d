"""`python -m bot train`: an up-to-date model."""

from __future__ import annotations

from bot.server.settings import ROOT
from bot.server.training import MODELS, ensure_model, model_name


def train() -> int:
    """Train if something that the model depends on changed; say which model is current."""
    fresh = (ROOT / MODELS / model_name()).is_file()
    model = ensure_model()
    print(f"{'up to date' if fresh else 'trained'}: {model.relative_to(ROOT)}")
    return 0
