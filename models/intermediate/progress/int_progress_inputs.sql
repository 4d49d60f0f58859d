-- What every progress method reads: a target in a year, the figure for it, and the path it should be on.
with target_years as (

    select * from {{ ref('int_progress_years') }}

),

figures as (

    select * from {{ ref('int_progress_figures') }}

),

paths as (

    select * from {{ ref('int_target_path') }}

),

earliest as (

    select
        target_id,
        min(year) as first_figure_year
    from figures
    where observed_comparator in ('eq', 'approx')
    group by target_id

),

final as (

    select
        target_years.target_id,
        target_years.year,
        target_years.plan_id,
        target_years.indicator_id,
        target_years.region_code,
        target_years.direction,
        target_years.comparator,
        target_years.accumulation,
        target_years.path,
        target_years.baseline_year,
        target_years.baseline_value,
        target_years.baseline_source,
        target_years.first_year,
        target_years.due_year,
        target_years.target_value,
        target_years.target_high,
        target_years.required_value,
        paths.path_value,
        target_years.change_sign,
        case
            when target_years.direction = 1 then target_years.valid_max
            else target_years.valid_min
        end as limit_value,
        target_years.valid_min,
        target_years.valid_max,
        figures.observed_value,
        figures.observed_comparator,
        figures.observed_note,
        figures.observed_basis,
        figures.observation_id,
        figures.source_grade,
        earliest.first_figure_year,
        first_figures.observed_value as first_figure_value,
        target_years.year < target_years.as_of_year as is_year_over
    from target_years
    left join figures
        on target_years.target_id = figures.target_id and target_years.year = figures.year
    left join paths
        on target_years.target_id = paths.target_id and target_years.year = paths.year
    left join earliest
        on target_years.target_id = earliest.target_id
    left join figures as first_figures
        on earliest.target_id = first_figures.target_id and earliest.first_figure_year = first_figures.year

)

select * from final
