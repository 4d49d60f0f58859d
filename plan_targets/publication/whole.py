"""Whether a command of dbt has built and checked everything, so that what it built may become what readers see."""

from collections.abc import Iterable, Mapping

from plan_targets.files.errors import FaultError

# How dbt says that a node was built, or that a test held; `warn` is a test whose own file says that it only warns.
GOOD = {"success", "pass", "warn"}
# A node that was left out because of another one is not the reason.
LEFT_OUT = {"skipped", "no-op"}
NAMES_SHOWN = 5


class RefusedError(FaultError):
    """What was built may not be published; the text says why and what to do."""


def failures(results: Mapping[str, str]) -> list[str]:
    """The nodes that failed, or the tests that did not hold; not those that were skipped because of them."""
    return [node for node, status in results.items() if status not in GOOD | LEFT_OUT]


def require_whole(required: Mapping[str, str], results: Mapping[str, str]) -> None:
    """Raises RefusedError unless each of the required nodes has run in this command and is good.

    `required` has the names of nodes by their ids, and `results` what dbt says of those that ran.
    """
    failed = [required.get(node, node) for node in failures(results)]
    if failed:
        raise RefusedError(
            f"{_list(failed)} failed or did not hold. Mend what the messages above name, then run `uv run dbt build`.",
            f"{_list(failed)} 失败或未通过，请按上文提示更正后运行 `uv run dbt build`。",
        )
    absent = [name for node, name in required.items() if results.get(node) not in GOOD]
    if absent:
        raise RefusedError(
            "Only a command that builds and checks everything publishes, and this one left out "
            f"{len(absent)} of {len(required)} models, lists and tests: {_list(absent)}. Run `uv run dbt build`.",
            f"只有完整构建并通过全部检查的命令才会发布，本次有 {len(absent)} 项（共 {len(required)} 项）没有运行："
            f"{_list(absent)}。请运行 `uv run dbt build`。",
        )


def require_all_rows(is_empty: bool, is_sample: bool) -> None:
    """Raises RefusedError when dbt was told to build without rows, or with a part of them."""
    if is_empty or is_sample:
        option = "--empty" if is_empty else "--sample"
        raise RefusedError(
            f"With {option} the tables hold no rows or a part of them. Run `uv run dbt build` without it.",
            f"使用 {option} 时各表没有数据或只有部分数据，请去掉该选项后运行 `uv run dbt build`。",
        )


def require_gates(broken: list[str]) -> None:
    """Raises RefusedError when a gate of this command found a blocking rule broken, whatever became of its test."""
    if broken:
        raise RefusedError(
            f"A gate stopped it: {_list(broken)}. Mend what the messages above name, then run `uv run dbt build`.",
            f"未通过关口检查：{_list(broken)}。请按上文提示更正，然后运行 `uv run dbt build`。",
        )


def require_suites(suites: Iterable[str], judged: Iterable[str]) -> None:
    """Raises RefusedError unless every suite was judged in this command, so that none is left without a gate."""
    unjudged = sorted(set(suites) - set(judged))
    if unjudged:
        raise RefusedError(
            f"No gate has judged this build by the suite {_list(unjudged)}. Each file in expectations/suites needs a "
            "model in models/quality that runs it.",
            f"没有关口按 {_list(unjudged)} 检查本次构建；expectations/suites 中的每个文件都需要 models/quality "
            "中的一个模型来运行。",
        )


def _list(names: list[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" (+{more})" if more > 0 else "")
