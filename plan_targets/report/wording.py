"""The sentences of a report, in two languages: `zh.yml` and `en.yml` beside this file have the same keys."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from plan_targets.report.numbers import Figure, Part, Parts, plain
from plan_targets.words import of_number
from plan_targets.yaml_text import read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Words:
    """The sentences of one language."""

    language: Language
    entries: Mapping[str, str]

    def parts(self, key: str, **values: Part | Parts | int) -> Parts:
        """The sentence with the values put in; numbers keep where they come from."""
        made: list[Part] = []
        for text, name, words, _ in string.Formatter().parse(self.entries[key]):
            made.append(text)
            if name is not None:
                parts = _as_parts(values[name])
                made += [of_number(plain(tuple(parts)), words)] if words else parts
        return tuple(part for part in made if part != "")

    def __call__(self, key: str, **values: Part | Parts | int) -> str:
        """The sentence with the values put in, as text."""
        return plain(self.parts(key, **values))

    def get(self, key: str, otherwise: str) -> str:
        """The words for a key made from data, or the given ones."""
        return self.entries.get(key, otherwise)

    def listed(self, items: list[str]) -> str:
        """The items as a list in a sentence."""
        return self("separator").join(items)


def _as_parts(value: Part | Parts | int) -> list[Part]:
    if isinstance(value, tuple):
        return list(value)
    return [value if isinstance(value, Figure) else str(value)]


@lru_cache(maxsize=len(LANGUAGES))
def words_of(language: Language) -> Words:
    """The sentences of that language."""
    document = read_yaml((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return Words(language, dict(_flat(document, "")))


def _flat(branch: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for name, value in branch.items():
        entries += _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(f"{prefix}{name}", str(value))]
    return entries
