"""Loaded by the process that an import's workers are forked from: what is made here, they share."""

from __future__ import annotations

import gc

from catalog.importing.understand import sellers_reader

sellers_reader()
gc.freeze()
