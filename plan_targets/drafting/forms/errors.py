"""Why a document cannot be read, in one sentence of each language."""

from plan_targets.words import sentence

SENTENCES = {
    "absent": ("找不到这个文件。", "There is no such file."),
    "empty": ("文件是空的，没有内容可读。", "The file is empty."),
    "too_large": (
        "文件有 {size} MB，超过 {most} MB；请只保留规划正文，或另存为不含图片的文件。",
        "The file has {size} MB, more than {most} MB; keep the plan's own text, or save it without its pictures.",
    ),
    "locked": (
        "文件有密码，打不开；请去掉密码后再试。",
        "The file is protected by a password; remove the password and try again.",
    ),
    "damaged": (
        "文件已损坏，或不是它的后缀所说的类型；请重新下载或另存一份。",
        "The file is damaged, or is not what its name says; download it again or save it anew.",
    ),
    "scanned": (
        "这是扫描件：{pages} 页都是图片，没有文字可读；请先用文字识别（OCR）软件转成带文字的 PDF 或 DOCX。",
        "This is a scan: its {pages:page is a picture|{pages} pages are pictures} without text; make a PDF or DOCX "
        "with text of it by OCR.",
    ),
    "no_text": ("文件里没有文字。", "There is no text in the file."),
    "no_characters": (
        "这个 PDF 的字体没有对应的文字，读出来是乱码；请用 OCR 软件转换，或找网页版、Word 版。",
        "The fonts of this PDF do not tell their characters; convert it by OCR, or take the web page.",
    ),
    "old_form": (
        "这是旧式的 Word 或 WPS 文件；请另存为 DOCX。",
        "This is an old Word or WPS file; save it as DOCX.",
    ),
    "unknown_form": (
        "不是可读的文件类型；请用 PDF、DOCX、HTML 或 TXT。",
        "The file is of no form that can be read; take PDF, DOCX, HTML or TXT.",
    ),
    "unknown_encoding": (
        "文件的文字编码无法确定；请另存为 UTF-8。",
        "The encoding of the file's characters cannot be told; save it as UTF-8.",
    ),
}


class UnreadableDocumentError(Exception):
    """The document cannot be read; `chinese` and `english` say why, and what to do."""

    def __init__(self, reason: str, **values: object) -> None:
        """Takes a code of SENTENCES and what its sentence names."""
        self.reason = reason
        self.chinese, self.english = (sentence(text, values) for text in SENTENCES[reason])
        super().__init__(f"{self.chinese} {self.english}")
