-- For every target that is new, the one of an earlier plan that it supersedes.
with targets as (

    select * from {{ ref('int_targets') }}

),

changes as (

    select * from {{ ref('int_change_targets') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

known as (

    select targets.*
    from targets
    inner join changes on targets.target_id = changes.target_id

),

new_targets as (

    select
        targets.*,
        plans.supersedes_plan_id
    from targets
    inner join plans on targets.plan_id = plans.plan_id
    left join changes on targets.target_id = changes.target_id
    where changes.target_id is null

),

-- The plan that its own plan says it supersedes, else the latest before it, and of that plan's targets the one due nearest.
ranked as (

    select
        new_targets.target_id,
        known.target_id as previous_target_id,
        row_number() over (
            partition by new_targets.target_id
            order by
                case when new_targets.supersedes_plan_id = known.plan_id then 1 else 2 end asc,
                known.plan_period_start desc,
                abs(new_targets.due_year - known.due_year) asc,
                known.target_id asc
        ) as position
    from new_targets
    inner join known
        on
            new_targets.indicator_id = known.indicator_id
            and new_targets.region_code = known.region_code
            and new_targets.accumulation = known.accumulation
            and new_targets.is_quota = known.is_quota
            and new_targets.plan_id <> known.plan_id
            and (
                new_targets.plan_period_start >= known.plan_period_start
                or new_targets.supersedes_plan_id = known.plan_id
            )

),

final as (

    select
        target_id,
        previous_target_id
    from ranked
    where position = 1

)

select * from final
