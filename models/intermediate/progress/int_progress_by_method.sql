-- Every target in every year, measured by every method.
with distance_pace as (

    select * from {{ ref('int_progress_distance_pace') }}

),

open_sdg_cagr as (

    select * from {{ ref('int_progress_open_sdg_cagr') }}

),

un_extrapolation as (

    select * from {{ ref('int_progress_un_extrapolation') }}

),

completion as (

    select * from {{ ref('int_progress_completion') }}

),

hold as (

    select * from {{ ref('int_progress_hold') }}

),

final as (

    select * from distance_pace
    union all
    select * from open_sdg_cagr
    union all
    select * from un_extrapolation
    union all
    select * from completion
    union all
    select * from hold

)

select * from final
