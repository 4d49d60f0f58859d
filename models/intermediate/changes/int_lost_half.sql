-- In most builds nothing: so that a gate which asks of this alone need not judge anew once there is another publication.
with previous as (

    select * from {{ ref('stg_previous_counts') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

loads as (

    select * from {{ ref('stg_loads') }}

),

removals as (

    select * from {{ ref('stg_confirmed_removals') }}

),

numbers as (

    select
        (select count(*) from observations) as observation_count,
        (
            select coalesce(sum(previous.observation_count), 0)
            from previous
            left join loads on previous.load_id = loads.load_id
            where not coalesce(loads.is_withdrawn, false)
        ) as previous_count,
        (select count(*) from removals) as removal_count

),

final as (

    select
        observation_count,
        previous_count
    from numbers
    where 2 * observation_count < previous_count and removal_count = 0

)

select * from final
