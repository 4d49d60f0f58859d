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

progress as (

    select * from {{ ref('fct_progress') }}
    where method = '{{ var("progress_method") }}'

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
        lower_targets.baseline_year as lower_baseline_year,
        upper_targets.baseline_year as upper_baseline_year
    from targets as lower_targets
    inner join ancestors on lower_targets.region_code = ancestors.region_code
    inner join targets as upper_targets
        on
            ancestors.upper_region_code = upper_targets.region_code
            and lower_targets.indicator_id = upper_targets.indicator_id

),

-- Where one is due later, it is its path in the other's due year that can be compared.
aligned as (

    select
        paired.*,
        case
            when paired.lower_due_year <= paired.upper_due_year then paired.lower_value
            else lower_path.expected_value
        end as lower_compared_value,
        case
            when paired.upper_due_year <= paired.lower_due_year then paired.upper_value
            else upper_path.expected_value
        end as upper_compared_value
    from paired
    left join progress as lower_path
        on
            paired.lower_target_id = lower_path.target_id
            and least(paired.lower_due_year, paired.upper_due_year) = lower_path.year
    left join progress as upper_path
        on
            paired.upper_target_id = upper_path.target_id
            and least(paired.lower_due_year, paired.upper_due_year) = upper_path.year

),

judged as (

    select
        *,
        case
            when upper_accumulation <> accumulation then 'accumulations_differ'
            when accumulation in ('stock', 'period_flow', 'annual_flow') then 'counts_differ_in_size'
            when accumulation = 'change_vs_base' and {{ differs('lower_baseline_year', 'upper_baseline_year') }}
                then 'base_years_differ'
            -- Later and still less: no path has to be known.
            when lower_due_year >= upper_due_year and direction * (lower_value - upper_value) < 0 then 'stated_values'
            when lower_due_year <= upper_due_year and direction * (lower_value - upper_value) >= 0 then 'stated_values'
            when lower_compared_value is null or upper_compared_value is null then 'path_unknown'
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
            when judged.ambition_basis = 'stated_values'
                then judged.direction * (judged.lower_value - judged.upper_value) >= 0
            when judged.ambition_basis = 'paths_compared'
                then judged.direction * (judged.lower_compared_value - judged.upper_compared_value) >= 0
        end as is_at_least_as_ambitious,
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
