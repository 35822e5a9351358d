"""Is it English, another language, or no language at all?

Short messages are told by frequent words (`languages.yml`), longer ones with many unknown words by py3langid. It knows
97 languages but takes mistyped English for some of them: it is asked only then, and believed only when it is sure.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.nlu.lexicon import shipped
from bot.nlu.reader import Reading

VOWELS = frozenset("aeiouy")
MOST_CONSONANTS = 5  # in a row; "lengths" has five with its "ngths"
# Words from which a message is long enough for the identifier, the share of unknown ones, and how sure it must be.
ENOUGH_WORDS, UNKNOWN_SHARE, SURE = 4, 0.3, 0.9
# Characters that it looks at.
LONGEST = 400


@lru_cache(maxsize=1)
def load_identifier() -> LanguageIdentifier:
    """What tells languages apart, read once (about a second, 28 MB)."""
    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


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
    if len(words) < ENOUGH_WORDS or len(reading.unknown) < UNKNOWN_SHARE * len(words):
        return False
    language, share = load_identifier().classify(" ".join(word.norm for word in reading.words)[:LONGEST])
    return bool(language != "en" and share >= SURE)


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
