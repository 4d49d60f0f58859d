-- The figures that verdicts are made from: the one that speaks for a year, and what several years came to.
{%- set columns = [
    'observation_id', 'indicator_id', 'region_code', 'year', 'period', 'period_end', 'value', 'comparator', 'unit', 'source_id',
    'source_title', 'source_grade', 'published_on', 'known_on', 'is_inferred', 'exactness', 'lowest_value', 'highest_value',
    'scope', 'is_break', 'caveat',
] %}
with years as (

    select * from {{ ref('int_observations_preferred') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

final as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        is_whole_year,
        figure_time,
        cast(null as integer) as since_year
    from years

    union all

    -- "2021-2024 累计下降13%左右" is the measure of a plan that counts from the year before the first.
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        coalesce(published_on, known_on) > {{ last_day_of_year('year') }} as is_whole_year,
        cast(year as double) as figure_time,
        cast(left(period, 4) as integer) - 1 as since_year
    from observations
    where is_preferred and period_kind = 'several_years' and scope is null

)

select * from final
