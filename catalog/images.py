"""Drawn pictures of insoles for the sample shop: seen from above, by type, length and colour.

A picture is called images/<type>-<full|short>-<colour>.svg; its name says all that is needed to draw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

#: Name of a colour in a picture's name -> cover, shell, shade.
COLOURS: dict[str, tuple[str, str, str]] = {
    "fern": ("#7fb089", "#2f6b4f", "#5c9070"),
    "sky": ("#8fc1e3", "#2b6c9e", "#659fc6"),
    "plum": ("#b795c9", "#6a3d80", "#9671ab"),
    "rust": ("#d9a070", "#8f4a22", "#bd7d4b"),
    "slate": ("#9aa7b4", "#3f4d5c", "#77858f"),
    "coral": ("#f2a091", "#b8473a", "#dc7d6d"),
    "navy": ("#7f93c4", "#22366f", "#5f74a8"),
    "sand": ("#dccda8", "#8f7a45", "#bfae82"),
}
SHAPES = ("orthotic", "custom_orthotic", "cushioned", "stability")
_NAME = re.compile(rf"images/({'|'.join(SHAPES)})-(full|short)-({'|'.join(COLOURS)})\.svg")

# A left insole on a canvas of 200 by 400, toes up: its outline from the heel round the outer edge to the
# inner one.
_FULL = (
    "M100 388 C66 388 48 360 50 326 C52 288 40 250 38 206 C34 150 34 92 54 54 C68 26 96 10 122 14 "
    "C154 20 168 56 164 100 C160 146 140 176 138 214 C136 252 150 290 150 326 C150 360 134 388 100 388 Z"
)
_SHORT = (
    "M100 388 C66 388 48 360 50 326 C52 288 40 250 38 206 C37 190 37 176 38 164 C68 148 118 140 151 152 "
    "C145 174 139 192 138 214 C136 252 150 290 150 326 C150 360 134 388 100 388 Z"
)
_SHELL = (
    "M100 378 C72 378 60 352 61 324 C62 290 52 256 50 212 C78 196 110 192 130 206 C128 244 140 288 140 324 "
    "C140 352 128 378 100 378 Z"
)
_ARCH = "M133 196 C126 226 130 262 141 296 C122 276 112 226 133 196 Z"


def draw(name: str) -> str | None:
    """The picture of that name as SVG, or None if the name is not of the form above."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    shape, length, colour = match[1], match[2], COLOURS[match[3]]
    cover, shell, shade = colour
    outline = _FULL if length == "full" else _SHORT
    parts = [
        f'<path d="{outline}" transform="translate(5 6)" fill="#000" opacity=".12"/>',
        f'<path d="{outline}" fill="{cover}" stroke="{shell}" stroke-width="3"/>',
    ]
    if shape == "cushioned":
        parts.append(_cells(length, shade))
    else:
        parts.append(f'<path d="{_SHELL}" fill="{shell}" opacity="{".55" if shape == "stability" else ".85"}"/>')
        parts.append(f'<path d="{_ARCH}" fill="#fff" opacity=".28"/>')
    if shape == "custom_orthotic":
        lines = "".join(f"M62 {y} C84 {y - 14} 114 {y - 16} 132 {y - 4} " for y in range(230, 352, 20))
        parts.append(f'<path d="{lines.strip()}" fill="none" stroke="#fff" stroke-width="1.4" opacity=".5"/>')
    parts.append(f'<ellipse cx="100" cy="330" rx="28" ry="34" fill="{shade}" stroke="#fff" stroke-opacity=".45"/>')
    parts.append(
        f'<path d="{outline}" transform="translate(100 200) scale(.93 .96) translate(-100 -200)" fill="none" '
        'stroke="#fff" stroke-opacity=".4" stroke-dasharray="4 5"/>'
    )
    title = f"{shape.replace('_', ' ')} insole, {'full length' if length == 'full' else 'three-quarter length'}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 400" width="200" height="400" role="img">'
        f"<title>Drawing: {title}</title>{''.join(parts)}</svg>\n"
    )


def _cells(length: str, shade: str) -> str:
    """The honeycomb of a cushion, under heel and forefoot."""
    rows = [*(range(60, 150, 15) if length == "full" else ()), *range(262, 300, 15)]
    dots = []
    for n, y in enumerate(rows):
        left, right = (62, 148) if y < 200 else (66, 136)
        dots += [f'<circle cx="{x}" cy="{y}" r="4.6"/>' for x in range(left + (7 if n % 2 else 0), right, 14)]
    return f'<g fill="{shade}" opacity=".9">{"".join(dots)}</g>'


def write(names: Iterable[str], folder: Path) -> list[Path]:
    """Draw the pictures of these names below `folder` (those that are not drawings are left alone); the
    files written."""
    written = []
    for name in sorted(set(names)):
        picture = draw(name)
        if picture is None:
            continue
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture, encoding="utf-8")
        written.append(file)
    return written
