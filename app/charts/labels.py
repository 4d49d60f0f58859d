"""Direct labels that do not lie on each other: each takes the first of its places that is free."""

from dataclasses import dataclass, replace

from app.charts.theme import text_cells

# The plot that places are tried on. A wider one only has more room; a narrower one may still have labels that touch.
TRIED_WIDTH = 560
CELL_WIDTH, LINE_HEIGHT = 6.7, 16


@dataclass(frozen=True)
class Place:
    """Where a label stands from its point, in pixels: offset, and which side of the text is there."""

    dx: float
    dy: float
    align: str = "center"
    baseline: str = "middle"


@dataclass(frozen=True)
class Label:
    """A text at a point of the plot, the places it may take, best first, and whether it may be left out."""

    text: str
    x: float
    y: float
    places: tuple[Place, ...]
    is_optional: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def placed(labels: list[Label], points: list[tuple[float, float]]) -> list[Label]:
    """The labels with their places, in the order given; what is optional and has none is left out.

    `points` are marks that no label may cover. All coordinates are pixels of the tried plot, y downwards.
    """
    taken = [_Box(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    result = []
    for label in labels:
        free = (place for place in label.places if not any(_box(label, place).meets(box) for box in taken))
        place = next(free, None if label.is_optional else label.places[0])
        if place is not None:
            taken.append(_box(label, place))
            result.append(replace(label, place=place))
    return result


def _box(label: Label, place: Place) -> _Box:
    width = text_cells(label.text) * CELL_WIDTH
    x, y = label.x + place.dx, label.y + place.dy
    left = {"left": x, "center": x - width / 2, "right": x - width}[place.align]
    top = {"top": y, "middle": y - LINE_HEIGHT / 2, "bottom": y - LINE_HEIGHT}[place.baseline]
    return _Box(left, top, left + width, top + LINE_HEIGHT)
