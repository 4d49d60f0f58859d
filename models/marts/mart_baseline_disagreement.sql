with baselines as (

    select distinct
        plan_id,
        indicator_id,
        region_code,
        accumulation,
        baseline_year,
        baseline_value,
        baseline_lowest_value,
        baseline_highest_value,
        baseline_statement_id as statement_id
    from {{ ref('int_targets') }}
    where baseline_source = 'plan' and accumulation in ('level', 'stock', 'index', 'annual_flow')

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

compared as (

    select
        baselines.*,
        observations.year as observed_year,
        observations.value as observed_value,
        observations.comparator as observed_comparator,
        observations.observation_id,
        observations.source_grade,
        {{ significant_difference('baselines.baseline_value', 'observations.value') }} as difference,
        -- Two figures agree when they are the same as far as the coarser one is printed.
        coalesce(
            baselines.baseline_value = observations.value
            or (baselines.baseline_value >= observations.lowest_value and baselines.baseline_value < observations.highest_value)
            or (observations.value >= baselines.baseline_lowest_value and observations.value < baselines.baseline_highest_value),
            false
        ) as is_same_figure
    from baselines
    inner join observations
        on
            baselines.indicator_id = observations.indicator_id
            and baselines.region_code = observations.region_code
            and observations.year <= baselines.baseline_year
            and observations.year >= baselines.baseline_year - {{ var('baseline_reach_years') }}
    -- A figure of another scope contradicts nothing.
    where observations.scope is null

),

judged as (

    select
        *,
        case
            when
                observed_year = baseline_year
                and observed_comparator in ('eq', 'approx')
                and not is_same_figure
                then 'differs_from_observed'
            when
                observed_year = baseline_year
                and observed_comparator in ('ge', 'gt')
                and difference < 0
                and not is_same_figure
                then 'differs_from_observed'
            when
                observed_year = baseline_year
                and observed_comparator in ('le', 'lt')
                and difference > 0
                and not is_same_figure
                then 'differs_from_observed'
            -- What adds up can stand still; it is not less than it was before.
            when
                observed_year < baseline_year
                and accumulation = 'stock'
                and observed_comparator not in ('le', 'lt')
                and difference < 0
                and not is_same_figure
                then 'below_earlier_stock'
        end as disagreement
    from compared

),

-- The year whose figure the plan prints, if there is one: a baseline that was carried over from an earlier plan.
same_figures as (

    select
        baselines.plan_id,
        baselines.indicator_id,
        baselines.region_code,
        max(observations.year) as matching_year
    from baselines
    inner join observations
        on
            baselines.indicator_id = observations.indicator_id
            and baselines.region_code = observations.region_code
            and observations.year < baselines.baseline_year
            and baselines.baseline_value = observations.value
    where observations.comparator in ('eq', 'approx') and observations.scope is null
    group by baselines.plan_id, baselines.indicator_id, baselines.region_code

),

final as (

    select
        judged.plan_id,
        judged.indicator_id,
        judged.region_code,
        judged.baseline_year,
        judged.baseline_value,
        judged.statement_id,
        judged.observed_year,
        judged.observed_value,
        judged.observed_comparator,
        judged.observation_id,
        judged.source_grade,
        judged.difference,
        {{ divide('judged.difference', 'abs(judged.observed_value)') }} as relative_difference,
        judged.disagreement,
        same_figures.matching_year
    from judged
    left join same_figures
        on
            judged.plan_id = same_figures.plan_id
            and judged.indicator_id = same_figures.indicator_id
            and judged.region_code = same_figures.region_code
    where judged.disagreement is not null

)

select * from final
