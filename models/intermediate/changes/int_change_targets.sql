-- Targets that the previous publication and this one both know, and which of the inputs that a person decides on differ. A
-- target whose due year was edited is the same target, and so is that of the plan that supersedes another.
with current_targets as (

    select * from {{ ref('int_targets') }}

),

previous as (

    select * from {{ ref('int_previous_targets') }}

),

same as (

    select
        current_targets.target_id,
        previous.target_id as previous_target_id
    from current_targets
    inner join previous on current_targets.target_id = previous.target_id

),

new_targets as (

    select current_targets.*
    from current_targets
    left join same on current_targets.target_id = same.target_id
    where same.target_id is null

),

lost_targets as (

    select previous.*
    from previous
    left join same on previous.target_id = same.previous_target_id
    where same.target_id is null

),

-- What is promised of one thing in one region: first by the same plan, then by the nearest due year.
candidates as (

    select
        new_targets.target_id,
        lost_targets.target_id as previous_target_id,
        row_number() over (
            partition by new_targets.target_id
            order by
                case when new_targets.plan_id = lost_targets.plan_id then 1 else 2 end asc,
                abs(new_targets.due_year - lost_targets.due_year) asc,
                lost_targets.target_id asc
        ) as position,
        row_number() over (
            partition by lost_targets.target_id
            order by
                case when new_targets.plan_id = lost_targets.plan_id then 1 else 2 end asc,
                abs(new_targets.due_year - lost_targets.due_year) asc,
                new_targets.target_id asc
        ) as previous_position
    from new_targets
    inner join lost_targets
        on
            new_targets.indicator_id = lost_targets.indicator_id
            and new_targets.region_code = lost_targets.region_code

),

matched as (

    select * from same
    union all
    -- Each is the nearest to the other; what is left over appeared or vanished.
    select
        target_id,
        previous_target_id
    from candidates
    where position = 1 and previous_position = 1

),

edited as (

    select
        matched.target_id,
        matched.previous_target_id,
        current_targets.plan_id,
        previous.plan_id as previous_plan_id,
        current_targets.indicator_id,
        current_targets.region_code,
        {% for column in [
            'comparator', 'value', 'value_high', 'accumulation', 'path', 'direction', 'change_sign', 'valid_min', 'valid_max',
            'start_year', 'due_year', 'plan_period_start', 'is_approximate'
        ] -%}
        {{ differs('current_targets.' ~ column, 'previous.' ~ column) }}{{ ' or ' if not loop.last }}
        {% endfor -%}
        -- An earlier release did not keep what about so much can stand for.
        or coalesce(current_targets.lowest_value <> previous.lowest_value, false)
        or coalesce(current_targets.highest_value <> previous.highest_value, false) as is_target_edited,
        -- An observed baseline moves with the figures; one that a person decided on moves by a decision.
        {{ differs('current_targets.plan_baseline_year', 'previous.plan_baseline_year') }}
        or (
            (
                coalesce(current_targets.baseline_source, 'observed') <> 'observed'
                or coalesce(previous.baseline_source, 'observed') <> 'observed'
            )
            and (
                {% for column in ['source', 'year', 'value', 'exactness', 'lowest_value', 'highest_value'] -%}
                {{ differs('current_targets.baseline_' ~ column, 'previous.baseline_' ~ column) }}{{ ' or ' if not loop.last }}
                {% endfor -%}
            )
        ) as is_rebased
    from matched
    inner join current_targets on matched.target_id = current_targets.target_id
    inner join previous on matched.previous_target_id = previous.target_id

),

-- A step on the way to a later target is part of it: whether any target of the same promise came, went or was edited.
promises as (

    select
        current_targets.plan_id,
        current_targets.indicator_id,
        current_targets.region_code,
        max(case when edited.target_id is null or edited.is_target_edited then 1 else 0 end) as has_edit,
        count(*) as target_count
    from current_targets
    left join edited on current_targets.target_id = edited.target_id
    group by current_targets.plan_id, current_targets.indicator_id, current_targets.region_code

),

previous_promises as (

    select
        plan_id,
        indicator_id,
        region_code,
        count(*) as target_count
    from previous
    group by plan_id, indicator_id, region_code

),

final as (

    select
        edited.target_id,
        edited.previous_target_id,
        edited.plan_id,
        edited.previous_plan_id,
        edited.indicator_id,
        edited.region_code,
        promises.has_edit = 1 or promises.target_count <> previous_promises.target_count as is_target_edited,
        edited.is_rebased
    from edited
    inner join promises
        on
            edited.plan_id = promises.plan_id
            and edited.indicator_id = promises.indicator_id
            and edited.region_code = promises.region_code
    inner join previous_promises
        on
            edited.previous_plan_id = previous_promises.plan_id
            and edited.indicator_id = previous_promises.indicator_id
            and edited.region_code = previous_promises.region_code

)

select * from final
