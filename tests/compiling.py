"""The project's models and macros as dbt compiles them, for tests that run them on rows of their own."""

from collections.abc import Iterable

from tests.project import Project

COMPILE = ("dbt", "--quiet", "compile", "--no-introspect")


def compile_models(project: Project, names: Iterable[str]) -> dict[str, str]:
    """The SQL of these models; nothing is built. Raises RuntimeError with what dbt said."""
    _run(project, "--select", *names)
    compiled = (project.folder / "target" / "compiled").glob("**/*.sql")
    # What is compiled inline lies in a folder with such a name.
    return {file.stem: file.read_text(encoding="utf-8") for file in compiled if file.is_file()}


def compile_inline(project: Project, sql: str) -> str:
    """The same SQL with the project's macros in it compiled. Raises RuntimeError with what dbt said."""
    return _run(project, "--inline", sql)


def _run(project: Project, *arguments: str) -> str:
    done = project.start(*COMPILE, *arguments).wait()
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout
