-- The segment of a stepped path that a year lies in: from the baseline or the last interim target to the next one.
with target_years as (

    select * from {{ ref('int_progress_years') }}
    where path = 'stepped'

),

targets as (

    select * from {{ ref('int_targets') }}
    where value is not null and accumulation not in ('rank', 'milestone', 'period_flow')

),

baselines as (

    select distinct
        target_id,
        baseline_year as point_year,
        baseline_value as point_value
    from target_years
    where baseline_year is not null

),

steps as (

    select distinct
        target_years.target_id,
        targets.due_year as point_year,
        case
            when targets.comparator = 'between' and targets.direction = -1 then targets.value_high
            else targets.value
        end as point_value
    from target_years
    inner join targets
        on
            target_years.plan_id = targets.plan_id
            and target_years.indicator_id = targets.indicator_id
            and target_years.region_code = targets.region_code
            and target_years.due_year >= targets.due_year
            and targets.due_year > coalesce(target_years.baseline_year, 0)

),

points as (

    select * from baselines
    union all
    select * from steps

),

neighbors as (

    select
        target_years.target_id,
        target_years.year,
        max(case when points.point_year < target_years.year then points.point_year end) as path_from_year,
        min(case when points.point_year >= target_years.year then points.point_year end) as path_to_year
    from target_years
    inner join points on target_years.target_id = points.target_id
    group by target_years.target_id, target_years.year

),

final as (

    select
        neighbors.target_id,
        neighbors.year,
        neighbors.path_from_year,
        points_before.point_value as path_from_value,
        neighbors.path_to_year,
        points_after.point_value as path_to_value
    from neighbors
    inner join points as points_before
        on neighbors.target_id = points_before.target_id and neighbors.path_from_year = points_before.point_year
    inner join points as points_after
        on neighbors.target_id = points_after.target_id and neighbors.path_to_year = points_after.point_year

)

select * from final
