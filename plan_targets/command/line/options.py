"""Options that several commands share."""

from datetime import datetime
from typing import Annotated

import typer

AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        help="Build for that day, and publish beside the current one. 以该日为准，与当前发布并存。",
    ),
]
PublicationAsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="From the publication as of that day. 取截至该日的发布。"),
]
NoBuild = Annotated[bool, typer.Option("--no-build", help="Leave the building to a later command. 暂不构建。")]
Sender = Annotated[
    str | None, typer.Option("--from", help="The office that sent them: their folder inside landing/. 报送单位。")
]
Reason = Annotated[
    str, typer.Option(prompt="Reason 原因", help="Why; it is kept with the withdrawal. 撤回原因，将被保存。")
]
