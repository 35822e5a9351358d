"""Is it English, another language, or no language at all?"""

from __future__ import annotations

import unicodedata

from bot.nlu.lexicon import shipped
from bot.nlu.reader import Reading

VOWELS = frozenset("aeiouy")
MOST_CONSONANTS = 5  # in a row; "lengths" has five with its "ngths"


def is_foreign(reading: Reading) -> bool:
    """Whether a message is in another language than English."""
    letters = [c for word in reading.words for c in word.norm if c.isalpha()]
    if not letters:
        return False
    if sum("LATIN" not in unicodedata.name(c, "") for c in letters) * 2 > len(letters):
        return True
    lexicon = shipped()
    words = [word.norm for word in reading.words if word.norm[0].isalpha()]
    english = sum(word in lexicon.common_words for word in words)
    for known in lexicon.languages.values():
        hits = [word for word in words if word in known]
        own = [word for word in hits if word not in lexicon.common_words]
        if len(set(own)) >= 2 and len(hits) + len(set(own)) > english - (len(hits) - len(own)):
            return True
        if own and len(hits) == len(words) and len(words) <= 3 and len(own) >= 1:
            return True
    return False


def is_gibberish(reading: Reading) -> bool:
    """Whether a message holds no word at all, such as "asdfgh", "....." or a row of pictures."""
    words = [word.norm for word in reading.words if word.norm[0].isalpha()]
    if not words:
        signs = {word.norm for word in reading.words}
        # A bare "?" asks something and a number answers something.
        return (not any(sign[0].isdigit() for sign in signs) and not signs <= {"?", "!", "."}) or not signs
    if len(reading.unknown) < len(words):
        return False
    return all(_is_noise(word) for word in words)


def _is_noise(word: str) -> bool:
    """Whether letters are a row of keys rather than a word."""
    if len(word) < 3:
        return False
    if not VOWELS & set(word) or len(set(word)) * 3 <= len(word):
        return True
    run = longest = 0
    for letter in word:
        run = 0 if letter in VOWELS else run + 1
        longest = max(longest, run)
    return longest >= MOST_CONSONANTS - 1 and len(word) >= 5
