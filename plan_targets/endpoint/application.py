"""The endpoint itself: reads a question from the address, asks the semantic client, writes the answer."""

import hmac

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from plan_targets.access.access import EVERYTHING, Access
from plan_targets.access.allow_list import AllowListError, read_allow_list
from plan_targets.endpoint.answers import FORMATS, answer, catalogue_content
from plan_targets.endpoint.settings import Settings
from plan_targets.semantic import (
    Condition,
    NoPublicationAsOfError,
    NoPublicationError,
    NotAllowedError,
    QueryFailedError,
    RequestError,
    SemanticError,
    SnapshotReader,
    UnknownDimensionError,
    UnknownMetricError,
    UnknownSavedQueryError,
    client,
    parse_condition,
)

DEFAULT_ROWS = 10_000
MOST_ROWS = 100_000
QUESTION_KEYS = {"metric", "by", "where", "order_by", "limit", "format", "as_of"}
NARROWING_KEYS = {"where", "order_by", "limit", "format", "as_of"}
CATALOGUE_KEYS = {"as_of"}
# Where a request carries what its caller may see.
ACCESS = "plan_targets.access"


def application(settings: Settings) -> Starlette:
    """The ASGI application. Every route only reads; every error is JSON with words in both languages."""

    def reader_for(request: Request) -> SnapshotReader:
        as_of = request.query_params.get("as_of") or None
        return client(settings.published_path, as_of, request.scope[ACCESS]).current()

    def catalogue(request: Request) -> Response:
        _refuse_others(request, CATALOGUE_KEYS)
        reader = reader_for(request)
        return JSONResponse({"publication": reader.publication.build_id, **catalogue_content(reader.catalogue)})

    def query(request: Request) -> Response:
        _refuse_others(request, QUESTION_KEYS)
        reader = reader_for(request)
        frame = reader.query(*_names(request), _where(request), _order(request), _limit(request))
        return answer(frame, reader, _format(request))

    def sql(request: Request) -> Response:
        _refuse_others(request, QUESTION_KEYS)
        compiled = reader_for(request).explain(*_names(request), _where(request), _order(request), _limit(request))
        return JSONResponse({"sql": compiled.text()})

    def saved(request: Request) -> Response:
        _refuse_others(request, NARROWING_KEYS)
        reader = reader_for(request)
        name = request.path_params["name"]
        frame = reader.run_saved(name, _where(request), _order(request), _limit(request))
        return answer(frame, reader, _format(request))

    routes = [
        Route("/catalogue", catalogue, methods=["GET"]),
        Route("/query", query, methods=["GET"]),
        Route("/sql", sql, methods=["GET"]),
        Route("/saved/{name}", saved, methods=["GET"]),
    ]
    # A page elsewhere can make a visitor's browser ask this machine under a name of its own; only known names answer.
    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False)]
    middleware.append(Middleware(_Token, settings=settings))
    return Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={SemanticError: _explain, NoPublicationError: _nothing_published},
    )


class _Token:
    """Gives each request the access of the token it carries, and answers none that needs one and has none."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                access = self._access(dict(scope.get("headers", ())).get(b"authorization", b""))
            except AllowListError as error:
                content = {"error": "AllowListError", "message_en": error.english, "message_zh": error.chinese}
                await JSONResponse(content, status_code=503)(scope, receive, send)
                return
            if access is None:
                content = {
                    "error": "Unauthorized",
                    "message_en": "Send a token that is known: `Authorization: Bearer <token>`.",
                    "message_zh": "请发送有效的令牌：`Authorization: Bearer <令牌>`。",
                }
                await JSONResponse(content, status_code=401)(scope, receive, send)
                return
            scope[ACCESS] = access
        await self._app(scope, receive, send)

    def _access(self, header: bytes) -> Access | None:
        settings = self._settings
        # Read with each request, so that a token that was taken off the list is refused at once.
        known = read_allow_list(settings.allow_list) if settings.allow_list else None
        if settings.token is not None and hmac.compare_digest(header, f"Bearer {settings.token}".encode()):
            return EVERYTHING
        scheme, _, token = header.decode("latin-1").partition(" ")
        if known is not None and scheme == "Bearer" and (access := known.access_of_token(token)) is not None:
            return access
        needs_token = settings.token is not None or settings.needs_token or bool(known and known.tokens)
        return None if needs_token else EVERYTHING


def _names(request: Request) -> tuple[list[str], list[str]]:
    return request.query_params.getlist("metric"), request.query_params.getlist("by")


def _where(request: Request) -> list[Condition]:
    return [parse_condition(text) for text in request.query_params.getlist("where")]


def _order(request: Request) -> list[str]:
    return request.query_params.getlist("order_by")


def _limit(request: Request) -> int:
    written = request.query_params.get("limit", str(DEFAULT_ROWS))
    if not (written.isascii() and written.isdigit() and len(written) < 10 and 1 <= int(written) <= MOST_ROWS):
        raise RequestError(
            f"The limit is a whole number from 1 to {MOST_ROWS:,}.", f"行数上限应为 1 至 {MOST_ROWS:,} 的整数。"
        )
    return int(written)


def _format(request: Request) -> str:
    form = request.query_params.get("format", FORMATS[0])
    if form not in FORMATS:
        raise RequestError(f"The format is one of: {', '.join(FORMATS)}.", f"格式应为：{'、'.join(FORMATS)}。")
    return form


def _refuse_others(request: Request, known: set[str]) -> None:
    # A filter misspelt as `were=` would otherwise be an answer about everything.
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        raise RequestError(
            f"There is no parameter {unknown[0][:80]!r}. There are: {', '.join(sorted(known)) or 'none'}.",
            f"没有名为 {unknown[0][:80]!r} 的参数。可用：{'、'.join(sorted(known)) or '无'}。",
        )


def _explain(_: Request, error: Exception) -> Response:
    assert isinstance(error, SemanticError)
    unknown = isinstance(error, UnknownMetricError | UnknownDimensionError | UnknownSavedQueryError)
    status = 404 if unknown else 400
    if isinstance(error, NotAllowedError | QueryFailedError):
        status = 403 if isinstance(error, NotAllowedError) else 500
    content = {
        "error": type(error).__name__,
        "message_en": error.message_en,
        "message_zh": error.message_zh,
        "suggestions": error.suggestions,
    }
    return JSONResponse(content, status_code=status)


def _nothing_published(_: Request, error: Exception) -> Response:
    if isinstance(error, NoPublicationAsOfError):
        content = {"error": type(error).__name__, "message_en": error.message_en, "message_zh": error.message_zh}
        return JSONResponse(content, status_code=404)
    # The error itself names the server's folder.
    content = {
        "error": type(error).__name__,
        "message_en": "Nothing can be read: there is no publication, or it is damaged. Run `uv run dbt build`.",
        "message_zh": "暂无可读的发布：尚未发布，或已损坏。请运行 `uv run dbt build`。",
    }
    return JSONResponse(content, status_code=503)
