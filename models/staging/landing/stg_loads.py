from typing import get_args

import polars as pl

from plan_targets.landing.datasets.forms import Form
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.reading.formats import form_of
from plan_targets.landing.readings import kind_once
from plan_targets.landing.store import register_files
from plan_targets.settings import landing_folder

COLUMNS = pl.Schema(
    {
        "load_id": pl.String,
        "file": pl.String,
        "form": pl.String,
        "is_data_set": pl.Boolean,
        "kind": pl.String,
        "loaded_by": pl.String,
        "load_number": pl.Int64,
        "first_seen_at": pl.Datetime("us"),
        "size_bytes": pl.Int64,
        "is_withdrawn": pl.Boolean,
        "withdrawn_reason": pl.String,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    vocabulary = Vocabulary.from_frames(
        {
            "header_aliases": dbt.ref("header_aliases").pl(),
            "units": dbt.ref("units").pl(),
            "indicators": dbt.ref("indicators").pl(),
            "indicator_aliases": dbt.ref("indicator_aliases").pl(),
            "regions": dbt.ref("regions").pl(),
            "region_aliases": dbt.ref("region_aliases").pl(),
        }
    )
    registered = register_files(landing_folder(dbt.config.meta_get("landing_path")))
    return pl.DataFrame(
        [
            {
                "load_id": load.load_id,
                "file": load.file,
                "form": form,
                "is_data_set": form in get_args(Form),
                "kind": kind_once(load, vocabulary),
                "loaded_by": load.loaded_by,
                "load_number": load.number,
                "first_seen_at": load.first_seen_at,
                "size_bytes": load.size,
                "is_withdrawn": load.is_withdrawn,
                "withdrawn_reason": load.withdrawn["reason"] if load.withdrawn else None,
            }
            for load in registered
            for form in (load.dataset or form_of(load.path),)
        ],
        schema=COLUMNS,
    )
