"""Text with signs of one width, so that a rule is written once; every sign stays at its place."""

import opencc

# Not NFKC, which would read a footnote's ① as a digit.
_PLAIN = str.maketrans(
    dict(
        zip(
            "０１２３４５６７８９．，％＋－＜＞＝～（）：；！？／　〜∼−﹣",
            "0123456789.,%+-<>=~():;!?/ ~~--",
            strict=True,
        )
    )
)
_SIMPLIFIER = opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """The text with plain digits and signs, as long as before."""
    return text.translate(_PLAIN)


def simplified(text: str) -> str:
    """A text in traditional characters in simplified ones; others stay as they are."""
    return str(_SIMPLIFIER.convert(text))
