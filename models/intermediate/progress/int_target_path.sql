-- Where the path of a target stands in every year from its baseline to its due year, whatever the as-of date.
with targets as (

    select * from {{ ref('int_progress_targets') }}
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
        -- A level that the baseline already meets is to be held: it is where the path stands in every year.
        case
            when targets.direction * {{ significant_difference('targets.counted_from_value', 'targets.required_value') }} >= 0
                then targets.required_value
        end as held_value,
        neighbors.year,
        points_before.point_year as from_year,
        points_before.point_value as from_value,
        points_after.point_year as to_year,
        points_after.point_value as to_value
    from neighbors
    inner join targets on neighbors.target_id = targets.target_id
    inner join points as points_before
        on
            neighbors.target_id = points_before.target_id
            and coalesce(neighbors.year_before, neighbors.first_year) = points_before.point_year
    inner join points as points_after
        on neighbors.target_id = points_after.target_id and neighbors.year_after = points_after.point_year
    where neighbors.year >= neighbors.first_year

),

interpolated as (

    select
        target_id,
        year,
        from_year,
        from_value,
        to_year,
        to_value,
        coalesce(held_value, {{ path_at('year') }}) as path_value
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
    from interpolated

)

select * from final
