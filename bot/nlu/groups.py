"""Which mentions belong to one complaint, where a message has several."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.mentions import Mention

OF_A_COMPLAINT = frozenset({"pain_site", "side", "pain_quality", "worse_when", "terrain", "severity", "duration"})
_PARTS = frozenset({".", "!", "?", ";", ",", "but", "while", "whereas", "and", "also", "plus", "though", "then"})


def assign(norms: Sequence[str], mentions: Sequence[Mention]) -> None:
    """Number the complaints of a message and set `group`; one complaint alone has none.

    A complaint is a run of sites (with what is said of them) in one part of a sentence. A part that says
    something of a complaint without a site belongs to the complaint before it.
    """
    ours = sorted((m for m in mentions if m.name in OF_A_COMPLAINT and m.role is None), key=lambda m: (m.start, m.end))
    complaints: list[list[Mention]] = []
    part = -1
    previous_end = 0
    parts: list[list[Mention]] = []
    for mention in ours:
        if part < 0 or any(word in _PARTS for word in norms[previous_end : mention.start]):
            parts.append([])
            part += 1
        parts[part].append(mention)
        previous_end = max(previous_end, mention.end)
    for piece in parts:
        has_site = any(m.name == "pain_site" for m in piece)
        open_one = complaints[-1] if complaints else []
        # A bare site in a list ("hip and knee ache") shares what is said of its neighbours.
        bare = all(m.name == "pain_site" for m in piece)
        waiting = all(m.name in ("pain_site", "side") for m in open_one)
        siteless = not any(m.name == "pain_site" for m in open_one)
        if open_one and (not has_site or bare or waiting or siteless):
            open_one.extend(piece)
        else:
            complaints.append(list(piece))
    if len([c for c in complaints if any(m.name == "pain_site" for m in c)]) < 2:
        return
    for number, complaint in enumerate(complaints, start=1):
        for mention in complaint:
            mention.group = str(number)
