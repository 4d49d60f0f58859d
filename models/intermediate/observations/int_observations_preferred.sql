-- One figure for an indicator, region and year. A full-year figure speaks for its year; a figure as of a day within
-- the year may stand for it and says so; parts of a year, and sums over several years, do not.
with observations as (

    select * from {{ ref('int_observations') }}

),

candidates as (

    select
        *,
        is_as_of as is_partial_year,
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
        is_partial_year
    from candidates
    where preference = 1

)

select * from final
