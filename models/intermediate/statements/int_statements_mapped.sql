-- Every statement with its plan, indicator and region looked up and its value in the indicator's unit.
with statements as (

    select * from {{ ref('stg_statements') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

regions as (

    select * from {{ ref('regions') }}

),

units as (

    select * from {{ ref('units') }}

),

-- What a plan says of the past is a figure like any other; what it promises is exact, unless it says about so much.
worded as (

    select
        *,
        kind in ('baseline', 'achievement')
        or (kind = 'target' and is_approximate and coalesce(comparator, 'eq') <> 'between') as is_figure,
        case when is_approximate and (comparator = 'eq' or kind = 'target') then 'approx' else comparator end
            as figure_comparator
    from statements

),

figures as (

    select
        *,
        case when is_figure then {{ exactness('figure_comparator', 'is_inferred_value') }} end as exactness,
        case when is_figure then {{ printed_margin('printed_number', 'printed_scale', 'figure_comparator') }} end as margin
    from worded

),

measured as (

    select
        statements.*,
        plans.plan_id as known_plan_id,
        indicators.indicator_id as known_indicator_id,
        regions.region_code as known_region_code,
        plans.baseline_year as plan_baseline_year,
        plans.issued_on,
        -- What a plan sets for a region inside its own is that region's share of it, not the plan's own aim.
        coalesce(statements.region_code <> plans.region_code, false) as is_quota,
        indicators.unit as indicator_unit,
        indicators.direction,
        -1 * indicators.fall_sign as change_sign,
        coalesce({{ is_valid_year('statements.due_year') }}, false)
        and (
            statements.raw_start_year is null
            or coalesce(
                {{ is_valid_year('statements.start_year') }} and statements.start_year <= statements.due_year, false
            )
        ) as has_plausible_years,
        indicators.valid_min,
        indicators.valid_max,
        {{ convert_unit('statements.value', 'printed_units', 'indicator_units') }} as indicator_value,
        {{ convert_unit('statements.value_high', 'printed_units', 'indicator_units') }} as indicator_value_high,
        {{ convert_unit(lowest_value('statements.value', 'statements.margin', 'statements.figure_comparator'), 'printed_units', 'indicator_units') }}
            as lowest_in_unit,
        {{ convert_unit(highest_value('statements.value', 'statements.margin', 'statements.figure_comparator'), 'printed_units', 'indicator_units') }}
            as highest_in_unit
    from figures as statements
    left join plans on statements.plan_id = plans.plan_id
    left join indicators on statements.indicator_id = indicators.indicator_id
    left join regions on statements.region_code = regions.region_code
    left join units as printed_units on statements.unit = printed_units.unit
    left join units as indicator_units on indicators.unit = indicator_units.unit

),

final as (

    select
        *,
        case when exactness is not null then {{ within_limits('lowest_in_unit', 'valid_min', 'valid_max') }} end as lowest_value,
        case when exactness is not null then {{ within_limits('highest_in_unit', 'valid_min', 'valid_max') }} end as highest_value
    from measured

)

select * from final
