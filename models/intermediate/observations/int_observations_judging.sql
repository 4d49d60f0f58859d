{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
-- Every observation, and whether verdicts may be made from it: the one that speaks for a year, and what several years came
-- to. A full-year figure speaks for its year; a figure as of a day within the year may stand for it and says so; other
-- parts of a year do not.
with observations as (

    select
        *,
        is_preferred and (period_kind = 'year' or is_as_of or (period_kind = 'several_years' and scope is null)) as can_judge,
        {{ last_day_of_year('year') }} as year_end,
        {{ last_day_of_year('year - 1') }} as earlier_year_end
    from {{ ref('int_observations') }}

),

passed_over as (

    select * from {{ ref('int_passed_over_figures') }}

),

judged as (

    select
        observations.*,
        coalesce(observations.can_judge, false) and passed_over.load_id is null as is_judging
    from observations
    left join passed_over
        on
            observations.load_id = passed_over.load_id
            and observations.line_number = passed_over.line_number

),

final as (

    select
        {% for column in [
            'observation_id', 'indicator_id', 'region_code', 'period', 'period_kind', 'period_end', 'is_as_of', 'year', 'value',
            'comparator', 'unit', 'source_id', 'source_grade', 'source_title', 'source_url', 'published_on', 'known_on',
            'is_inferred', 'exactness', 'lowest_value', 'highest_value', 'scope', 'is_break', 'caveat', 'is_preferred',
            'printed_indicator_zh', 'printed_value', 'printed_unit', 'note', 'load_id', 'file', 'row_number', 'line_number',
            'is_judging',
        ] -%}
        {{ column }},
        {% endfor -%}
        -- What was published before its year ended tells of a part of it, whatever its period says.
        case when is_judging then not is_as_of and coalesce(published_on, known_on) > year_end end as is_whole_year,
        -- The time that the figure tells of, in years: the end of its year, or the day within it.
        case
            when is_judging and is_as_of
                then year - 1 + least({{ divide(dbt.datediff('earlier_year_end', 'period_end', 'day'), 365) }}, 1.0)
            when is_judging then cast(year as double)
        end as figure_time,
        -- "2021-2024 累计下降13%左右" is the measure of a plan that counts from the year before the first.
        case
            when is_judging and period_kind = 'several_years' then cast(left(period, 4) as integer) - 1
        end as since_year
    from judged

)

select * from final
