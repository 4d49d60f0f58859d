"""What an assistant may ask over the Model Context Protocol: the same questions as pages and the endpoint ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, TypeVar, cast

import polars as pl
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from plan_targets.access.access import Access
from plan_targets.changes.asked import changes_since
from plan_targets.changes.written import as_markdown
from plan_targets.collect.awaited import awaited_figures
from plan_targets.publication.as_of import WrongDayError
from plan_targets.publication.read import NoPublicationAsOfError, NoPublicationError, NoSuchPublicationError
from plan_targets.semantic import Condition, RequestError, SemanticError, SnapshotReader, client, parse_condition

Language = Literal["zh", "en"]
Tool = TypeVar("Tool", bound=Callable[..., Any])

DEFAULT_ROWS = 200
MOST_ROWS = 2_000
# Where a request carries what its caller may see.
ACCESS = "plan_targets.access"
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
INSTRUCTIONS = (
    "Targets of government plans, the figures observed, and verdicts on whether each target is on course. Every number "
    "is a metric: list_metrics and list_dimensions say what there is, query answers, explain_verdict says why a target "
    "has its status, what_is_missing which figures nobody has reported, what_changed what is new. "
    "Metrics that are `one_of_each` something are never added up. Tell the source and the year of a figure with it. "
    "规划目标、观测值与判断。每个数字都是一个度量，引用时请注明年份与来源。"
)
VERDICT = {
    "status__label": "status",
    "reason__label": "reason",
    "indicator__name": "indicator",
    "region__name": "region",
    "status__description": "status_means",
}
VERDICT_PLAIN = [
    "target",
    "plan__title_zh",
    "indicator__unit",
    "target__comparator",
    "target__due_year",
    "target__verdict_year",
    "target__method",
    "target__path",
    "target__baseline_year",
    "target__baseline_source",
    "target__location",
    "target__resolution_reason",
    "target__observed_comparator",
    "target__observation_age_days",
    "source__title",
    "source__url",
    "source__published_on",
]
VERDICT_METRICS = [
    "target_value",
    "target_value_high",
    "baseline_value",
    "expected_value",
    "latest_value",
    "gap",
    "distance_closed",
    "pace",
    "probability_met",
    "conflict_count",
]
Row = dict[str, Any]


def _in_words(tool: Tool) -> Tool:
    """The tool, which raises ToolError, that an assistant reads, with a sentence that names no folder and no SQL."""

    @wraps(tool)
    def told(*arguments: Any, **named: Any) -> Any:
        try:
            return tool(*arguments, **named)
        except SemanticError as error:
            raise ToolError(f"{error.message_en} {error.message_zh}") from error
        except WrongDayError as error:
            raise ToolError(f"{error.english} {error.chinese}") from error
        except (NoPublicationAsOfError, NoSuchPublicationError) as error:
            raise ToolError(f"{error.message_en} {error.message_zh}") from error
        except NoPublicationError as error:
            raise ToolError("There is no publication to read yet. 目前还没有可读的发布。") from error

    return cast(Tool, told)


class Tools:
    """The tools; each only reads, and answers for the access of the request that calls it."""

    def __init__(self, published_path: str | None, access: Access | None) -> None:
        self._published_path = published_path
        # Of whoever started the server for one program; none where each request brings its own.
        self._access = access

    @_in_words
    def list_metrics(self, context: Context[Any, Any], search: str = "", language: Language = "zh") -> Row:
        """The metrics that can be asked for, those whose name, label or meaning holds the searched text."""
        snapshot = self._reader(context)
        rows = [
            {
                "name": metric.name,
                "label": getattr(metric, f"label_{language}"),
                "meaning": getattr(metric, f"description_{language}"),
                "unit": metric.unit,
                "one_of_each": list(metric.one_of_each),
            }
            for metric in snapshot.catalogue.shown_metrics()
        ]
        found = [row for row in rows if search.lower() in " ".join(map(str, row.values())).lower()]
        return _told(snapshot, metrics=found)

    @_in_words
    def list_dimensions(self, context: Context[Any, Any], metrics: list[str], language: Language = "zh") -> Row:
        """The names that these metrics can be grouped and filtered by, together."""
        snapshot = self._reader(context)
        rows = [
            {
                "name": name,
                "label": getattr(dimension, f"label_{language}"),
                "meaning": getattr(dimension, f"description_{language}"),
                "kind": dimension.kind,
            }
            for name, dimension in snapshot.dimensions_of(metrics)
        ]
        return _told(snapshot, dimensions=rows)

    @_in_words
    def list_values(self, context: Context[Any, Any], dimension: str) -> Row:
        """The values of one dimension, such as the names of plans or regions; at most 200."""
        snapshot = self._reader(context)
        values = snapshot.pick_list(dimension)
        if values is None:
            raise RequestError(
                f"{dimension} has more than 200 values. Ask `query` for it with a filter.",
                f"{dimension} 的取值超过 200 个，请用 query 加筛选条件查询。",
            )
        return _told(snapshot, values=[_plain(value) for value in values])

    @_in_words
    def query(
        self,
        context: Context[Any, Any],
        metrics: list[str],
        group_by: list[str] | None = None,
        where: list[str] | None = None,
        order_by: list[str] | None = None,
        limit: int = DEFAULT_ROWS,
        as_of: str | None = None,
    ) -> Row:
        """Metrics by dimensions. A filter is written as `calendar_year >= 2020` or `region__level = "province"`.

        `as_of` (YYYY-MM-DD) asks the publication as of that day.
        """
        if not 1 <= limit <= MOST_ROWS:
            raise RequestError(
                f"The limit is a whole number from 1 to {MOST_ROWS:,}.", f"行数上限应为 1 至 {MOST_ROWS:,} 的整数。"
            )
        snapshot = self._reader(context, as_of)
        conditions = [parse_condition(text) for text in where or ()]
        # One more than asked for says whether there are more.
        frame = snapshot.query(metrics, group_by or (), conditions, order_by or (), limit + 1)
        return _told(snapshot, rows=_rows(frame.head(limit)), has_more=frame.height > limit)

    @_in_words
    def explain_verdict(
        self, context: Context[Any, Any], target: str, language: Language = "zh", as_of: str | None = None
    ) -> Row:
        """Why a target has its status: what it promises and where, the figure and its source, the gap and the pace.

        `target` is its id, which `query` gives for the dimension `target`.
        """
        snapshot = self._reader(context, as_of)
        worded = {f"{name}_{language}": plain for name, plain in VERDICT.items()}
        frame = snapshot.query(VERDICT_METRICS, [*VERDICT_PLAIN, *worded], [Condition("target", "=", target)])
        if frame.is_empty():
            raise RequestError(
                f"There is no target '{target[:80]}'. `query` with group_by target lists them.",
                f"没有目标 {target[:80]}，可用 query 按 target 列出。",
            )
        short = {name: name.split("__")[-1] for name in VERDICT_PLAIN if name.startswith("target__")}
        return _told(snapshot, verdict=_rows(frame.rename(worded | short))[0])

    @_in_words
    def what_is_missing(
        self,
        context: Context[Any, Any],
        plan: str | None = None,
        region: str | None = None,
        department: str | None = None,
        language: Language = "zh",
        limit: int = DEFAULT_ROWS,
    ) -> Row:
        """The figures that targets wait for and nobody has reported, with who owes them; narrowed to ids."""
        snapshot = self._reader(context)
        figures = awaited_figures(snapshot, plan, department, region, language)
        rows = [
            {
                "owner": one.owner.name,
                "indicator": one.indicator,
                "indicator_id": one.indicator_id,
                "unit": one.unit,
                "year": one.year,
                "due_on": _plain(one.due_on),
                "is_overdue": one.is_overdue,
                "is_never_reported": one.is_never_reported,
                "plans": list(one.plans),
            }
            for one in figures[: max(limit, 0)]
        ]
        return _told(snapshot, missing=rows, total=len(figures))

    @_in_words
    def what_changed(
        self,
        context: Context[Any, Any],
        since: str | None = None,
        until: str | None = None,
        language: Language = "zh",
    ) -> str:
        """What changed between two publications (ids, numbers or days), in words; by default what the last one did."""
        return as_markdown(changes_since(since, until, self._published_path, self._access_of(context)), language)

    def _reader(self, context: Context[Any, Any], as_of: str | None = None) -> SnapshotReader:
        return client(self._published_path, as_of, self._access_of(context)).current()

    def _access_of(self, context: Context[Any, Any]) -> Access:
        if self._access is not None:
            return self._access
        request = context.request_context.request
        access = request.scope.get(ACCESS) if request is not None else None
        if not isinstance(access, Access):
            raise ToolError("It is not known who asks, so nothing is answered. 无法确认请求方身份，不予回答。")
        return access


def assistant_server(published_path: str | None = None, access: Access | None = None) -> MCPServer[Any]:
    """The MCP server with all tools, on that folder of publications.

    With an access it answers everybody with that; without, each request brings its own, and one that has none is
    answered nothing.
    """
    server: MCPServer[Any] = MCPServer("plan-targets", title="规划目标 Plan targets", instructions=INSTRUCTIONS)
    tools = Tools(published_path, access)
    for tool in (
        tools.list_metrics,
        tools.list_dimensions,
        tools.list_values,
        tools.query,
        tools.explain_verdict,
        tools.what_is_missing,
        tools.what_changed,
    ):
        server.tool(annotations=READS)(tool)
    return server


def _told(snapshot: SnapshotReader, **content: Any) -> Row:
    return {"publication": snapshot.publication.build_id, **content}


def _rows(frame: pl.DataFrame) -> list[Row]:
    return [{name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
