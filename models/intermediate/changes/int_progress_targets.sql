-- The targets that are judged: those of today, and for each counterfactual a copy of its target and of the other targets
-- of the same promise, whose ids say which counterfactual they belong to.
{%- set stated = [
    'comparator', 'value', 'value_high', 'lowest_value', 'highest_value', 'accumulation', 'path', 'direction', 'change_sign', 'valid_min', 'valid_max',
    'start_year', 'due_year', 'plan_period_start',
] %}
{%- set baseline = [
    'plan_baseline_year', 'baseline_source', 'baseline_year', 'baseline_value', 'baseline_exactness', 'baseline_lowest_value',
    'baseline_highest_value',
] %}
{%- set observed = {
    'baseline_year': 'year', 'baseline_value': 'value', 'baseline_exactness': 'exactness',
    'baseline_lowest_value': 'lowest_value', 'baseline_highest_value': 'highest_value',
} %}
with targets as (

    select * from {{ ref('int_targets') }}

),

previous as (

    select * from {{ ref('int_previous_targets') }}

),

changes as (

    select * from {{ ref('int_change_targets') }}

),

counterfactuals as (

    select * from {{ ref('int_counterfactuals') }}

),

observations as (

    select * from {{ ref('int_counterfactual_figures') }}
    where since_year is null

),

current_targets as (

    select
        target_id,
        plan_id,
        indicator_id,
        region_code,
        {% for column in stated + baseline -%}
        {{ column }},
        {% endfor -%}
        {{ year_of(as_of()) }} as as_of_year,
        'current' as cutoff_edition,
        false as is_counterfactual
    from targets

),

asked as (

    select
        counterfactuals.*,
        changes.target_id as current_target_id,
        changes.previous_target_id,
        changes.plan_id,
        changes.previous_plan_id,
        changes.indicator_id,
        changes.region_code
    from counterfactuals
    inner join changes on counterfactuals.changed_target_id = changes.target_id

),

-- The promise as it was, or as it is where the target itself is what is exchanged.
siblings as (

    select
        asked.suffix,
        {% for column in ['target_id'] + stated + baseline -%}
        previous.{{ column }},
        {% endfor -%}
        previous.plan_id
    from asked
    inner join previous
        on
            asked.previous_plan_id = previous.plan_id
            and asked.indicator_id = previous.indicator_id
            and asked.region_code = previous.region_code
    where asked.input_group <> 'target_edit'

    union all

    select
        asked.suffix,
        {% for column in ['target_id'] + stated + baseline -%}
        targets.{{ column }},
        {% endfor -%}
        targets.plan_id
    from asked
    inner join targets
        on
            asked.plan_id = targets.plan_id
            and asked.indicator_id = targets.indicator_id
            and asked.region_code = targets.region_code
    where asked.input_group = 'target_edit'

),

-- A baseline is exchanged by itself; only one that another kind of target counts from comes with the target.
decided as (

    select
        siblings.suffix,
        siblings.target_id,
        siblings.plan_id,
        asked.indicator_id,
        concat_ws('', asked.region_code, asked.suffix) as region_code,
        asked.as_of_year,
        {% for column in stated -%}
        siblings.{{ column }},
        {% endfor -%}
        {% for column in baseline -%}
        case
            when siblings.target_id <> asked.judged_target_id then siblings.{{ column }}
            when asked.input_group = 'rebaseline' then current_targets.{{ column }}
            when
                asked.input_group = 'target_edit'
                and (current_targets.accumulation = 'change_vs_base') = (previous.accumulation = 'change_vs_base')
                then previous.{{ column }}
            else siblings.{{ column }}
        end as {{ column }},
        {% endfor -%}
        asked.cutoff_edition
    from siblings
    inner join asked on siblings.suffix = asked.suffix
    inner join current_targets on asked.current_target_id = current_targets.target_id
    inner join previous on asked.previous_target_id = previous.target_id

),

-- An observed baseline is whatever the figures of the counterfactual say.
observed_baselines as (

    select
        -- Another name: the figures have a suffix of their own.
        decided.suffix as decided_suffix,
        decided.target_id,
        observations.*,
        row_number() over (partition by decided.suffix, decided.target_id order by observations.year desc) as recency
    from decided
    inner join observations
        on
            decided.indicator_id = observations.indicator_id
            and decided.region_code = observations.region_code
            and {{ is_near_baseline('observations.year', 'decided.plan_baseline_year') }}
    where
        coalesce(decided.baseline_source, 'observed') = 'observed'
        and {{ can_be_counted_from('observations') }}

),

copies as (

    select
        concat_ws('', decided.target_id, decided.suffix) as target_id,
        decided.plan_id,
        decided.indicator_id,
        decided.region_code,
        {% for column in stated + ['plan_baseline_year'] -%}
        decided.{{ column }},
        {% endfor -%}
        case
            when decided.baseline_source <> 'observed' then decided.baseline_source
            when observed_baselines.year is not null then 'observed'
        end as baseline_source,
        {% for column, figure in observed.items() -%}
        case when decided.baseline_source <> 'observed' then decided.{{ column }} else observed_baselines.{{ figure }} end
            as {{ column }},
        {% endfor -%}
        decided.as_of_year,
        decided.cutoff_edition,
        true as is_counterfactual
    from decided
    left join observed_baselines
        on
            decided.suffix = observed_baselines.decided_suffix
            and decided.target_id = observed_baselines.target_id
            and observed_baselines.recency = 1

),

judged as (

    select * from current_targets
    union all
    select * from copies

),

final as (

    select
        *,
        {{ required_value() }} as required_value,
        {{ counted_from_year() }} as counted_from_year,
        {{ counted_from_value() }} as counted_from_value
    from judged

)

select * from final
