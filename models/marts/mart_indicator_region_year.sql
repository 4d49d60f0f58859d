with indicators as (

    select * from {{ ref('dim_indicator') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

-- Read for itself, so that of all columns only these are kept in memory. A bound has no rank and no change, and a part of
-- a year, or what is no official figure, is not put beside the others.
comparable as (

    select
        indicator_id,
        region_code,
        year,
        value,
        scope
    from {{ ref('int_observations_preferred') }}
    where comparator in ('eq', 'approx') and is_whole_year and coalesce(caveat, '') <> 'unofficial'

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

nearest_targets as (

    select * from targets_of_year
    where nearness = 1

),

ranks as (

    select
        comparable.indicator_id,
        comparable.region_code,
        comparable.year,
        cast(
            rank() over (
                partition by comparable.indicator_id, comparable.year, regions.level, comparable.scope
                order by comparable.value * indicators.direction desc nulls last
            ) as {{ dbt.type_bigint() }}
        ) as region_rank
    from comparable
    inner join indicators on comparable.indicator_id = indicators.indicator_id
    inner join regions on comparable.region_code = regions.region_code

),

joined as (

    select
        coalesce(observations.indicator_id, targets.indicator_id) as indicator_id,
        coalesce(observations.region_code, targets.region_code) as region_code,
        coalesce(observations.year, targets.year) as year,
        observations.observation_id,
        observations.value as observed_value,
        observations.comparator as observed_comparator,
        observations.is_inferred,
        observations.is_partial_year,
        -- A figure is as old as the end of what it measures; one of a day within a month that is not over is of today.
        cast(greatest({{ dbt.datediff('observations.period_end', as_of(), 'day') }}, 0) as {{ dbt.type_bigint() }})
            as observation_age_days,
        observations.period_end,
        observations.published_on,
        observations.known_on,
        observations.exactness,
        observations.lowest_value,
        observations.highest_value,
        observations.scope,
        observations.is_break,
        observations.caveat,
        observations.source_id,
        observations.source_grade,
        targets.target_id,
        targets.target_value,
        targets.comparator,
        targets.expected_value,
        targets.gap,
        targets.gap_to_target,
        targets.status
    from observations
    full outer join nearest_targets as targets
        on
            observations.indicator_id = targets.indicator_id
            and observations.region_code = targets.region_code
            and observations.year = targets.year

),

compared as (

    select
        joined.*,
        coalesce(joined.is_break, false) or breaks.year is not null as is_break_of_series,
        -- The figure of the year before, where the two may be compared.
        case
            when not coalesce(joined.is_break, false) and breaks.year is null then before.value
        end as prior_year_value,
        ranks.region_rank
    from joined
    inner join indicators on joined.indicator_id = indicators.indicator_id
    inner join regions on joined.region_code = regions.region_code
    left join breaks
        on
            joined.indicator_id = breaks.indicator_id
            and joined.region_code = breaks.region_code
            and joined.year = breaks.year
    left join comparable as before
        on
            joined.indicator_id = before.indicator_id
            and joined.region_code = before.region_code
            and joined.year = before.year + 1
            and coalesce(joined.scope, '') = coalesce(before.scope, '')
    left join ranks
        on
            joined.indicator_id = ranks.indicator_id
            and joined.region_code = ranks.region_code
            and joined.year = ranks.year

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
        is_break_of_series as is_break,
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
        -- What has a rank is comparable.
        case
            when region_rank is not null then {{ significant_difference('observed_value', 'prior_year_value') }}
        end as yoy_change,
        region_rank
    from compared

)

select * from final
