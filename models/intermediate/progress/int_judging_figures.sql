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
    where is_preferred

),

years as (

    select
        *,
        row_number() over (
            partition by indicator_id, region_code, year
            order by
                case when scope is null then 1 else 2 end asc,
                case period_kind when 'year' then 1 else 2 end asc,
                period desc
        ) as preference
    from observations
    where period_kind = 'year' or is_as_of

),

final as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        is_as_of as is_partial_year,
        -- What was published before its year ended tells of a part of it, whatever its period says.
        not is_as_of and coalesce(published_on, known_on) > year_end as is_whole_year,
        -- The time that the figure tells of, in years: the end of its year, or the day within it.
        case
            when is_as_of
                then year - 1 + least(
                    {{ divide(dbt.datediff('earlier_year_end', 'period_end', 'day'), 365) }}, 1.0
                )
            else cast(year as double)
        end as figure_time,
        cast(null as integer) as since_year
    from years
    where preference = 1

    union all

    -- "2021-2024 累计下降13%左右" is the measure of a plan that counts from the year before the first.
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        false as is_partial_year,
        coalesce(published_on, known_on) > year_end as is_whole_year,
        cast(year as double) as figure_time,
        cast(left(period, 4) as integer) - 1 as since_year
    from observations
    where period_kind = 'several_years' and scope is null

)

select * from final
