from plan_targets.building.kept import rows_to_make
from plan_targets.names.matches import match_regions
from plan_targets.names.regions import RegionNames

KEYS = "load_id, {sheet} as sheet, source_title, region_name_zh, {code} as printed_region_code, region_level"
YEAR = "cast(extract(year from period_end) as int) as year"


def model(dbt, session):
    dbt.config(materialized="table")
    names = RegionNames.from_frames(
        {
            "regions": dbt.ref("regions").pl(),
            "region_aliases": dbt.ref("region_aliases").pl(),
            "region_former_names": dbt.ref("region_former_names").pl(),
        }
    )
    nothing = "cast(null as varchar)"
    collected = dbt.ref("stg_collected_observations").project(f"{KEYS.format(sheet=nothing, code=nothing)}, {YEAR}")
    landed = rows_to_make(dbt.ref("stg_landed_observations"), "int_region_matches").project(
        f"{KEYS.format(sheet='context_sheet', code='printed_region_code')}, {YEAR}"
    )
    return match_regions(names, session, collected.union(landed))
