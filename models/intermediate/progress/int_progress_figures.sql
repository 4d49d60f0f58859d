-- The figure that speaks for a target in a year: the observation itself, or what yearly figures add up to.
with parents as (

    select * from {{ ref('int_progress_figure_parents') }}

),

-- A level, a stock, a change or a total as it was observed.
figures as (

    select
        target_id,
        year,
        value as observed_value,
        comparator as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        lowest_value,
        highest_value,
        observed_basis,
        -- One that says since when it counts comes before one that does not, and before what is worked out.
        case when observed_basis = 'total_since_base' then 0 else 1 end as preference
    from parents
    where observed_basis in ('figure', 'total_since_base')

),

-- Yearly flows since the period began. A year without a figure, or with a ceiling only, adds nothing: the sum is then
-- a floor.
flow_sums as (

    select
        target_id,
        year,
        baseline_year,
        {{ significant("sum(case when comparator in ('le', 'lt') then 0 else value end)") }} as observed_value,
        {{ significant("sum(case when comparator in ('le', 'lt') then 0 else coalesce(lowest_value, value) end)") }}
            as lowest_value,
        {{ significant('sum(coalesce(highest_value, value))') }} as highest_value,
        sum(case when comparator in ('le', 'lt') then 0 else 1 end) as observed_years,
        max(case when comparator in ('ge', 'gt') then 1 else 0 end) as has_floor,
        max(case when comparator = 'approx' then 1 else 0 end) as has_approximation,
        max(case when parent_year = year then 1 else 0 end) as has_year_judged
    from parents
    where observed_basis = 'sum_of_years'
    group by target_id, year, baseline_year

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
        lowest_value,
        case when observed_years = year - baseline_year and has_floor = 0 then highest_value end as highest_value,
        'sum_of_years' as observed_basis,
        -- A sum with gaps gives way to the difference of two stocks.
        case when observed_years = year - baseline_year then 1 else 3 end as preference
    from flow_sums
    where has_year_judged = 1

),

-- What a stock has grown by since the period began.
stock_differences as (

    select
        later.target_id,
        later.year,
        {{ significant_difference('later.value', 'earlier.value') }} as observed_value,
        case
            when later.comparator = 'approx' or earlier.comparator = 'approx' then 'approx'
            else 'eq'
        end as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        {{ significant_difference('later.lowest_value', 'earlier.highest_value') }} as lowest_value,
        {{ significant_difference('later.highest_value', 'earlier.lowest_value') }} as highest_value,
        'difference_of_stocks' as observed_basis,
        2 as preference
    from parents as later
    inner join parents as earlier
        on
            later.target_id = earlier.target_id
            and later.year = earlier.year
            and earlier.observed_basis = 'difference_of_stocks'
            and earlier.parent_year = earlier.baseline_year
    where later.observed_basis = 'difference_of_stocks' and later.parent_year = later.year

),

-- Yearly changes since the base year, compounded; one missing year leaves nothing to say.
compounded as (

    select
        target_id,
        year,
        baseline_year,
        max(change_sign) as change_sign,
        count(*) as observed_years,
        {% for value in ['value', 'lowest_value', 'highest_value'] -%}
        sum(ln(case when {{ value }} > -100 then 1 + {{ value }} / 100 end)) as log_{{ value }},
        {% endfor -%}
        max(case when comparator = 'approx' then 1 else 0 end) as has_approximation
    from parents
    where observed_basis = 'compounded_years'
    group by target_id, year, baseline_year

),

changes as (

    select
        target_id,
        year,
        {{ significant('change_sign * 100 * (exp(log_value) - 1)') }} as observed_value,
        case when has_approximation = 1 then 'approx' else 'eq' end as observed_comparator,
        cast(null as {{ dbt.type_string() }}) as observed_note,
        {% for ends in [('lowest_value', 'highest_value'), ('highest_value', 'lowest_value')] -%}
        {{ significant(
            'change_sign * 100 * (exp(case when change_sign = 1 then log_' ~ ends[0] ~ ' else log_' ~ ends[1] ~ ' end) - 1)'
        ) }} as {{ ends[0] }},
        {% endfor -%}
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

-- What is known of all the figures that went in.
lineages as (

    select
        target_id,
        year,
        observed_basis,
        count(*) as figure_count,
        case when count(*) = 1 then max(observation_id) end as observation_id,
        case when count(*) = 1 then max(source_grade) end as source_grade,
        {{ dbt.listagg('observation_id', "'; '", 'order by parent_year') }} as observation_ids,
        {{ dbt.listagg('source_id', "'; '", 'order by parent_year') }} as source_ids,
        max(case when is_inferred then 1 else 0 end) = 1 as is_inferred,
        max(case when is_told_by_plan then 1 else 0 end) = 1 as is_told_by_plan,
        min(case when is_whole_year then 1 else 0 end) = 1 as is_whole_year,
        max(case when has_break then 1 else 0 end) = 1 as has_break,
        max(case when scope is not null then 1 else 0 end) = 1 as is_other_scope,
        max(caveat) as caveat,
        max(figure_time) as figure_time,
        max(period_end) as period_end,
        min(case when published_on is not null then 1 else 0 end) = 1 as is_dated,
        min(published_on) as earliest_published_on,
        max(published_on) as latest_published_on,
        min(known_on) as known_on
    from parents
    group by target_id, year, observed_basis

),

final as (

    select
        ranked.target_id,
        ranked.year,
        ranked.observed_value,
        ranked.observed_comparator,
        ranked.observed_note,
        ranked.lowest_value,
        ranked.highest_value,
        ranked.observed_basis,
        lineages.figure_count,
        lineages.observation_id,
        lineages.observation_ids,
        lineages.source_ids,
        lineages.source_grade,
        lineages.is_inferred,
        lineages.is_told_by_plan,
        lineages.is_whole_year,
        lineages.figure_time,
        lineages.period_end,
        lineages.is_dated,
        lineages.earliest_published_on,
        lineages.latest_published_on,
        lineages.known_on,
        -- A figure that is not of the kind the target speaks of judges nothing.
        case
            when lineages.is_other_scope then 'other_scope'
            when lineages.caveat is not null then concat_ws('', lineages.caveat, '_figure')
            when lineages.has_break then 'break_in_series'
        end as figure_refusal
    from ranked
    inner join lineages
        on
            ranked.target_id = lineages.target_id
            and ranked.year = lineages.year
            and ranked.observed_basis = lineages.observed_basis
    where ranked.choice = 1

)

select * from final
