-- What every progress method reads: a target in a year, the figure for it, and the path it should be on.
with target_years as (

    select * from {{ ref('int_progress_years') }}

),

targets as (

    select * from {{ ref('int_progress_targets') }}

),

figures as (

    select * from {{ ref('int_progress_figures') }}

),

paths as (

    select * from {{ ref('int_target_path') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

-- Years of which a part was measured (上半年): no figure of the year, and not nothing.
parts as (

    select distinct
        indicator_id,
        region_code,
        year
    from observations
    where is_preferred and period_kind = 'part_of_year' and not is_as_of

),

-- Where drift is measured from without a baseline.
earliest as (

    select
        target_id,
        min(year) as first_figure_year
    from figures
    where observed_comparator in ('eq', 'approx') and is_whole_year and figure_refusal is null
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
        -- The plan's own baseline is what it counts from, as printed; one that was observed, or is about, is a figure.
        case
            when target_years.baseline_source = 'observed' or targets.baseline_exactness = 'approximate'
                then targets.baseline_lowest_value
        end as baseline_lowest,
        case
            when target_years.baseline_source = 'observed' or targets.baseline_exactness = 'approximate'
                then targets.baseline_highest_value
        end as baseline_highest,
        target_years.baseline_source,
        target_years.first_year,
        target_years.due_year,
        target_years.target_value,
        target_years.target_high,
        target_years.required_value,
        -- Who promised about so much has kept it with so much; whether a little short of it does as well, nobody can say.
        case when target_years.direction = 1 then targets.lowest_value else targets.highest_value end as least_required_value,
        paths.from_year,
        paths.from_value,
        paths.to_year,
        paths.to_value,
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
        figures.lowest_value,
        figures.highest_value,
        figures.figure_time,
        figures.is_whole_year,
        figures.is_inferred,
        figures.is_told_by_plan,
        figures.figure_refusal,
        figures.figure_count,
        figures.observation_id,
        figures.observation_ids,
        figures.source_ids,
        figures.source_grade,
        figures.period_end,
        figures.is_dated,
        figures.earliest_published_on,
        figures.latest_published_on,
        figures.known_on,
        earliest.first_figure_year,
        first_figures.observed_value as first_figure_value,
        target_years.year < target_years.as_of_year as is_year_over,
        parts.year is not null as has_part_of_year,
        target_years.as_of_year,
        target_years.cutoff_edition,
        target_years.is_counterfactual
    from target_years
    inner join targets on target_years.target_id = targets.target_id
    left join figures
        on target_years.target_id = figures.target_id and target_years.year = figures.year
    left join paths
        on target_years.target_id = paths.target_id and target_years.year = paths.year
    left join parts
        on
            target_years.indicator_id = parts.indicator_id
            and target_years.region_code = parts.region_code
            and target_years.year = parts.year
    left join earliest
        on target_years.target_id = earliest.target_id
    left join figures as first_figures
        on earliest.target_id = first_figures.target_id and earliest.first_figure_year = first_figures.year

)

select * from final
