"""Answers that are asked once a publication, access and language, and kept for every reader with the same three."""

from collections.abc import Callable
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

from app.queries.session import Reader

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

# Two publications, two languages and some accesses, for each indicator or region that readers look at in an hour.
ANSWERS_KEPT = 128
_kept: list[LRUCache[Any, Any]] = []


def kept(ask: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """The question, asked once for each publication, access, language and arguments; the first argument is the reader.

    What it answers is shared: nobody changes it. Who asks while another asks the same waits for that answer.
    """
    answers: LRUCache[Any, Any] = LRUCache(ANSWERS_KEPT)
    _kept.append(answers)
    return cached(answers, key=_key, condition=Condition())(ask)


def forget() -> None:
    """Drops every kept answer, as a test that counts questions needs it."""
    for answers in _kept:
        answers.clear()


def _key(now: Reader, *arguments: Any) -> tuple[Any, ...]:
    plain = (tuple(one) if isinstance(one, list) else one for one in arguments)
    return (str(now.publication.folder), now.access, now.language, *plain)
