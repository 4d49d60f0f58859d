"""Direct labels that do not lie on each other: each takes the first of its anchors that is free."""

from dataclasses import dataclass, replace

from app.charts.theme import text_cells

# The plot that anchors are tried on. A wider one only has more room; a narrower one may still have labels that touch.
TRIED_WIDTH = 560
CELL_WIDTH, LINE_HEIGHT = 6.7, 16


@dataclass(frozen=True)
class Anchor:
    """Where a label stands from its point, in pixels: offset, and which side of the text is there."""

    dx: float
    dy: float
    align: str = "center"
    baseline: str = "middle"


@dataclass(frozen=True)
class Label:
    """A text at a point of the plot, the anchors it may take, best first, and whether it may be left out."""

    text: str
    x: float
    y: float
    anchors: tuple[Anchor, ...]
    is_optional: bool = False
    anchor: Anchor | None = None


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


def arranged(labels: list[Label], points: list[tuple[float, float]]) -> list[Label]:
    """The labels with their anchors, in their order; what is optional and has none is left out.

    `points` are marks that no label may cover. All coordinates are pixels of the tried plot, y downwards.
    """
    taken = [_Box(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    result = []
    for label in labels:
        free = (anchor for anchor in label.anchors if not any(_box(label, anchor).meets(box) for box in taken))
        anchor = next(free, None if label.is_optional else label.anchors[0])
        if anchor is not None:
            taken.append(_box(label, anchor))
            result.append(replace(label, anchor=anchor))
    return result


def _box(label: Label, anchor: Anchor) -> _Box:
    width = text_cells(label.text) * CELL_WIDTH
    x, y = label.x + anchor.dx, label.y + anchor.dy
    left = {"left": x, "center": x - width / 2, "right": x - width}[anchor.align]
    top = {"top": y, "middle": y - LINE_HEIGHT / 2, "bottom": y - LINE_HEIGHT}[anchor.baseline]
    return _Box(left, top, left + width, top + LINE_HEIGHT)
