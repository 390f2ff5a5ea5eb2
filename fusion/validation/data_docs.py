"""Great Expectations' Data Docs: a static site that shows every rule and what broke it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa

from fusion.profile import Profile
from fusion.validation.frames import parameters, report_frame


def build_data_docs(
    folder: Path, reports: pa.Table, documents: pa.Table, held: pa.Table, profile: Profile
) -> Path:
    """Write the site below `folder` and return its first page.

    `reports` are those that intake handed over, accepted and held alike; `held` is the
    quarantine table. Nothing is fetched, and nothing leaves the folder.
    """
    frames = {"document_batch": documents.to_pandas(), "report_batch": reports.to_pandas()}
    if reports.num_rows:
        frames["report_rows"] = report_frame(reports, profile)
        frames["report_outcome"] = _outcome(reports, held)
    return _site(folder, frames, parameters(profile))


def _outcome(reports: pa.Table, held: pa.Table) -> pd.DataFrame:
    held_ids = set(held["report_id"].to_pylist()) - {None}
    return pd.DataFrame({"is_held": [int(r in held_ids) for r in reports["report_id"].to_pylist()]})


def _site(folder: Path, frames: dict[str, pd.DataFrame], values: dict[str, float]) -> Path:
    # The library takes seconds to import: only where a site is built.
    from fusion.validation.engine import build, define, quiet_context  # noqa: PLC0415

    context = quiet_context()
    context.add_data_docs_site(
        "fusion",
        {
            "class_name": "SiteBuilder",
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder.resolve()),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_pandas("fusion")
    for name, frame in frames.items():
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        suite = context.suites.add(build(name))
        define(context, name, batch, suite).run(
            batch_parameters={"dataframe": frame},
            expectation_parameters=dict(values),
            result_format="SUMMARY",
        )
    context.build_data_docs(site_names=["fusion"])
    return folder / "index.html"
