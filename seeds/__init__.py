"""The data that a shop or a podiatrist may edit, and the one way to read it.

Every part of Solewise reads its seeds through here, so that a mistake in a file is always reported in the
same manner: which file, which line, what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import yaml

__all__ = ["SeedError", "path", "read_yaml"]

_HERE = Path(__file__).resolve().parent
_Stamp = tuple[int, int]
_cache: dict[Path, tuple[_Stamp, Any]] = {}
_lock = Lock()


class SeedError(ValueError):
    """A seed file is missing or cannot be understood. The message names the file and the line."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader, refusing a key that is written twice (YAML itself silently keeps the last)."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"'{key}' is written twice in the same place; keep one", key_node.start_mark
            )
        seen.add(key)
    loader.flatten_mapping(node)
    pairs = ((loader.construct_object(k, deep=True), loader.construct_object(v, deep=True)) for k, v in node.value)
    return dict(pairs)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def path(name: str) -> Path:
    """Where the seed `name` (for example "fit.yml" or "images/gel.svg") lies."""
    return _HERE / name


def read_yaml(name: str | Path) -> Any:
    """The contents of the YAML seed `name`, or of any YAML file given as an absolute path.

    Read once and again only when the file has changed. The result is shared: treat it as read-only.
    Raises SeedError naming file and line.
    """
    file = name if isinstance(name, Path) else _HERE / name
    try:
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        with _lock:
            known = _cache.get(file)
        if known is not None and known[0] == stamp:
            return known[1]
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except FileNotFoundError as error:
        raise SeedError(f"{file}: there is no such file") from error
    except UnicodeDecodeError as error:
        raise SeedError(f"{file}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except OSError as error:
        raise SeedError(f"{file}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise SeedError(f"{file}{line}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise SeedError(f"{file}: not readable as YAML: {error}") from error
    with _lock:
        _cache[file] = (stamp, content)
    return content
