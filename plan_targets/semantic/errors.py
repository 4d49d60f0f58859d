"""What can be wrong with a question, in words for the person who asked.

Every error says the same in English (`str(error)`) and in Chinese (`error.message_zh`), and carries the nearest known
names where a name was not known (`error.suggestions`).
"""

from collections.abc import Sequence


class SemanticError(Exception):
    """A question that cannot be answered as it was put. All errors of this package derive from it."""

    def __init__(self, message_en: str, message_zh: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_zh = message_zh
        self.suggestions = tuple(suggestions)


class UnknownNameError(SemanticError):
    """A name that the catalogue does not have."""

    kind_en = "name"
    kind_zh = "名称"

    def __init__(self, name: object, suggestions: Sequence[str] = (), is_unpublished: bool = False) -> None:
        shown = shorten(name)
        nearest = ", ".join(suggestions)
        if is_unpublished:
            super().__init__(
                f"The {self.kind_en} {shown} is in the project and not yet in the publication that is read: run "
                "`uv run dbt build`, then ask again.",
                f"{self.kind_zh} {shown} 已写入项目，但当前读取的发布中尚无：请先运行 `uv run dbt build`，再查询。",
            )
        else:
            super().__init__(
                f"There is no {self.kind_en} {shown}." + (f" Did you mean: {nearest}?" if nearest else ""),
                f"没有名为 {shown} 的{self.kind_zh}。" + (f"是否指：{nearest}？" if nearest else ""),
                suggestions,
            )
        self.name = name
        self.is_unpublished = is_unpublished


class UnknownMetricError(UnknownNameError):
    """A metric that the catalogue does not have."""

    kind_en = "metric"
    kind_zh = "度量"


class UnknownDimensionError(UnknownNameError):
    """A dimension or entity that the catalogue does not have."""

    kind_en = "dimension"
    kind_zh = "维度"


class UnknownSavedQueryError(UnknownNameError):
    """A saved query that the catalogue does not have."""

    kind_en = "saved query"
    kind_zh = "已存查询"


class NotAvailableError(SemanticError):
    """A dimension that exists, and that these metrics cannot be split or filtered by."""


class MixedFiguresError(SemanticError):
    """A question that would add up or average figures that must not meet: other indicators, regions or years."""


class ConditionError(SemanticError):
    """A filter that cannot be read: an unknown operator, or a value that does not fit."""


class RequestError(SemanticError):
    """A question that is incomplete or contradicts itself: nothing asked, an order by what is not in the answer."""


class NotAllowedError(SemanticError):
    """A question about what cannot be limited to the rows that the reader may see."""


class QueryFailedError(SemanticError):
    """A question that was understood and could not be run; the cause is chained."""


class PublicationDamagedError(QueryFailedError):
    """A question about what the publication's metrics speak of, and its database does not have or cannot read."""


def shorten(value: object, longest: int = 80) -> str:
    """The value as shown in a message: quoted, on one line, cut when it is long."""
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
