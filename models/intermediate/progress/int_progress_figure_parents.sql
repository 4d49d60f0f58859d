-- The observations that go into the figure for a target in a year: one, every yearly figure that is added up or
-- compounded, or what one figure says of all the years since the base.
{%- set columns = [
    'observation_id', 'indicator_id', 'region_code', 'year', 'period_end', 'value', 'comparator', 'unit', 'source_id',
    'source_title', 'source_grade', 'published_on', 'known_on', 'is_inferred', 'lowest_value', 'highest_value', 'scope',
    'caveat', 'is_whole_year', 'figure_time',
] %}
with target_years as (

    select * from {{ ref('int_progress_years') }}

),

figures as (

    {% for model, condition in [('int_observations_judging', 'where is_judging'), ('int_counterfactual_figures', '')] %}
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        since_year
    from {{ ref(model) }} {{ condition }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

links as (

    select * from {{ ref('progress_series') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

breaks as (

    select * from {{ ref('int_progress_breaks') }}

),

-- What is counted per head is a ratio, though its unit may be that of what is counted.
ratios as (

    select indicator_id
    from {{ ref('indicators') }}
    where {{ is_per_head('name_zh') }}

),

-- What is counted one by one; a figure of it that is printed to the one is no rounded number.
counted_units as (

    select unit
    from {{ ref('units') }}
    where dimension in ('count', 'people', 'days') and factor = 1

),

-- Which series speaks for a target, how, and from which year on.
series as (

    select
        target_years.*,
        case when target_years.accumulation = 'period_flow' then 'sum_of_years' else 'figure' end as observed_basis,
        target_years.indicator_id as series_indicator_id,
        case
            when target_years.accumulation = 'period_flow' then target_years.baseline_year + 1
            else target_years.year
        end as from_year
    from target_years
    where target_years.year >= target_years.first_year or target_years.accumulation = 'period_flow'

    union all

    select
        target_years.*,
        case when links.relation = 'stock' then 'difference_of_stocks' else 'compounded_years' end as observed_basis,
        links.series_indicator_id,
        case
            when links.relation = 'stock' then target_years.baseline_year
            else target_years.baseline_year + 1
        end as from_year
    from target_years
    inner join links
        on
            target_years.indicator_id = links.indicator_id
            and (
                (links.relation = 'stock' and target_years.accumulation = 'period_flow')
                or (links.relation = 'yearly_change' and target_years.accumulation = 'change_vs_base')
            )
    where target_years.year >= target_years.first_year

    union all

    select
        target_years.*,
        'total_since_base' as observed_basis,
        target_years.indicator_id as series_indicator_id,
        target_years.year as from_year
    from target_years
    where
        target_years.accumulation in ('period_flow', 'change_vs_base')
        and target_years.year >= target_years.first_year

),

-- A break between the year that is counted from and the year judged.
broken as (

    select distinct
        series.target_id,
        series.year,
        series.observed_basis
    from series
    inner join breaks
        on
            series.series_indicator_id = breaks.indicator_id
            and series.region_code = breaks.region_code
            and series.anchor_year < breaks.year
            and series.year >= breaks.year

),

final as (

    select
        series.target_id,
        series.year,
        series.baseline_year,
        series.observed_basis,
        series.change_sign,
        figures.year as parent_year,
        figures.observation_id,
        figures.value,
        figures.comparator,
        {% for end in ['lowest_value', 'highest_value'] -%}
        case
            when
                counted_units.unit is not null
                and ratios.indicator_id is null
                and figures.comparator = 'eq'
                and figures.value = round(figures.value, 0)
                and figures.highest_value - figures.lowest_value <= 1
                then figures.value
            else figures.{{ end }}
        end as {{ end }},
        {% endfor -%}
        figures.source_id,
        figures.source_grade,
        figures.published_on,
        figures.known_on,
        figures.period_end,
        figures.is_inferred,
        figures.is_whole_year,
        figures.figure_time,
        figures.scope,
        figures.caveat,
        -- The plan, or a page about it, may say again what it wants.
        coalesce(
            {{ dbt.position('plans.title_zh', 'figures.source_title') }} > 0
            or {{ dbt.position('figures.source_title', 'plans.title_zh') }} > 0,
            false
        ) as is_told_by_plan,
        broken.target_id is not null as has_break
    from series
    inner join figures
        on
            series.series_indicator_id = figures.indicator_id
            and series.region_code = figures.region_code
            and figures.year >= series.from_year
            and figures.year <= series.year
            and (
                (series.observed_basis = 'total_since_base' and series.baseline_year = figures.since_year)
                or (series.observed_basis <> 'total_since_base' and figures.since_year is null)
            )
            and (
                series.observed_basis in ('figure', 'sum_of_years', 'total_since_base')
                or figures.comparator in ('eq', 'approx')
            )
            and (
                series.observed_basis <> 'difference_of_stocks'
                or figures.year in (series.baseline_year, series.year)
            )
            -- What a stock was at the end of a year is not what it was within one.
            and (
                series.observed_basis <> 'difference_of_stocks'
                or figures.year > series.baseline_year
                or figures.is_whole_year
            )
    left join counted_units on figures.unit = counted_units.unit
    left join ratios on figures.indicator_id = ratios.indicator_id
    left join plans on series.plan_id = plans.plan_id
    left join broken
        on
            series.target_id = broken.target_id
            and series.year = broken.year
            and series.observed_basis = broken.observed_basis

)

select * from final
