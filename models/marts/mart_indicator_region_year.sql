with indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

targets as (

    select * from {{ ref('fct_target') }}

),

breaks as (

    select * from {{ ref('int_series_breaks') }}

),

progress as (

    select * from {{ ref('fct_progress') }}
    where method = '{{ var("progress_method") }}'

),

-- Where two due years of one plan, or two plans, look at the same year, the nearest promise speaks.
targets_of_year as (

    select
        progress.target_id,
        progress.year,
        progress.expected_value,
        progress.gap,
        progress.gap_to_target,
        progress.status,
        targets.indicator_id,
        targets.region_code,
        targets.value as target_value,
        targets.comparator,
        row_number() over (
            partition by targets.indicator_id, targets.region_code, progress.year
            order by targets.due_year asc, targets.plan_id asc
        ) as nearness
    from progress
    inner join targets on progress.target_id = targets.target_id

),

keys as (

    select
        indicator_id,
        region_code,
        year
    from observations

    union distinct

    select
        indicator_id,
        region_code,
        year
    from targets_of_year

),

joined as (

    select
        keys.indicator_id,
        keys.region_code,
        keys.year,
        indicators.direction,
        indicators.accumulation,
        regions.level,
        observations.observation_id,
        observations.value as observed_value,
        observations.comparator as observed_comparator,
        observations.is_inferred,
        observations.is_partial_year,
        observations.period_end,
        observations.published_on,
        observations.known_on,
        observations.exactness,
        observations.lowest_value,
        observations.highest_value,
        observations.scope,
        observations.caveat,
        coalesce(observations.is_break, false) or breaks.year is not null as is_break,
        -- A bound has no rank and no change, and a part of a year, or what is no official figure, is not put beside the others.
        coalesce(
            observations.comparator in ('eq', 'approx')
            and observations.is_whole_year
            and coalesce(observations.caveat, '') <> 'unofficial',
            false
        ) as is_comparable,
        -- A figure is as old as the end of what it measures; one of a day within a month that is not over is of today.
        cast(greatest({{ dbt.datediff('observations.period_end', as_of(), 'day') }}, 0) as {{ dbt.type_bigint() }})
            as observation_age_days,
        observations.source_id,
        observations.source_grade,
        targets_of_year.target_id,
        targets_of_year.target_value,
        targets_of_year.comparator,
        targets_of_year.expected_value,
        targets_of_year.gap,
        targets_of_year.gap_to_target,
        targets_of_year.status
    from keys
    inner join indicators on keys.indicator_id = indicators.indicator_id
    inner join regions on keys.region_code = regions.region_code
    left join observations
        on
            keys.indicator_id = observations.indicator_id
            and keys.region_code = observations.region_code
            and keys.year = observations.year
    left join breaks
        on
            keys.indicator_id = breaks.indicator_id
            and keys.region_code = breaks.region_code
            and keys.year = breaks.year
    left join targets_of_year
        on
            keys.indicator_id = targets_of_year.indicator_id
            and keys.region_code = targets_of_year.region_code
            and keys.year = targets_of_year.year
            and targets_of_year.nearness = 1

),

-- A key has one row, so that the row before is the year before, or there is a gap.
beside_year_before as (

    select
        joined.*,
        case
            when
                lag(year) over (partition by indicator_id, region_code order by year) = year - 1
                and lag(is_comparable) over (partition by indicator_id, region_code order by year)
                and coalesce(lag(scope) over (partition by indicator_id, region_code order by year), '') = coalesce(scope, '')
                and not is_break
                then lag(observed_value) over (partition by indicator_id, region_code order by year)
        end as prior_year_value
    from joined

),

compared as (

    select
        beside_year_before.*,
        case
            when is_comparable
                then cast(
                    rank() over (
                        partition by
                            indicator_id,
                            year,
                            level,
                            scope,
                            is_comparable
                        order by observed_value * direction desc nulls last
                    ) as {{ dbt.type_bigint() }}
                )
        end as region_rank
    from beside_year_before

),

final as (

    select
        indicator_id,
        region_code,
        year,
        observation_id,
        observed_value,
        observed_comparator,
        is_inferred,
        is_partial_year,
        observation_age_days,
        period_end,
        published_on,
        known_on,
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break,
        caveat,
        source_id,
        source_grade,
        target_id,
        target_value,
        comparator,
        expected_value,
        gap,
        gap_to_target,
        status,
        prior_year_value,
        case when is_comparable then {{ significant_difference('observed_value', 'prior_year_value') }} end as yoy_change,
        region_rank
    from compared

)

select * from final
