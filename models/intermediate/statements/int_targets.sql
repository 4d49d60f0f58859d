-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_statements') }}
-- What each plan commits to: the statements about one indicator, region and due year, resolved to one.
with statements as (

    select * from {{ ref('int_statements_mapped') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

observations as (

    select * from {{ ref('int_observations_preferred') }}

),

-- A table outranks prose; a stated value, then a stated year, outranks an inferred one; then the document's order.
ranked as (

    select
        *,
        row_number() over (
            partition by plan_id, indicator_id, region_code, kind, due_year
            order by
                case form when 'table' then 1 else 2 end asc,
                case when value is null then 2 else 1 end asc,
                case when is_inferred_value then 2 else 1 end asc,
                case when is_inferred_year then 2 else 1 end asc,
                row_number asc
        ) as preference
    from statements
    where kind in ('target', 'baseline')

),

chosen as (

    select * from ranked where preference = 1

),

-- The other statements about the same promise, and those of them that name another number.
others as (

    select
        chosen.statement_id,
        count(*) as other_count,
        cast(
            sum(case when ranked.indicator_value <> chosen.indicator_value then 1 else 0 end) as bigint
        ) as conflict_count,
        {{ dbt.listagg(
            "case when ranked.indicator_value <> chosen.indicator_value"
            ~ " then concat_ws('', ranked.statement_id, ' = ', ranked.value, ' ', ranked.unit) end",
            "'; '", "order by ranked.row_number"
        ) }} as conflicting_statements,
        max(case when ranked.form <> chosen.form then 1 else 0 end) as has_other_form,
        max(
            case
                when ranked.is_inferred_value and not chosen.is_inferred_value then 1
                when ranked.is_inferred_year and not chosen.is_inferred_year then 1
                else 0
            end
        ) as has_inferred
    from chosen
    inner join ranked
        on
            chosen.plan_id = ranked.plan_id
            and chosen.indicator_id = ranked.indicator_id
            and chosen.region_code = ranked.region_code
            and chosen.kind = ranked.kind
            and chosen.due_year = ranked.due_year
            and chosen.statement_id <> ranked.statement_id
    group by chosen.statement_id

),

-- Achievements the document reports for the baseline's own year beside the baseline it prints.
achievements as (

    select
        chosen.statement_id,
        count(*) as achievement_conflict_count
    from chosen
    inner join statements
        on
            chosen.plan_id = statements.plan_id
            and chosen.indicator_id = statements.indicator_id
            and chosen.region_code = statements.region_code
            and chosen.due_year = statements.due_year
    where
        chosen.kind = 'baseline'
        and statements.kind = 'achievement'
        and statements.indicator_value <> chosen.indicator_value
    group by chosen.statement_id

),

printed_baselines as (

    select
        chosen.*,
        coalesce(achievements.achievement_conflict_count, 0) as achievement_conflict_count,
        row_number() over (
            partition by chosen.plan_id, chosen.indicator_id, chosen.region_code
            order by chosen.due_year desc
        ) as recency
    from chosen
    left join achievements on chosen.statement_id = achievements.statement_id
    where chosen.kind = 'baseline' and chosen.indicator_value is not null

),

promised as (

    select distinct
        plan_id,
        indicator_id,
        region_code
    from chosen
    where kind = 'target'

),

-- A plan that prints no baseline starts from the whole year's figure observed at its baseline year, or shortly before.
observed_baselines as (

    select
        plans.plan_id,
        observations.indicator_id,
        observations.region_code,
        observations.year,
        observations.value,
        observations.observation_id,
        observations.exactness,
        observations.lowest_value,
        observations.highest_value,
        observations.scope,
        row_number() over (
            partition by plans.plan_id, observations.indicator_id, observations.region_code
            order by observations.year desc
        ) as recency
    from promised
    inner join plans on promised.plan_id = plans.plan_id
    inner join observations
        on
            promised.indicator_id = observations.indicator_id
            and promised.region_code = observations.region_code
            and {{ is_near_baseline('observations.year', 'plans.baseline_year') }}
    where {{ can_be_counted_from('observations') }}

),

targets as (

    select
        concat_ws('', goals.plan_id, '.', goals.indicator_id, '.', goals.region_code, '.', goals.due_year) as target_id,
        goals.plan_id,
        goals.indicator_id,
        goals.region_code,
        -- A bare number is a floor for what should rise and a ceiling for what should fall.
        case
            when goals.comparator <> 'eq' then goals.comparator
            when goals.direction = 1 then 'ge'
            else 'le'
        end as comparator,
        goals.indicator_value as value,
        goals.indicator_value_high as value_high,
        goals.indicator_unit as unit,
        goals.accumulation,
        goals.modality,
        case
            when goals.comparator = 'hold' then 'hold'
            when goals.accumulation = 'change_vs_base' then 'compound'
            when
                lag(goals.due_year) over (
                    partition by goals.plan_id, goals.indicator_id, goals.region_code order by goals.due_year
                ) is not null
                then 'stepped'
            else 'linear'
        end as path,
        case
            when goals.accumulation = 'change_vs_base' then goals.start_year
            when printed_baselines.statement_id is not null then printed_baselines.due_year
            else observed_baselines.year
        end as baseline_year,
        case
            -- A change against a base year starts from no change.
            when goals.accumulation = 'change_vs_base' then 0.0
            when printed_baselines.statement_id is not null then printed_baselines.indicator_value
            else observed_baselines.value
        end as baseline_value,
        {% for column in ['exactness', 'lowest_value', 'highest_value'] -%}
        case
            when goals.accumulation = 'change_vs_base' then {{ 'null' if column == 'exactness' else '0.0' }}
            when printed_baselines.statement_id is not null then printed_baselines.{{ column }}
            else observed_baselines.{{ column }}
        end as baseline_{{ column }},
        {% endfor -%}
        case
            when goals.accumulation = 'change_vs_base' or printed_baselines.statement_id is not null then null
            else observed_baselines.scope
        end as baseline_scope,
        case
            when goals.accumulation = 'change_vs_base' then 'definition'
            when printed_baselines.statement_id is not null then 'plan'
            when observed_baselines.observation_id is not null then 'observed'
        end as baseline_source,
        printed_baselines.statement_id as baseline_statement_id,
        observed_baselines.observation_id as baseline_observation_id,
        goals.start_year,
        goals.due_year,
        goals.statement_id,
        coalesce(others.conflict_count, 0) as conflict_count,
        others.conflicting_statements,
        case
            when others.statement_id is null then 'only_statement'
            when others.conflict_count = 0 then 'statements_agree'
            when others.has_other_form = 1 then 'table_over_prose'
            when others.has_inferred = 1 then 'stated_over_inferred'
            else 'first_in_document'
        end as resolution_reason,
        coalesce(printed_baselines.achievement_conflict_count, 0) as baseline_conflict_count,
        goals.is_inferred_value,
        goals.is_approximate,
        goals.lowest_value,
        goals.highest_value,
        goals.is_quota,
        goals.is_inferred_year,
        goals.direction,
        case when goals.accumulation = 'change_vs_base' then goals.change_sign end as change_sign,
        goals.valid_min,
        goals.valid_max,
        goals.location,
        plans.period_start as plan_period_start,
        plans.baseline_year as plan_baseline_year,
        plans.issued_on
    from chosen as goals
    inner join plans on goals.plan_id = plans.plan_id
    left join others on goals.statement_id = others.statement_id
    left join printed_baselines
        on
            goals.plan_id = printed_baselines.plan_id
            and goals.indicator_id = printed_baselines.indicator_id
            and goals.region_code = printed_baselines.region_code
            and printed_baselines.recency = 1
    left join observed_baselines
        on
            goals.plan_id = observed_baselines.plan_id
            and goals.indicator_id = observed_baselines.indicator_id
            and goals.region_code = observed_baselines.region_code
            and observed_baselines.recency = 1
    where goals.kind = 'target'

),

final as (

    select
        *,
        {{ required_value() }} as required_value,
        {{ counted_from_year() }} as counted_from_year,
        {{ counted_from_value() }} as counted_from_value
    from targets
    -- A plan that was not yet issued on the as-of date has promised nothing.
    where issued_on is null or issued_on <= {{ as_of() }}

)

select * from final
