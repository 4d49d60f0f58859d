-- In most builds nothing: so that a gate which asks of this alone need not judge anew once there is another publication.
with previous as (

    select * from {{ ref('stg_previous_series') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

final as (

    select
        indicator_id,
        region_code
    from previous

    except

    select
        indicator_id,
        region_code
    from observations
    where is_preferred

)

select * from final
