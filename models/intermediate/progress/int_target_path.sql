-- Where the path of a target stands in every year from its baseline to its due year, whatever the as-of date.
with targets as (

    select * from {{ ref('int_targets') }}
    where accumulation not in ('rank', 'milestone')

),

numbers as (

    {{ dbt.generate_series(var('last_valid_year') - var('first_valid_year') + 1) }}

),

years as (

    select cast({{ var('first_valid_year') }} - 1 + generated_number as integer) as year
    from numbers

),

starts as (

    select
        target_id,
        counted_from_year as point_year,
        counted_from_value as point_value
    from targets
    where counted_from_year is not null

),

-- Every due year of the same promise up to its own: the earlier ones are steps on the way to the later one.
steps as (

    select
        targets.target_id,
        interim.due_year as point_year,
        interim.required_value as point_value
    from targets
    inner join targets as interim
        on
            targets.plan_id = interim.plan_id
            and targets.indicator_id = interim.indicator_id
            and targets.region_code = interim.region_code
            and targets.due_year >= interim.due_year
    where
        interim.due_year > coalesce(targets.counted_from_year, 0)
        and (
            interim.target_id = targets.target_id
            or (targets.path = 'stepped' and interim.required_value is not null and interim.accumulation <> 'period_flow')
        )

),

points as (

    select * from starts
    union all
    select * from steps

),

neighbors as (

    select
        targets.target_id,
        years.year,
        max(case when points.point_year < years.year then points.point_year end) as year_before,
        min(case when points.point_year >= years.year then points.point_year end) as year_after,
        min(points.point_year) as first_year
    from targets
    inner join points on targets.target_id = points.target_id
    inner join years on years.year <= targets.due_year
    group by targets.target_id, years.year

),

segments as (

    select
        targets.target_id,
        targets.path,
        targets.accumulation,
        targets.change_sign,
        neighbors.year,
        points_before.point_year as from_year,
        points_before.point_value as from_value,
        points_after.point_year as to_year,
        points_after.point_value as to_value,
        {{ divide(
            'neighbors.year - points_before.point_year', 'points_after.point_year - points_before.point_year'
        ) }} as share
    from neighbors
    inner join targets on neighbors.target_id = targets.target_id
    inner join points as points_before
        on
            neighbors.target_id = points_before.target_id
            and coalesce(neighbors.year_before, neighbors.first_year) = points_before.point_year
    inner join points as points_after
        on neighbors.target_id = points_after.target_id and neighbors.year_after = points_after.point_year
    where neighbors.year >= neighbors.first_year and neighbors.first_year < targets.due_year

),

placed as (

    select
        target_id,
        year,
        from_year,
        from_value,
        to_year,
        to_value,
        case
            when from_year = to_year then from_value
            -- 20 % less than in the base year after five years is 4.36 % less each year, not 4 points.
            when accumulation = 'change_vs_base'
                then change_sign * 100 * (
                    (1 + change_sign * from_value / 100) * {{ power_of_positive(
                        divide('1 + change_sign * to_value / 100', '1 + change_sign * from_value / 100'), 'share'
                    ) }} - 1
                )
            when path = 'compound' then from_value * {{ power_of_positive(divide('to_value', 'from_value'), 'share') }}
            else from_value + (to_value - from_value) * share
        end as path_value
    from segments

),

final as (

    select
        target_id,
        year,
        from_year,
        from_value,
        to_year,
        to_value,
        {{ significant('path_value') }} as path_value
    from placed

)

select * from final
