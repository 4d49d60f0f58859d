{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
-- The figures that verdicts are made from: the one that speaks for a year, and what several years came to. A full-year
-- figure speaks for its year; a figure as of a day within the year may stand for it and says so; other parts of a year do
-- not.
{%- set columns = [
    'observation_id', 'indicator_id', 'region_code', 'year', 'period', 'period_end', 'value', 'comparator', 'unit', 'source_id',
    'source_title', 'source_grade', 'published_on', 'known_on', 'is_inferred', 'exactness', 'lowest_value', 'highest_value',
    'scope', 'is_break', 'caveat',
] %}
with observations as (

    select
        *,
        {{ last_day_of_year('year') }} as year_end,
        {{ last_day_of_year('year - 1') }} as earlier_year_end
    from {{ ref('int_observations') }}
    where is_preferred and (period_kind = 'year' or is_as_of or (period_kind = 'several_years' and scope is null))

),

passed_over as (

    select * from {{ ref('int_passed_over_figures') }}

),

final as (

    select
        {% for column in columns -%}
        observations.{{ column }},
        {% endfor -%}
        observations.is_as_of as is_partial_year,
        -- What was published before its year ended tells of a part of it, whatever its period says.
        not observations.is_as_of
        and coalesce(observations.published_on, observations.known_on) > observations.year_end as is_whole_year,
        -- The time that the figure tells of, in years: the end of its year, or the day within it.
        case
            when observations.is_as_of
                then observations.year - 1 + least(
                    {{ divide(dbt.datediff('observations.earlier_year_end', 'observations.period_end', 'day'), 365) }}, 1.0
                )
            else cast(observations.year as double)
        end as figure_time,
        -- "2021-2024 累计下降13%左右" is the measure of a plan that counts from the year before the first.
        case
            when observations.period_kind = 'several_years' then cast(left(observations.period, 4) as integer) - 1
        end as since_year
    from observations
    left join passed_over
        on
            observations.load_id = passed_over.load_id
            and observations.line_number = passed_over.line_number
    where passed_over.load_id is null

)

select * from final
