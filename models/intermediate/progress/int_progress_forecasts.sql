-- A forecast of every target at its due year, as it looked in each year: from the series itself, or a refusal.
--
-- The last figure is carried on by a robust slope (Theil and Sen: the median of the slopes between all pairs of points), on a
-- line without ends where the scale is bounded. The interval is Student's t for a random walk with that drift: the spread of the
-- yearly departures from it, wider with every year ahead, and with the uncertainty of the drift itself.
with inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

series as (

    select * from {{ ref('int_progress_series') }}

),

quantiles as (

    select * from {{ ref('student_quantiles') }}

),

targets as (

    select
        target_id,
        year,
        due_year,
        direction,
        case when accumulation not in ('rank', 'milestone') then required_value end as required_value,
        -- What counts from nothing is no quantity with ends of its own.
        case when accumulation <> 'period_flow' then valid_min end as scale_low,
        case when accumulation <> 'period_flow' then valid_max end as scale_high
    from inputs

),

-- A figure printed at the end of its scale is one beside it: 100 may be 99.9.
lined as (

    select
        targets.target_id,
        targets.year,
        series.year as point_year,
        series.run,
        {{ on_line(
            'case when series.value >= targets.scale_high then (series.lowest_value + targets.scale_high) / 2'
            ~ ' when series.value <= targets.scale_low then (series.highest_value + targets.scale_low) / 2'
            ~ ' else series.value end',
            'targets.scale_low',
            'targets.scale_high'
        ) }} as value
    from targets
    inner join series on targets.target_id = series.target_id and targets.year >= series.year

),

-- The run that the last figure known by the year belongs to.
numbered as (

    select
        *,
        max(run) over (partition by target_id, year) as last_run,
        lag(point_year) over (partition by target_id, year, run order by point_year) as year_before,
        lag(value) over (partition by target_id, year, run order by point_year) as value_before
    from lined

),

points as (

    select * from numbered
    where run = last_run

),

lengths as (

    select
        target_id,
        year,
        cast(count(*) as integer) as point_count,
        min(point_year) as first_point_year,
        max(point_year) as last_point_year,
        min(case when value is null then 0 else 1 end) = 1 as is_on_line
    from points
    group by target_id, year

),

slopes as (

    select
        earlier.target_id,
        earlier.year,
        median((later.value - earlier.value) / (later.point_year - earlier.point_year)) as slope
    from points as earlier
    inner join points as later
        on
            earlier.target_id = later.target_id
            and earlier.year = later.year
            and earlier.point_year < later.point_year
    group by earlier.target_id, earlier.year

),

spreads as (

    select
        points.target_id,
        points.year,
        max(slopes.slope) as slope,
        max(case when points.point_year = lengths.last_point_year then points.value end) as last_value,
        sqrt(
            sum(
                power(points.value - points.value_before - slopes.slope * (points.point_year - points.year_before), 2)
                / (points.point_year - points.year_before)
            )
            / nullif(max(lengths.point_count) - 2, 0)
        ) as yearly_spread
    from points
    inner join slopes on points.target_id = slopes.target_id and points.year = slopes.year
    inner join lengths on points.target_id = lengths.target_id and points.year = lengths.year
    group by points.target_id, points.year

),

carried as (

    select
        targets.*,
        coalesce(lengths.point_count, 0) as point_count,
        lengths.last_point_year,
        spreads.slope,
        least(lengths.point_count - 2, 30) as freedom,
        spreads.last_value + spreads.slope * (targets.due_year - lengths.last_point_year) as center,
        -- The drift is twice as uncertain as a mean of as many steps would be: it is a median of slopes.
        case
            when targets.due_year > lengths.last_point_year
                then spreads.yearly_spread * sqrt(
                    (targets.due_year - lengths.last_point_year)
                    + 2.0 * power(targets.due_year - lengths.last_point_year, 2)
                    / nullif(lengths.last_point_year - lengths.first_point_year, 0)
                )
        end as spread,
        {{ on_line('targets.required_value', 'targets.scale_low', 'targets.scale_high') }} as required_on_line,
        case
            when targets.required_value is null or targets.direction is null then 'no_target_value'
            when targets.due_year < {{ year_of(as_of()) }} then 'due_year_over'
            when lengths.last_point_year >= targets.due_year then 'due_year_observed'
            when coalesce(lengths.point_count, 0) < {{ var('forecast_fewest_points') }} then 'too_few_points'
            when lengths.last_point_year < targets.year - {{ var('forecast_longest_gap_years') }} then 'series_too_old'
            when targets.due_year - lengths.last_point_year > lengths.last_point_year - lengths.first_point_year
                then 'horizon_too_far'
            when not lengths.is_on_line or coalesce(spreads.yearly_spread, 0) <= 1e-9 then 'no_variation'
        end as reason
    from targets
    left join lengths on targets.target_id = lengths.target_id and targets.year = lengths.year
    left join spreads on targets.target_id = spreads.target_id and targets.year = spreads.year

),

-- Student's distribution between its tabled quantiles, by straight lines.
steps as (

    select
        *,
        lead(quantile) over (partition by freedom order by quantile) as next_quantile,
        lead(probability) over (partition by freedom order by quantile) as next_probability
    from quantiles

),

-- What is refused ends here.
likelihoods as (

    select
        *,
        direction * (center - required_on_line) / nullif(spread, 0) as margin
    from carried
    where reason is null

),

tails as (

    select
        likelihoods.*,
        -- Nine tenths lie below the upper end of an interval that holds eight.
        ends.quantile * likelihoods.spread as half_width,
        coalesce(
            steps.probability
            + (steps.next_probability - steps.probability)
            * (abs(likelihoods.margin) - steps.quantile) / nullif(steps.next_quantile - steps.quantile, 0),
            steps.probability
        ) as probability
    from likelihoods
    inner join quantiles as ends on likelihoods.freedom = ends.freedom and ends.probability = 0.9
    left join steps
        on
            likelihoods.freedom = steps.freedom
            and abs(likelihoods.margin) >= steps.quantile
            and (abs(likelihoods.margin) < steps.next_quantile or steps.next_quantile is null)

),

projections as (

    select
        target_id,
        year,
        {{ on_scale('center', 'scale_low', 'scale_high') }} as projected_value,
        {{ on_scale('center - half_width', 'scale_low', 'scale_high') }} as projected_low,
        {{ on_scale('center + half_width', 'scale_low', 'scale_high') }} as projected_high,
        case when margin < 0 then 1 - probability else probability end as probability_met
    from tails

),

final as (

    select
        carried.target_id,
        carried.year,
        carried.point_count,
        carried.last_point_year,
        carried.slope,
        projections.projected_value,
        projections.projected_low,
        projections.projected_high,
        projections.probability_met,
        carried.reason
    from carried
    left join projections on carried.target_id = projections.target_id and carried.year = projections.year

)

select * from final
