with targets as (

    select * from {{ ref('mart_target') }}

),

-- A target may be stated at several locations; an office named at any of them answers for it.
locations as (

    select distinct
        plan_id,
        indicator_id,
        region_code,
        due_year,
        location
    from {{ ref('fct_statement') }}
    where kind = 'target'

),

responsibilities as (

    select * from {{ ref('fct_responsibility') }}

),

final as (

    select
        concat_ws('', targets.target_id, '.', responsibilities.department_id) as target_department_id,
        targets.target_id,
        targets.plan_id,
        targets.indicator_id,
        targets.region_code,
        targets.due_year,
        targets.status,
        responsibilities.department_id,
        min(responsibilities.position) = 1 as is_lead
    from targets
    inner join locations
        on
            targets.plan_id = locations.plan_id
            and targets.indicator_id = locations.indicator_id
            and targets.region_code = locations.region_code
            and targets.due_year = locations.due_year
    inner join responsibilities
        on
            locations.plan_id = responsibilities.plan_id
            and locations.location = responsibilities.location
    group by
        targets.target_id,
        targets.plan_id,
        targets.indicator_id,
        targets.region_code,
        targets.due_year,
        targets.status,
        responsibilities.department_id

)

select * from final
