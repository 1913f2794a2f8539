"""Cuts talk into words: Chinese by jieba, everything else at what is no letter."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jieba import Tokenizer

__all__ = ["segment"]

HAN = r"\u2e80-\u2fff\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PIECES = re.compile(rf"(?P<han>[{HAN}]+)|[^\W\d_{HAN}]+(?:['’\-][^\W\d_{HAN}]+)*")


def segment(text: str) -> list[str]:
    """Return the words of a text in order, without numbers and punctuation.

    >>> segment("督导说, don't worry 3 次")
    ['督导', '说', "don't", 'worry', '次']
    """
    found: list[str] = []
    for piece in PIECES.finditer(text):
        if piece["han"]:
            found.extend(_chinese().cut(piece[0]))
        else:
            found.append(piece[0].replace("’", "'"))
    return found


@cache
def _chinese() -> Tokenizer:
    with warnings.catch_warnings():  # its source has escapes that newer Pythons warn of
        warnings.simplefilter("ignore")
        import jieba

    tokenizer = jieba.Tokenizer()
    # read anew in each process: jieba's own cache is a file in the common temporary folder, which others can write
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
