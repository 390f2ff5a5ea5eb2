"""Validation: reports to accepted or quarantined, by the committed suites in expectations/."""

from fusion.stage import Stage
from fusion.validation.checking import check_documents, validate
from fusion.validation.data_docs import build_data_docs
from fusion.validation.mending import mend

STAGE = Stage(
    name="validation",
    version="1",
    reads=("report",),
    writes=("report", "quarantine", "issue"),
    function=validate,
    is_per_row=True,
)

__all__ = ["STAGE", "build_data_docs", "check_documents", "mend"]
