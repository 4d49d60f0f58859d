"""The allow-list: which roles there are, and who has which. A file that a person keeps, outside git.

    identified_by: email                # the claim of the log-in that names a reader; email when it is left out
    roles:
      zhejiang:
        regions: [浙江省]               # codes or names, with everything inside them
        plans: [national_quality_2025]  # whole, whatever region they speak of
      zhejiang_statistics:
        regions: [浙江省]
        sends: {as: 浙江省统计局, for: [浙江省]}
      planning:
        everything: true
    readers:
      li.hua@example.gov.cn: [zhejiang]
    tokens:                             # of the endpoint: only the hash stands here
      - {name: a dashboard, sha256: 9f86d081..., roles: [zhejiang]}

Whatever is wrong with it is a sentence; while it is wrong nobody is let in by it.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from plan_targets.access.access import Access, together
from plan_targets.files.errors import FaultError
from plan_targets.names.regions import RegionNames

DEFAULT_CLAIM = "email"
PARTS = ("identified_by", "roles", "readers", "tokens")
PARTS_OF_A_ROLE = ("everything", "regions", "plans", "sends")
PARTS_OF_SENDING = ("as", "for")
PARTS_OF_A_TOKEN = ("name", "sha256", "roles")
DIGEST = re.compile(r"[0-9a-f]{64}")
PLAN_ID = re.compile(r"[\w.\-]+")
LONGEST_SHOWN = 80


class AllowListError(FaultError):
    """The allow-list cannot be read, or says something that makes no sense."""


class _EachKeyOnce(yaml.SafeLoader):
    """Refuses a name that stands twice, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping. Raises a YAMLError with the line of the second."""
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for position, name in enumerate(names):
            if name in names[:position]:
                raise yaml.constructor.ConstructorError(None, None, f"{name} twice", node.value[position][0].start_mark)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class AllowList:
    """Who has which access."""

    claim: str = DEFAULT_CLAIM
    readers: Mapping[str, Access] = field(default_factory=dict)
    # By the SHA-256 of the token.
    tokens: Mapping[str, Access] = field(default_factory=dict)

    def access_of(self, reader: object) -> Access | None:
        """The access of the reader whom the log-in calls that; none for one who is not on the list."""
        return self.readers.get(_plain(reader)) if isinstance(reader, str) else None

    def access_of_token(self, token: str) -> Access | None:
        """The access that goes with that token; none for an unknown one."""
        digest = digest_of_token(token)
        found = None
        # All are compared, so that the time tells nothing.
        for known, access in self.tokens.items():
            if hmac.compare_digest(known, digest):
                found = access
        return found


def digest_of_token(token: str) -> str:
    """What stands in the allow-list for a token. A token is drawn at random and long, so that one hash is enough."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def read_allow_list(path: Path) -> AllowList | None:
    """The allow-list as it is now; none when there is no such file. Raises AllowListError."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    return _read(path, (state.st_mtime_ns, state.st_size, state.st_ino))


@lru_cache(maxsize=8)
def _read(path: Path, _: tuple[int, int, int]) -> AllowList:
    # Kept as long as the file is the same: it is asked for with every click.
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _EachKeyOnce)
    except (OSError, UnicodeError) as error:
        raise _unreadable(path, error) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        line_zh = f"第 {mark.line + 1} 行" if mark else ""
        raise AllowListError(
            f"The allow-list {path.name}{line} is no YAML, or names something twice. Mind indents, colons and quotes.",
            f"准入名单 {path.name} {line_zh}不是有效的 YAML，或有重复的名称，请检查缩进、冒号和引号。",
        ) from error
    return _Reader(path.name).read(content)


def _unreadable(path: Path, error: Exception) -> AllowListError:
    return AllowListError(
        f"The allow-list {path.name} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}.",
        f"准入名单 {path.name} 无法读取：{getattr(error, 'strerror', None) or '不是 UTF-8 编码'}。",
    )


@lru_cache(maxsize=1)
def _register() -> RegionNames:
    return RegionNames.from_seeds()


@dataclass(frozen=True)
class _Reader:
    """Reads one file; its name goes into every sentence."""

    file: str

    def read(self, content: object) -> AllowList:
        parts = self._mapping(content, "the file", "整个文件", PARTS)
        roles = {
            str(name): self._role(str(name), role)
            for name, role in self._mapping(parts.get("roles") or {}, "roles", "roles").items()
        }
        readers: dict[str, Access] = {}
        for name, named in self._mapping(parts.get("readers") or {}, "readers", "readers").items():
            key = _plain(str(name))
            if not key or key in readers:
                raise self._wrong(f"readers: {name}", "is empty or there twice", "为空或重复")
            readers[key] = self._together(f"readers: {name}", named, roles)
        tokens: dict[str, Access] = {}
        for entry, token in enumerate(self._items("tokens", parts.get("tokens") or []), start=1):
            digest, access = self._token(f"tokens: {entry}", token, roles)
            if digest in tokens:
                raise self._wrong(f"tokens: {entry}", "has the hash of another", "与另一个令牌的散列值相同")
            tokens[digest] = access
        return AllowList(self._text("identified_by", parts.get("identified_by", DEFAULT_CLAIM)), readers, tokens)

    def _role(self, name: str, content: object) -> Access:
        entry = f"roles: {name}"
        parts = self._mapping(content, entry, entry, PARTS_OF_A_ROLE)
        everything = parts.get("everything", False)
        if not isinstance(everything, bool):
            raise self._wrong(f"{entry}: everything", "is true or false", "应为 true 或 false")
        regions = frozenset(
            self._region(f"{entry}: regions", one) for one in self._items(f"{entry}: regions", parts.get("regions"))
        )
        plans = frozenset(
            self._plan(f"{entry}: plans", one) for one in self._items(f"{entry}: plans", parts.get("plans"))
        )
        sender, sends_for = self._sending(f"{entry}: sends", parts.get("sends"))
        if not (everything or regions or plans or sends_for):
            raise self._wrong(
                entry,
                "lets nobody see anything: give it regions, plans, sends or `everything: true`",
                "没有任何可查看的内容，请写明 regions、plans、sends 或 everything: true",
            )
        if everything and (regions or plans):
            raise self._wrong(
                entry, "has everything and a list as well: keep one", "既有 everything 又有列表，请只保留一种"
            )
        return Access(everything, regions, plans, sends_for, sender)

    def _sending(self, entry: str, content: object) -> tuple[str | None, frozenset[str]]:
        if content is None:
            return None, frozenset()
        parts = self._mapping(content, entry, entry, PARTS_OF_SENDING)
        sender = self._text(f"{entry}: as", parts.get("as"))
        if Path(sender).name != sender or sender.startswith((".", "~$")) or "\\" in sender:
            raise self._wrong(
                f"{entry}: as",
                f"is the office's name and a folder's, such as 市场监管局, not {_shown(sender)}",
                f"应为单位名称，并可用作文件夹名，例如 市场监管局，而不是 {_shown(sender)}",
            )
        regions = self._items(f"{entry}: for", parts.get("for"))
        if not regions:
            raise self._wrong(f"{entry}: for", "names the regions that it reports for", "应写明可报送的地区")
        return sender, frozenset(self._region(f"{entry}: for", one) for one in regions)

    def _token(self, entry: str, content: object, roles: Mapping[str, Access]) -> tuple[str, Access]:
        parts = self._mapping(content, entry, entry, PARTS_OF_A_TOKEN)
        digest = str(parts.get("sha256", "")).lower()
        if not DIGEST.fullmatch(digest):
            raise self._wrong(
                f"{entry}: sha256",
                "is the 64 digits that `uv run plan-targets token` prints, never the token itself",
                "应为 `uv run plan-targets token` 打印的 64 位散列值，不能写令牌本身",
            )
        return digest, self._together(f"{entry}: roles", parts.get("roles"), roles)

    def _together(self, entry: str, named: object, roles: Mapping[str, Access]) -> Access:
        accesses = []
        for name in self._items(entry, named):
            if str(name) not in roles:
                near = get_close_matches(str(name), list(roles), 3, cutoff=0) or ["-"]
                raise self._wrong(
                    entry,
                    f"has the role {_shown(name)}, which is not there. There are: {', '.join(near)}",
                    f"中的角色 {_shown(name)} 不存在，已有：{'、'.join(near)}",
                )
            accesses.append(roles[str(name)])
        if not accesses:
            raise self._wrong(entry, "has no role", "没有角色")
        if len({access.sender for access in accesses if access.sender}) > 1:
            raise self._wrong(
                entry,
                "sends for two offices: give each a reader of its own",
                "代表两个单位报送，请为每个单位单设一名读者",
            )
        return together(accesses)

    def _region(self, entry: str, written: object) -> str:
        register = _register()
        match = register.find(str(written).strip())
        if match.code is not None and match.code in register.regions:
            return match.code
        named = [f"{register.regions[code].name} ({code})" for code in match.candidates if code in register.regions]
        near = f" It may be: {', '.join(named)}." if named else ""
        near_zh = f"可能是：{'、'.join(named)}。" if named else ""
        raise self._wrong(
            entry,
            f"has the region {_shown(written)}, which the register does not have. Write its code or full name.{near}",
            f"中的地区 {_shown(written)} 不在行政区划名录中，请写代码或全称。{near_zh}",
        )

    def _plan(self, entry: str, written: object) -> str:
        if not isinstance(written, str) or not PLAN_ID.fullmatch(written):
            raise self._wrong(
                entry,
                f"has {_shown(written)}; a plan is named by its id, such as national_quality_2025",
                f"中的 {_shown(written)} 不是规划编号；请写编号，例如 national_quality_2025",
            )
        return written

    def _text(self, entry: str, written: object) -> str:
        if not isinstance(written, str) or not written.strip():
            raise self._wrong(entry, f"is a name, not {_shown(written)}", f"应为名称，而不是 {_shown(written)}")
        return written.strip()

    def _items(self, entry: str, content: object) -> list[object]:
        if content is None:
            return []
        if not isinstance(content, list):
            raise self._wrong(
                entry,
                f"is a list in brackets, such as [a, b], not {_shown(content)}",
                f"应为方括号中的列表，例如 [a, b]，而不是 {_shown(content)}",
            )
        return content

    def _mapping(self, content: object, entry: str, entry_zh: str, known: tuple[str, ...] = ()) -> dict[Any, Any]:
        if not isinstance(content, dict):
            raise self._wrong(entry, f"is a list of `name: value`, not {_shown(content)}", "应写作“名称: 值”", entry_zh)
        unknown = [name for name in content if known and name not in known]
        if unknown:
            raise self._wrong(
                entry,
                f"has {_shown(unknown[0])}, which is unknown. There are: {', '.join(known)}",
                f"中的 {_shown(unknown[0])} 无法识别，可用：{'、'.join(known)}",
                entry_zh,
            )
        return content

    def _wrong(self, entry: str, english: str, chinese: str, entry_zh: str | None = None) -> AllowListError:
        return AllowListError(
            f"The allow-list {self.file}, {entry}: {english}.",
            f"准入名单 {self.file}，{entry_zh or entry}：{chinese}。",
        )


def _plain(name: str) -> str:
    # Addresses are the same in capitals, and a full-width @ is a slip of the keyboard.
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
