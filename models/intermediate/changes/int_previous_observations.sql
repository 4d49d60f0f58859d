{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
-- The figures of the previous publication, in today's units.
{%- set measured = ['value', 'lowest_value', 'highest_value'] %}
{%- set kept = [
    'observation_id', 'indicator_id', 'region_code', 'year', 'period', 'period_end', 'comparator', 'source_id', 'source_title',
    'source_grade', 'published_on', 'known_on', 'is_inferred', 'exactness', 'scope', 'is_break', 'caveat',
    'printed_indicator_zh', 'printed_value', 'is_preferred', 'is_judging', 'is_whole_year', 'figure_time',
    'since_year',
] %}
with observations as (

    select * from {{ ref('int_previous_figures') }}

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
        observations.{{ column }},
        {% endfor -%}
        {% for column in measured -%}
        coalesce({{ convert_unit('observations.' ~ column, 'previous_units', 'current_units') }}, observations.{{ column }})
            as {{ column }},
        {% endfor -%}
        coalesce(current_units.unit, observations.unit) as unit
    from observations
    left join indicators on observations.indicator_id = indicators.indicator_id
    left join units as previous_units on observations.unit = previous_units.unit
    left join units as current_units
        on indicators.unit = current_units.unit and previous_units.dimension = current_units.dimension

)

select * from final
