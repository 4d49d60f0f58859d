with targets as (

    select * from {{ ref('int_targets') }}
    where value is not null and accumulation not in ('rank', 'milestone')

),

regions as (

    select * from {{ ref('dim_region') }}

),

verdicts as (

    select * from {{ ref('fct_progress') }}
    where is_latest and method = '{{ var("progress_method") }}'

),

paths as (

    select * from {{ ref('int_target_path') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('units') }}

),

-- Each region with the regions it lies in, up to the nation.
ancestors as (

    select
        region_code,
        parent_code as upper_region_code
    from regions
    where parent_code is not null

    union all

    select
        regions.region_code,
        parents.parent_code as upper_region_code
    from regions
    inner join regions as parents on regions.parent_code = parents.region_code
    where parents.parent_code is not null

    union all

    select
        regions.region_code,
        grandparents.parent_code as upper_region_code
    from regions
    inner join regions as parents on regions.parent_code = parents.region_code
    inner join regions as grandparents on parents.parent_code = grandparents.region_code
    where grandparents.parent_code is not null

),

-- Two plans that are in force at one time. A plan that sets quotas for the regions of its own does not promise them anew.
paired as (

    select
        lower_targets.target_id as lower_target_id,
        upper_targets.target_id as upper_target_id,
        lower_targets.indicator_id,
        lower_targets.plan_id as lower_plan_id,
        upper_targets.plan_id as upper_plan_id,
        lower_targets.region_code as lower_region_code,
        upper_targets.region_code as upper_region_code,
        lower_targets.due_year as lower_due_year,
        upper_targets.due_year as upper_due_year,
        lower_targets.comparator as lower_comparator,
        upper_targets.comparator as upper_comparator,
        lower_targets.value as lower_value,
        upper_targets.value as upper_value,
        lower_targets.direction,
        lower_targets.accumulation,
        upper_targets.accumulation as upper_accumulation,
        lower_targets.counted_from_year as lower_from_year,
        upper_targets.counted_from_year as upper_from_year,
        least(lower_targets.due_year, upper_targets.due_year) as compared_year,
        -- A count grows with the region, unless it is one per head (每万人口…) or of days.
        coalesce(units.dimension in ('count', 'people', 'money', 'area'), false) and not {{ is_per_head('indicators.name_zh') }}
            as is_counted_by_region
    from targets as lower_targets
    inner join ancestors on lower_targets.region_code = ancestors.region_code
    inner join targets as upper_targets
        on
            ancestors.upper_region_code = upper_targets.region_code
            and lower_targets.indicator_id = upper_targets.indicator_id
            and lower_targets.plan_id <> upper_targets.plan_id
    inner join plans as lower_plans on lower_targets.plan_id = lower_plans.plan_id
    inner join plans as upper_plans
        on
            upper_targets.plan_id = upper_plans.plan_id
            and lower_plans.period_start <= upper_plans.period_end
            and lower_plans.period_end >= upper_plans.period_start
    inner join indicators on lower_targets.indicator_id = indicators.indicator_id
    left join units on lower_targets.unit = units.unit

),

-- In the earlier due year one is due; the other has to be on its path.
aligned as (

    select
        paired.*,
        lower_path.path_value as lower_compared_value,
        upper_path.path_value as upper_compared_value,
        paired.direction * {{ significant_difference('lower_path.path_value', 'upper_path.path_value') }} as lead
    from paired
    left join paths as lower_path
        on paired.lower_target_id = lower_path.target_id and paired.compared_year = lower_path.year
    left join paths as upper_path
        on paired.upper_target_id = upper_path.target_id and paired.compared_year = upper_path.year

),

judged as (

    select
        *,
        case
            when upper_accumulation <> accumulation then 'accumulations_differ'
            when accumulation in ('stock', 'period_flow', 'annual_flow') and is_counted_by_region
                then 'counts_differ_in_size'
            when
                accumulation in ('change_vs_base', 'period_flow') and {{ differs('lower_from_year', 'upper_from_year') }}
                then 'base_years_differ'
            when lead is null then 'path_unknown'
            when lower_due_year = upper_due_year then 'stated_values'
            else 'paths_compared'
        end as ambition_basis
    from aligned

),

final as (

    select
        judged.lower_target_id,
        judged.upper_target_id,
        judged.indicator_id,
        judged.lower_plan_id,
        judged.upper_plan_id,
        judged.lower_region_code,
        judged.upper_region_code,
        judged.lower_due_year,
        judged.upper_due_year,
        judged.lower_comparator,
        judged.upper_comparator,
        judged.lower_value,
        judged.upper_value,
        judged.lower_value - judged.upper_value as value_difference,
        case
            when judged.ambition_basis not in ('stated_values', 'paths_compared') then null
            -- At least 80 asks for less than more than 80.
            when judged.lead = 0
                then judged.lower_comparator in ('gt', 'lt') or judged.upper_comparator not in ('gt', 'lt')
            else judged.lead > 0
        end as is_at_least_as_ambitious,
        case when judged.ambition_basis in ('stated_values', 'paths_compared') then judged.compared_year end as compared_year,
        case when judged.ambition_basis in ('stated_values', 'paths_compared') then judged.lower_compared_value end
            as lower_compared_value,
        case when judged.ambition_basis in ('stated_values', 'paths_compared') then judged.upper_compared_value end
            as upper_compared_value,
        judged.ambition_basis,
        lower_verdicts.year as lower_verdict_year,
        upper_verdicts.year as upper_verdict_year,
        lower_verdicts.observed_value as lower_observed_value,
        upper_verdicts.observed_value as upper_observed_value,
        lower_verdicts.pace as lower_pace,
        upper_verdicts.pace as upper_pace,
        lower_verdicts.status as lower_status,
        upper_verdicts.status as upper_status,
        lower_verdicts.reason as lower_reason,
        upper_verdicts.reason as upper_reason
    from judged
    left join verdicts as lower_verdicts on judged.lower_target_id = lower_verdicts.target_id
    left join verdicts as upper_verdicts on judged.upper_target_id = upper_verdicts.target_id

)

select * from final
