"""What a reader may see and send. Two readers with the same access are alike to everything below the pages."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """Which rows of a publication are there for a reader, and for which regions it may send figures.

    A region stands for itself and everything inside it. A plan stands for all its rows, whatever region they speak of.
    """

    sees_everything: bool = False
    regions: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()
    sends_for: frozenset[str] = frozenset()
    # The office whose folder in the drop folder is the reader's own; none for one who sends nothing.
    sender: str | None = None

    @property
    def may_send(self) -> bool:
        """Whether the reader may put files into the drop folder."""
        return self.sender is not None


# Who works on the machine itself, or reads pages that ask nobody's name.
EVERYTHING = Access(sees_everything=True)
NOTHING = Access()


def together(accesses: Iterable[Access]) -> Access:
    """What somebody with several roles may see and send; nothing for nobody's."""
    many = list(accesses)
    senders = [one.sender for one in many if one.sender is not None]
    return Access(
        sees_everything=any(one.sees_everything for one in many),
        regions=frozenset().union(*(one.regions for one in many)),
        plans=frozenset().union(*(one.plans for one in many)),
        sends_for=frozenset().union(*(one.sends_for for one in many)),
        sender=senders[0] if senders else None,
    )
