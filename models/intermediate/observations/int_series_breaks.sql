-- The years in which a series of the usual scope breaks: what lies before and what lies after are not compared.
with observations as (

    select * from {{ ref('int_observations') }}

),

final as (

    select distinct
        indicator_id,
        region_code,
        year
    from observations
    where is_preferred and is_break and scope is null

)

select * from final
