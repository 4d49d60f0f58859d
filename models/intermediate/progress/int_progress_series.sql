-- The series that a target's forecast is made from: whole years, dated, exact, of the usual scope. A break and a long gap
-- begin a new run; only one run is carried on.
with targets as (

    select * from {{ ref('int_targets') }}
    where accumulation in ('level', 'stock', 'index', 'annual_flow')

),

-- Few series have a target.
asked as (

    select distinct
        indicator_id,
        region_code
    from targets

),

observations as (

    select figures.*
    from {{ ref('int_observations_preferred') }} as figures
    inner join asked
        on figures.indicator_id = asked.indicator_id and figures.region_code = asked.region_code

),

breaks as (

    select * from {{ ref('int_series_breaks') }}

),

inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

-- How many breaks a year has behind it; the figure of the breaking year itself may be none that a forecast takes.
broken as (

    select
        observations.indicator_id,
        observations.region_code,
        observations.year,
        count(breaks.year) as break_count
    from observations
    left join breaks
        on
            observations.indicator_id = breaks.indicator_id
            and observations.region_code = breaks.region_code
            and observations.year >= breaks.year
    group by observations.indicator_id, observations.region_code, observations.year

),

observed as (

    select
        targets.target_id,
        observations.year,
        observations.value,
        observations.lowest_value,
        observations.highest_value,
        broken.break_count
    from targets
    inner join observations
        on
            targets.indicator_id = observations.indicator_id
            and targets.region_code = observations.region_code
    inner join broken
        on
            observations.indicator_id = broken.indicator_id
            and observations.region_code = broken.region_code
            and observations.year = broken.year
    where
        observations.exactness = 'printed'
        and observations.is_whole_year
        and observations.published_on is not null
        and observations.scope is null
        and observations.caveat is null

),

-- What counts from a plan's beginning has a series only since then.
counted as (

    select
        target_id,
        year,
        observed_value as value,
        lowest_value,
        highest_value,
        0 as break_count
    from inputs
    where
        accumulation in ('period_flow', 'change_vs_base')
        and observed_comparator = 'eq'
        and is_whole_year
        and is_dated
        and not is_inferred
        and figure_refusal is null

),

points as (

    select * from observed
    union all
    select * from counted

),

stepped as (

    select
        *,
        case
            when break_count <> lag(break_count) over (partition by target_id order by year) then 1
            when
                year - lag(year) over (partition by target_id order by year)
                > {{ var('forecast_longest_gap_years') }} then 1
            else 0
        end as begins_run
    from points

),

final as (

    select
        target_id,
        year,
        value,
        lowest_value,
        highest_value,
        sum(begins_run) over (partition by target_id order by year rows unbounded preceding) as run
    from stepped

)

select * from final
