"""`changes`: what the publications between two told anew, in words."""

from collections.abc import Callable, Mapping

from plan_targets.changes.asked import changes_since
from plan_targets.changes.sentences import LANGUAGES, Language
from plan_targets.changes.told import Changes
from plan_targets.changes.written import as_markdown, as_page
from plan_targets.command.exits import CommandError, Exit
from plan_targets.publication.as_of import WrongDayError
from plan_targets.publication.read import NoSuchPublicationError
from plan_targets.semantic import SemanticError

FORMATS: Mapping[str, Callable[[Changes, Language], str]] = {"markdown": as_markdown, "html": as_page}


def changes_text(since: str | None, until: str | None, form: str, language: str) -> str:
    """The changes as text. Raises CommandError and NoPublicationError."""
    spoken: Language | None = next((one for one in LANGUAGES if one == language), None)
    if spoken is None:
        raise CommandError(
            Exit.WRONG_CALL,
            f"There is no language '{language}': zh or en.",
            f"没有语言 {language}：可选 zh 或 en。",
        )
    if form not in FORMATS:
        raise CommandError(
            Exit.WRONG_CALL,
            f"There is no format '{form}': {' or '.join(FORMATS)}.",
            f"没有格式 {form}：可选 {' 或 '.join(FORMATS)}。",
        )
    try:
        return FORMATS[form](changes_since(since, until), spoken)
    except NoSuchPublicationError as error:
        raise CommandError(Exit.WRONG_CALL, error.message_en, error.message_zh) from error
    except WrongDayError as error:
        raise CommandError(Exit.WRONG_CALL, error.english, error.chinese) from error
    except SemanticError as error:
        raise CommandError(Exit.WRONG_CALL, error.message_en, error.message_zh) from error
