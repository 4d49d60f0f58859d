"""Why a data set is not taken."""


class RefusedDatasetError(Exception):
    """The data set is not taken: the code of the reason, and what was found."""

    def __init__(self, reason_code: str, detail: str) -> None:
        super().__init__(reason_code, detail)
        self.reason_code = reason_code
        self.detail = detail
