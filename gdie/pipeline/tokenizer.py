"""A tokeniser for reports: one token a number, one a Latin run, one a character otherwise.

A number keeps its thousands separators and decimals, so that the learner sees one token where a reader sees one
number, and no gold span can begin inside it.
"""

import re
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# `12,345.6`, but `3,4,5` (a list of numbers) is five tokens, `2.5.3` is not one number, and in `7.12365热线` or `1.2017年`
# the 7 and the 1 are list numbers.
TOKEN = re.compile(
    r"""[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,.]*[0-9])
      | (?<![0-9]\.)[0-9]+\.(?!(?:19|20)[0-9]{2}年)[0-9]{1,4}(?!\.?[0-9])
      | [0-9]+
      | [A-Za-z](?:[A-Za-z0-9_\-./:@&%?=]*[A-Za-z0-9])?
      | .""",
    re.VERBOSE | re.DOTALL,
)


class NumberAwareTokenizer:
    """Callable `text → Doc`; the Doc's text is the text, blanks are tokens of their own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise one text."""
        words = TOKEN.findall(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Nothing to save: the tokeniser has no state."""

    def from_disk(self, path: str | Path, **_: Any) -> "NumberAwareTokenizer":
        """Nothing to load."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> "NumberAwareTokenizer":
        """Nothing to load."""
        return self


@registry.tokenizers("gdie.NumberAwareTokenizer.v1")
def make_tokenizer() -> Any:
    """The factory that a config names."""

    def create(nlp: Language) -> "NumberAwareTokenizer":
        return NumberAwareTokenizer(nlp.vocab)

    return create
