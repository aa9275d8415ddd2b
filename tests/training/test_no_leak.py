"""No sentence of the development set stands in what a model is trained on.

The set is not part of the project; its sentences are known by hashes of their stretches of 20 characters. When the set changes:
`python -m tests.training.test_no_leak FOLDER > tests/training/devset_shingles.txt`.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from spacy.util import load_config

from gdie.annotation.markup import load_markup
from gdie.documents import read_document
from gdie.text.view import normalise
from gdie.training.gold import load_gold
from gdie.training.synthesis import generate

LENGTH = 20
ROOT = Path(__file__).parents[2]
HASHES = Path(__file__).with_name("devset_shingles.txt")
_SENTENCE = re.compile(r"[^。；;\n]+")
_TABLE = re.compile(r"[|\t/]")


def shingles(text: str) -> Iterator[str]:
    """The hashes of all stretches of `LENGTH` characters of a text's sentences.

    Titles, headings and row labels are prescribed wording; a sentence has a comma.
    """
    for match in _SENTENCE.finditer(normalise(text).text):
        sentence = re.sub(r"\s+", "", match.group())
        if _TABLE.search(match.group()) or not re.search("[,，]", sentence):
            continue
        for i in range(len(sentence) - LENGTH + 1):
            yield hashlib.blake2b(sentence[i : i + LENGTH].encode(), digest_size=6).hexdigest()


def test_no_sentence_of_the_development_set_is_trained_on() -> None:
    material = load_config(ROOT / "configs" / "gdie.cfg").interpolate()["corpora"]["train"]
    forbidden = set(HASHES.read_text(encoding="ascii").split())
    assert len(forbidden) > 2000
    texts = {p.stem: load_markup(p).document.text for p in (ROOT / "annotations/written").glob("*.txt")}
    texts |= {
        d.document.stem: d.document.text
        for d in generate(material["seed"], material["synthetic"], ROOT / "training" / "synthesis")
    }
    assert len(texts) > 260
    leaked = {name: len(forbidden.intersection(shingles(text))) for name, text in texts.items()}
    assert {name: count for name, count in leaked.items() if count} == {}


def test_a_copied_sentence_would_be_found() -> None:
    text = "2019年，我局共收到申请十二件，其中当面申请三件，均已按时答复。"
    assert set(shingles(text)) <= set(shingles("一、概述\n" + text + "全年无投诉。"))
    assert not set(shingles(text)) & set(shingles("按照要求，我局及时更新目录，公布了联系方式和受理地点。"))


if __name__ == "__main__":
    # Formulas that the set shares with the real documents of the corpus are nobody's sentences.
    known = {h for d, _ in load_gold(ROOT / "annotations/gold", ROOT / "corpus") for h in shingles(d.text)}
    found = {h for p in Path(sys.argv[1]).glob("*.txt") for h in shingles(read_document(p).text)}
    sys.stdout.write("\n".join(sorted(found - known)) + "\n")
