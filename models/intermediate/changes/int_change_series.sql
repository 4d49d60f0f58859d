-- The series that a target reads: its own, and those its figures are made up from.
with targets as (

    select * from {{ ref('int_change_targets') }}

),

links as (

    select * from {{ ref('progress_series') }}

),

final as (

    select
        target_id,
        indicator_id,
        region_code
    from targets

    union

    select
        targets.target_id,
        links.series_indicator_id as indicator_id,
        targets.region_code
    from targets
    inner join links on targets.indicator_id = links.indicator_id

)

select * from final
