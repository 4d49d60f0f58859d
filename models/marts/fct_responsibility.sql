-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        concat_ws('', plan_id, '.', location, '.', department_id) as responsibility_id,
        plan_id,
        location,
        department_id,
        position
    from {{ ref('responsibilities') }}

)

select * from final
