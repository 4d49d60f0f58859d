-- One figure for an indicator, region and year. A full-year figure speaks for its year; a figure as of a day within
-- the year may stand for it and says so; parts of a year, and sums over several years, do not.
with observations as (

    select * from {{ ref('int_observations') }}

),

candidates as (

    select
        *,
        is_as_of as is_partial_year,
        {{ last_day_of_year('year') }} as year_end,
        {{ last_day_of_year('year - 1') }} as earlier_year_end,
        row_number() over (
            partition by indicator_id, region_code, year
            order by
                case when scope is null then 1 else 2 end asc,
                case period_kind when 'year' then 1 else 2 end asc,
                period desc
        ) as preference
    from observations
    where
        is_preferred
        and (period_kind = 'year' or is_as_of)

),

final as (

    select
        observation_id,
        indicator_id,
        region_code,
        year,
        period,
        period_end,
        value,
        comparator,
        unit,
        source_id,
        source_title,
        source_grade,
        published_on,
        known_on,
        is_inferred,
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break,
        caveat,
        is_partial_year,
        -- What was published before its year ended tells of a part of it, whatever its period says.
        not is_partial_year
        and coalesce(published_on, known_on) > year_end as is_whole_year,
        -- The time that the figure tells of, in years: the end of its year, or the day within it.
        case
            when is_partial_year
                then year - 1 + least(
                    {{ dbt.datediff('earlier_year_end', 'period_end', 'day') }} / 365.0, 1.0
                )
            else cast(year as double)
        end as figure_time
    from candidates
    where preference = 1

)

select * from final
