"""The allow-list is read as it is written, and whatever is wrong with it is a sentence that lets nobody in."""

from pathlib import Path

import pytest

from plan_targets.access.access import Access
from plan_targets.access.allow_list import AllowList, AllowListError, digest_of_token, read_allow_list
from plan_targets.settings import allow_list_file

ROLES = """
roles:
  zhejiang: {regions: [浙江省]}
  plan: {plans: [national_quality_2025]}
  all: {everything: true}
  office: {regions: ["330000"], sends: {as: 浙江省统计局, for: [330100, 宁波市]}}
  other_office: {sends: {as: 江苏省统计局, for: [江苏省]}}
"""
TOKEN = "a-token-of-twenty-characters"


def read(tmp_path: Path, text: str) -> AllowList:
    file = tmp_path / "allow_list.yml"
    file.write_text(text, encoding="utf-8")
    known = read_allow_list(file)
    assert known is not None
    return known


def test_readers_and_tokens_have_what_their_roles_give_together(tmp_path: Path) -> None:
    known = read(
        tmp_path,
        f"{ROLES}\nreaders:\n  Li.Hua@example.gov.cn: [zhejiang, plan]\n  office@example.gov.cn: [office]\n"
        f"tokens:\n  - {{name: board, sha256: {digest_of_token(TOKEN)}, roles: [all]}}\n",
    )
    assert known.access_of("li.hua@EXAMPLE.gov.cn ") == Access(
        regions=frozenset({"330000"}), plans=frozenset({"national_quality_2025"})
    )
    office = known.access_of("office@example.gov.cn")
    assert office is not None and office.sender == "浙江省统计局"
    assert office.sends_for == {"330100", "330200"}
    assert known.access_of("somebody@example.gov.cn") is None
    assert known.access_of(None) is None and known.access_of("") is None
    by_token = known.access_of_token(TOKEN)
    assert by_token is not None and by_token.sees_everything
    for wrong in ("", TOKEN[:-1], digest_of_token(TOKEN), TOKEN.upper()):
        assert known.access_of_token(wrong) is None


def test_a_change_of_the_file_counts_at_once(tmp_path: Path) -> None:
    assert read(tmp_path, f"{ROLES}\nreaders: {{a@b.cn: [zhejiang]}}").access_of("a@b.cn")
    assert read(tmp_path, f"{ROLES}\nreaders: {{c@d.cn: [zhejiang]}}").access_of("a@b.cn") is None
    (tmp_path / "allow_list.yml").unlink()
    assert read_allow_list(tmp_path / "allow_list.yml") is None


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("roles: [", "line 1 is no YAML", "第 1 行"),
        ("- a", "the file: is a list of `name: value`", "整个文件"),
        ("rolls: {}", "has 'rolls', which is unknown. There are: identified_by, roles", "'rolls' 无法识别"),
        ("roles: {a: {region: [浙江省]}}", "has 'region', which is unknown", "'region' 无法识别"),
        ("roles: {a: {}}", "lets nobody see anything", "没有任何可查看的内容"),
        ("roles: {a: {regions: 浙江省}}", "is a list in brackets", "方括号"),
        ("roles: {a: {regions: [浙江者]}}", "which the register does not have", "不在行政区划名录中"),
        ("roles: {a: {regions: [鼓楼区]}}", "It may be: ", "可能是"),
        ("roles: {a: {regions: [999999]}}", "which the register does not have", "不在行政区划名录中"),
        ("roles: {a: {regions: [null]}}", "which the register does not have", "不在行政区划名录中"),
        ('roles: {a: {plans: ["x\' or 1=1"]}}', "a plan is named by its id", "不是规划编号"),
        ("roles: {a: {everything: everything}}", "is true or false", "true 或 false"),
        ("roles: {a: {everything: true, regions: [浙江省]}}", "has everything and a list as well", "请只保留一种"),
        ("roles: {a: {sends: {for: [浙江省]}}}", "is a name, not None", "应为名称"),
        ("roles: {a: {sends: {as: ../局, for: [浙江省]}}}", "is the office's name and a folder's", "单位名称"),
        ("roles: {a: {sends: {as: 局}}}", "names the regions that it reports for", "可报送的地区"),
        (f"{ROLES}\nreaders: {{a@b.cn: [zhejang]}}", "'zhejang', which is not there. There are: zhejiang", "不存在"),
        (f"{ROLES}\nreaders: {{a@b.cn: []}}", "has no role", "没有角色"),
        (f"{ROLES}\nreaders: {{a@b.cn: [office, other_office]}}", "sends for two offices", "两个单位"),
        (f"{ROLES}\nreaders: {{a@b.cn: [all], A@b.cn: [plan]}}", "is empty or there twice", "重复"),
        (f"{ROLES}\nreaders: {{a@b.cn: [all], a@b.cn: [plan]}}", "is no YAML, or names something twice", "重复"),
        (f"{ROLES}\ntokens: [{{name: a, sha256: {TOKEN}, roles: [all]}}]", "the 64 digits", "64 位散列值"),
        (f"{ROLES}\ntokens: [{{name: a, sha256: {'a' * 64}, roles: []}}]", "has no role", "没有角色"),
        (f"{ROLES}\nidentified_by: [email]", "identified_by: is a name", "应为名称"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_place(tmp_path: Path, text: str, english: str, chinese: str) -> None:
    with pytest.raises(AllowListError) as caught:
        read(tmp_path, text)
    assert english in caught.value.english, caught.value.english
    assert chinese in caught.value.chinese, caught.value.chinese
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_what_cannot_be_read_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "allow_list.yml"
    file.mkdir() if content is None else file.write_bytes(content)
    with pytest.raises(AllowListError, match="cannot be read"):
        read_allow_list(file)


def test_where_the_list_is_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert allow_list_file().name == "allow_list.yml"
    monkeypatch.setenv("ALLOW_LIST_PATH", str(tmp_path / "who.yml"))
    assert allow_list_file() == tmp_path / "who.yml"
