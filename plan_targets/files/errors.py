"""What the machine can do to a build, a load or a publication, as sentences for people, in both languages."""

import errno


class FaultError(Exception):
    """Something outside the data stops the work; the text says what, and what to do about it."""

    def __init__(self, english: str, chinese: str) -> None:
        """Takes the same sentence in both languages."""
        super().__init__(f"{english} {chinese}")
        self.english, self.chinese = english, chinese


class BusyError(FaultError):
    """Another process holds what this one needs."""


class EnvironmentFaultError(FaultError):
    """The disk, a permission or a file's state stops the work."""


# Of the operating system's errors, those that a person at the machine can mend, by number and by DuckDB's words.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
FULL_WORDS = ("No space left", "File too large", "Disk quota exceeded")
FORBIDDEN_WORDS = ("Permission denied", "Operation not permitted", "Read-only file system")
LONGEST_SHOWN = 80
LOCKED_WORDS = ("Could not set lock on file",)


def explain(error: Exception, path: object) -> EnvironmentFaultError | None:
    """The sentence for an error of the operating system, or of DuckDB about it, at that place; none for any other."""
    text, number = str(error), error.errno if isinstance(error, OSError) else None
    if number in FULL or any(words in text for words in FULL_WORDS):
        return EnvironmentFaultError(
            f"The disk that holds {path} is full. Free some space, then run the command again.",
            f"{path} 所在的磁盘已满，请腾出空间后重试。",
        )
    if number in FORBIDDEN or any(words in text for words in FORBIDDEN_WORDS):
        return EnvironmentFaultError(
            f"{path} may not be read or written by this user. Change its permissions, then run the command again.",
            f"当前用户无权读写 {path}，请修改权限后重试。",
        )
    if any(words in text for words in LOCKED_WORDS):
        return EnvironmentFaultError(
            f"{path} is open in another program{_program(text)}. Close it there, then run the command again; "
            "to look at figures, open the published snapshot instead.",
            f"{path} 正被另一个程序打开，请关闭后重试；查看数据请打开已发布的快照。",
        )
    if number == errno.ENAMETOOLONG:
        return EnvironmentFaultError(
            f"{str(path)[:LONGEST_SHOWN]}… is too long a name for a file. Shorten it, then run the command again.",
            "文件名过长，请改短后重试。",
        )
    if isinstance(error, OSError):
        return EnvironmentFaultError(
            f"{path} cannot be read or written: {error.strerror or error}. Mend this, then run the command again.",
            f"{path} 无法读写：{error.strerror or error}。请处理后重试。",
        )
    return None


def _program(text: str) -> str:
    # DuckDB says: Conflicting lock is held in <program> (PID <n>) by user <name>.
    holder = text.partition("Conflicting lock is held in ")[2].partition(")")[0]
    return f", {holder})" if holder else ""
