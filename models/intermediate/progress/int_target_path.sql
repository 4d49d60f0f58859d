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

-- Of a range, the end that is reached first is what has to be met.
required as (

    select
        *,
        case when comparator = 'between' and direction = -1 then value_high else value end as required_value,
        case when accumulation = 'change_vs_base' then {{ change_sign('targets') }} end as change_sign
    from targets

),

starts as (

    select
        target_id,
        counted_from_year as point_year,
        counted_from_value as point_value
    from required
    where counted_from_year is not null

),

-- Every due year of the same promise up to its own: the earlier ones are steps on the way to the later one.
steps as (

    select
        required.target_id,
        interim.due_year as point_year,
        interim.required_value as point_value
    from required
    inner join required as interim
        on
            required.plan_id = interim.plan_id
            and required.indicator_id = interim.indicator_id
            and required.region_code = interim.region_code
            and required.due_year >= interim.due_year
    where
        interim.due_year > coalesce(required.counted_from_year, 0)
        and (
            interim.target_id = required.target_id
            or (required.path = 'stepped' and interim.required_value is not null and interim.accumulation <> 'period_flow')
        )

),

points as (

    select * from starts
    union all
    select * from steps

),

neighbors as (

    select
        required.target_id,
        years.year,
        max(case when points.point_year < years.year then points.point_year end) as year_before,
        min(case when points.point_year >= years.year then points.point_year end) as year_after,
        min(points.point_year) as first_year
    from required
    inner join points on required.target_id = points.target_id
    inner join years on years.year <= required.due_year
    group by required.target_id, years.year

),

segments as (

    select
        required.target_id,
        required.path,
        required.accumulation,
        required.change_sign,
        neighbors.year,
        points_before.point_year as from_year,
        points_before.point_value as from_value,
        points_after.point_year as to_year,
        points_after.point_value as to_value,
        {{ divide(
            'neighbors.year - points_before.point_year', 'points_after.point_year - points_before.point_year'
        ) }} as share
    from neighbors
    inner join required on neighbors.target_id = required.target_id
    inner join points as points_before
        on
            neighbors.target_id = points_before.target_id
            and coalesce(neighbors.year_before, neighbors.first_year) = points_before.point_year
    inner join points as points_after
        on neighbors.target_id = points_after.target_id and neighbors.year_after = points_after.point_year
    where neighbors.year >= neighbors.first_year and neighbors.first_year < required.due_year

),

final as (

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

)

select * from final
