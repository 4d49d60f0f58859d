from plan_targets.landing.grammar.plan_lists import Lists, valid_years
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plans.versions import read_plans
from plan_targets.landing.store import loads
from plan_targets.settings import landing_folder


def model(dbt, session):
    dbt.config(materialized="table")
    kinds = dict(dbt.ref("stg_loads").filter("not is_withdrawn").project("load_id, kind").fetchall())
    seeds = {
        "header_aliases": dbt.ref("header_aliases").pl(),
        "units": dbt.ref("units").pl(),
        "indicators": dbt.ref("indicators").pl(),
        "indicator_aliases": dbt.ref("indicator_aliases").pl(),
        "regions": dbt.ref("regions").pl(),
        "direction_words": dbt.ref("direction_words").pl(),
        "name_words": dbt.ref("name_words").pl(),
        "region_aliases": dbt.ref("region_aliases").pl(),
        "region_former_names": dbt.ref("region_former_names").pl(),
        "plans": dbt.ref("plans").pl(),
        "plans_collected": dbt.ref("plans_collected").pl(),
        "statements": dbt.ref("statements").pl(),
        "statements_collected": dbt.ref("statements_collected").pl(),
    }
    registered = loads(landing_folder(dbt.config.meta_get("landing_path")))
    plans = [load for load in registered if "plan" in kinds.get(load.load_id, "")]
    years = valid_years(dbt.config.meta_get("first_valid_year"), dbt.config.meta_get("last_valid_year"))
    return read_plans(plans, Vocabulary.from_frames(seeds), Lists.from_frames(seeds, years))
