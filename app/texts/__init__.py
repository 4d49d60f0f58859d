"""Every text of the pages, in two languages: `zh.yml` and `en.yml` have the same keys.

Names that belong to the data (indicators, regions, statuses, reasons) are not here: they come with the data, in both
languages, and `Texts.name_of` picks one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from plan_targets.words import sentence
from plan_targets.yaml_text import read_yaml

Language = Literal["zh", "en"]
LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
LANGUAGES = tuple(LANGUAGE_NAMES)
DEFAULT_LANGUAGE: Language = "zh"

TEXTS_FOLDER = Path(__file__).parent


class UnknownTextError(KeyError):
    """A page asked for a text that no file has."""


@dataclass(frozen=True)
class Texts:
    """The texts of one language: `texts("page.overview")`, `texts("header.as_of", date=...)`."""

    language: Language
    entries: Mapping[str, str]
    # What units are called in this language, as the publication has it; those that are not here stand as they are.
    units: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: Any) -> str:
        """The text of that key with the values put in, and the words that go with their numbers.

        Raises UnknownTextError for a key that does not exist.
        """
        if key not in self.entries:
            raise UnknownTextError(f"There is no text '{key}' in app/texts/{self.language}.yml.")
        return sentence(self.entries[key], values)

    def get(self, key: str, otherwise: str) -> str:
        """The text of a key made from data, or the given words when the data has a value no text knows."""
        return self.entries.get(key, otherwise)

    def unit(self, unit: str | None) -> str:
        """What the unit is called in this language."""
        return self.units.get(unit or "", unit or "")

    def with_units(self, units: Mapping[str, str]) -> "Texts":
        """The same texts with those names of units."""
        return replace(self, units=units)

    def name_of(self, row: Mapping[str, Any], name: str) -> str:
        """The row's name in this language, from `<name>_zh` or `<name>_en`; the other language when one is missing."""
        other = next(language for language in LANGUAGES if language != self.language)
        return str(row.get(f"{name}_{self.language}") or row.get(f"{name}_{other}") or "")

    def listed(self, items: list[str]) -> str:
        """The items as a list in a sentence."""
        return self("list.separator").join(items)


@lru_cache(maxsize=len(LANGUAGES))
def texts_of(language: str) -> Texts:
    """The texts of that language; of the default one for a language there is not."""
    known = next((name for name in LANGUAGES if name == language), DEFAULT_LANGUAGE)
    document = read_yaml((TEXTS_FOLDER / f"{known}.yml").read_text(encoding="utf-8"))
    return Texts(known, dict(_flatten(document, "")))


def _flatten(branch: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for name, value in branch.items():
        key = f"{prefix}{name}"
        entries += _flatten(value, f"{key}.") if isinstance(value, Mapping) else [(key, str(value))]
    return entries
