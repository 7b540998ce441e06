"""Whether a word could be a Vietnamese syllable: the evidence by which old encodings are told."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSETS = "ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x"
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi "
    "om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
    "ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt yu"
)
_SHAPE = re.compile(f"(?:{_ONSETS.replace(' ', '|')})?({_RHYMES.replace(' ', '|')})")
_VOWELS = "aăâeêioôơuưy"
_STOPPED = re.compile(r".*(?:p|t|c|ch)")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SOME_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHARP_OR_HEAVY = {"\u0301", "\u0323"}


@lru_cache(maxsize=1 << 15)
def is_syllable(word: str) -> bool:
    """Whether the letters make an onset and a rhyme with at most one tone that may stand there.

    Small and capital letters may be mixed as decoding leaves them; see `is_even`.
    """
    letters = [unicodedata.normalize("NFD", c) for c in unicodedata.normalize("NFC", word.lower())]
    toned = [i for i, c in enumerate(letters) if _SOME_TONE.search(c)]
    plain = unicodedata.normalize("NFC", "".join(letters).translate(_TONES))
    shape = _SHAPE.fullmatch(plain)
    if shape is None or len(toned) > 1:
        return False
    if toned and toned[0] - shape.start(1) not in _places_of_tone(shape[1]):
        return False
    return not _STOPPED.fullmatch(plain) or bool(toned and _SHARP_OR_HEAVY & {*letters[toned[0]]})


@lru_cache(maxsize=256)
def _places_of_tone(rhyme: str) -> frozenset[int]:
    """Which letters of a rhyme may bear its tone: the main vowel, and both of oa, oe, uy."""
    marked = [i for i, c in enumerate(rhyme) if c in "ăâêôơư"]
    if marked:
        return frozenset(marked[-1:])
    vowels = len(rhyme) - len(rhyme.lstrip(_VOWELS))
    if vowels == 1:
        return frozenset({0})
    if rhyme in ("oa", "oe", "uy"):
        return frozenset({0, 1})
    return frozenset({1} if vowels < len(rhyme) or vowels == 3 else {0})


def is_even(word: str) -> bool:
    """Whether a word is small, capital or capitalised, as people type words."""
    return word.islower() or word.isupper() or word[1:].islower()
