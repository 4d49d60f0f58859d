-- The series that a target's forecast is made from: every figure of its indicator and region that is a value, not a
-- bound.
with targets as (

    select * from {{ ref('int_targets') }}

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

target_years as (

    select * from {{ ref('int_progress_years') }}

),

figures as (

    select * from {{ ref('int_progress_figures') }}

),

observed as (

    select
        targets.target_id,
        observations.year,
        observations.value
    from targets
    inner join observations
        on
            targets.indicator_id = observations.indicator_id
            and targets.region_code = observations.region_code
    where
        targets.accumulation in ('level', 'stock', 'index', 'annual_flow')
        and observations.comparator in ('eq', 'approx')

),

-- What counts from a plan's beginning has a series only since then.
counted as (

    select
        target_years.target_id,
        target_years.year,
        figures.observed_value as value
    from target_years
    inner join figures
        on target_years.target_id = figures.target_id and target_years.year = figures.year
    where
        target_years.accumulation in ('period_flow', 'change_vs_base')
        and figures.observed_comparator in ('eq', 'approx')

),

final as (

    select * from observed
    union all
    select * from counted

)

select * from final
