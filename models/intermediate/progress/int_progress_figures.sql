-- The figure that speaks for a target in a year: the observation itself, or what yearly figures add up to.
with target_years as (

    select * from {{ ref('int_progress_years') }}

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

links as (

    select * from {{ ref('progress_series') }}

),

-- A level, a stock or a change as it was observed.
figures as (

    select
        target_years.target_id,
        target_years.year,
        observations.value as observed_value,
        observations.comparator as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        observations.observation_id,
        observations.source_grade,
        'figure' as observed_basis,
        1 as preference
    from target_years
    inner join observations
        on
            target_years.indicator_id = observations.indicator_id
            and target_years.region_code = observations.region_code
            and target_years.year = observations.year
            and target_years.year >= target_years.first_year
    where target_years.accumulation <> 'period_flow'

),

-- Yearly flows since the period began. A year without a figure, or with a ceiling only, adds nothing: the sum is then
-- a floor.
flow_sums as (

    select
        target_years.target_id,
        target_years.year,
        target_years.baseline_year,
        {{ significant("sum(case when observations.comparator in ('le', 'lt') then 0 else observations.value end)") }}
            as observed_value,
        sum(case when observations.comparator in ('le', 'lt') then 0 else 1 end) as observed_years,
        max(case when observations.comparator in ('ge', 'gt') then 1 else 0 end) as has_floor,
        max(case when observations.comparator = 'approx' then 1 else 0 end) as has_approximation,
        max(case when observations.year = target_years.year then 1 else 0 end) as has_own_year
    from target_years
    inner join observations
        on
            target_years.indicator_id = observations.indicator_id
            and target_years.region_code = observations.region_code
            and observations.year > target_years.baseline_year
            and observations.year <= target_years.year
    where target_years.accumulation = 'period_flow'
    group by target_years.target_id, target_years.year, target_years.baseline_year

),

flows as (

    select
        target_id,
        year,
        observed_value,
        case
            when observed_years < year - baseline_year or has_floor = 1 then 'ge'
            when has_approximation = 1 then 'approx'
            else 'eq'
        end as observed_comparator,
        case when observed_years < year - baseline_year then 'flow_years_missing' end as observed_note,
        cast(null as {{ dbt.type_string() }}) as observation_id,
        cast(null as {{ dbt.type_string() }}) as source_grade,
        'sum_of_years' as observed_basis,
        -- A sum with gaps gives way to the difference of two stocks.
        case when observed_years = year - baseline_year then 1 else 3 end as preference
    from flow_sums
    where has_own_year = 1

),

-- What a stock has grown by since the period began.
stock_differences as (

    select
        target_years.target_id,
        target_years.year,
        {{ significant_difference('later.value', 'earlier.value') }} as observed_value,
        case
            when later.comparator = 'approx' or earlier.comparator = 'approx' then 'approx'
            else 'eq'
        end as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        later.observation_id,
        later.source_grade,
        'difference_of_stocks' as observed_basis,
        2 as preference
    from target_years
    inner join links
        on target_years.indicator_id = links.indicator_id and links.relation = 'stock'
    inner join observations as later
        on
            links.series_indicator_id = later.indicator_id
            and target_years.region_code = later.region_code
            and target_years.year = later.year
            and later.comparator in ('eq', 'approx')
    inner join observations as earlier
        on
            links.series_indicator_id = earlier.indicator_id
            and target_years.region_code = earlier.region_code
            and target_years.baseline_year = earlier.year
            and earlier.comparator in ('eq', 'approx')
    where target_years.accumulation = 'period_flow' and target_years.year >= target_years.first_year

),

-- Yearly changes since the base year, compounded; one missing year leaves nothing to say.
compounded as (

    select
        target_years.target_id,
        target_years.year,
        target_years.baseline_year,
        max(target_years.change_sign) as change_sign,
        count(*) as observed_years,
        sum(ln(case when observations.value > -100 then 1 + observations.value / 100 end)) as log_level,
        max(case when observations.comparator = 'approx' then 1 else 0 end) as has_approximation
    from target_years
    inner join links
        on target_years.indicator_id = links.indicator_id and links.relation = 'yearly_change'
    inner join observations
        on
            links.series_indicator_id = observations.indicator_id
            and target_years.region_code = observations.region_code
            and observations.year > target_years.baseline_year
            and observations.year <= target_years.year
            and observations.comparator in ('eq', 'approx')
    where target_years.accumulation = 'change_vs_base'
    group by target_years.target_id, target_years.year, target_years.baseline_year

),

changes as (

    select
        target_id,
        year,
        {{ significant('change_sign * 100 * (exp(log_level) - 1)') }} as observed_value,
        case when has_approximation = 1 then 'approx' else 'eq' end as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        cast(null as {{ dbt.type_string() }}) as observation_id,
        cast(null as {{ dbt.type_string() }}) as source_grade,
        'compounded_years' as observed_basis,
        2 as preference
    from compounded
    where observed_years = year - baseline_year

),

candidates as (

    select * from figures
    union all
    select * from flows
    union all
    select * from stock_differences
    union all
    select * from changes

),

ranked as (

    select
        *,
        row_number() over (partition by target_id, year order by preference asc) as choice
    from candidates

),

final as (

    select
        target_id,
        year,
        observed_value,
        observed_comparator,
        observed_note,
        observation_id,
        source_grade,
        observed_basis
    from ranked
    where choice = 1

)

select * from final
