-- The targets of the previous publication, in today's units.
{%- set measured = [
    'value', 'value_high', 'lowest_value', 'highest_value', 'valid_min', 'valid_max', 'baseline_value', 'baseline_lowest_value', 'baseline_highest_value',
] %}
{%- set kept = [
    'target_id', 'plan_id', 'indicator_id', 'region_code', 'comparator', 'accumulation', 'path', 'direction', 'change_sign',
    'start_year', 'due_year', 'plan_period_start', 'plan_baseline_year', 'baseline_source', 'baseline_year',
] %}
with targets as (

    select * from {{ ref('stg_previous_targets') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

units as (

    select * from {{ ref('units') }}

),

final as (

    select
        {% for column in kept -%}
        targets.{{ column }},
        {% endfor -%}
        {% for column in measured -%}
        coalesce({{ convert_unit('targets.' ~ column, 'previous_units', 'current_units') }}, targets.{{ column }}) as {{ column }},
        {% endfor -%}
        targets.is_approximate,
        targets.baseline_exactness
    from targets
    left join indicators on targets.indicator_id = indicators.indicator_id
    left join units as previous_units on targets.unit = previous_units.unit
    left join units as current_units
        on indicators.unit = current_units.unit and previous_units.dimension = current_units.dimension
    -- A publication of an earlier release does not say what its verdicts were made from.
    where targets.direction is not null

)

select * from final
