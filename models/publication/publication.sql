{{ config(materialized='table') }}

with publications as (

    select * from {{ ref('fct_publication') }}

),

final as (

    select
        build_id,
        published_at,
        git_commit,
        as_of
    from publications
    where is_current

)

select * from final
