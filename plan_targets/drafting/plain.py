"""Text with signs of one width and without the blanks of type, so that a rule is written once."""

import re

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

_WORD = "\u4e00-\u9fff，。；：、！？（）《》“”,;:%‰()"
# Set type puts blanks beside Chinese characters, and some programs beside every figure.
_BLANKS = re.compile(
    rf"(?<=[{_WORD}]) +| +(?=[{_WORD}])|(?<=[A-Za-z]) (?=\d)"
    r"|(?<=\d)(?<!20\d\d) (?=\d{3}(?!\d))|(?<=\d,) (?=\d{3}(?!\d))"
    r"|(?<=\d) (?=\. \d)|(?<=\d \.) (?=\d)|(?<=\d\.) (?=\d)"
)
_RUNNING = re.compile(r"[，。；,;:]")
# Departments stand apart by blanks.
_OFFICES = re.compile(r"责任单位|牵头单位|责任部门|牵头部门|主办单位|配合单位")
_CHINESE_YEAR = re.compile(r"二[〇零○0O][一二三四五六七八九〇零○0O]{2}(?=年)")
_DIGITS = str.maketrans("一二三四五六七八九〇零○O", "1234567890000")


def plain(text: str) -> str:
    """The text with plain digits and signs, as long as before."""
    return text.translate(_PLAIN)


def closed_up(text: str) -> str:
    """The text without blanks that mean nothing, and with years in digits: 二〇二五年."""
    # A title stands apart from its number by a blank.
    if not _RUNNING.search(text):
        return text
    offices = _OFFICES.search(text)
    end = offices.start() if offices else len(text)
    words = _BLANKS.sub("", _BLANKS.sub("", text[:end]))
    return _CHINESE_YEAR.sub(lambda found: found.group(0).translate(_DIGITS), words) + text[end:]


def simplified(text: str) -> str:
    """A text in traditional characters in simplified ones; others stay as they are."""
    return str(_SIMPLIFIER.convert(text))
