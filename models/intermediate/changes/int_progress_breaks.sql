-- The years in which series break: those of today, and for each counterfactual those of the figures that it reads.
with breaks as (

    select * from {{ ref('int_series_breaks') }}

),

observations as (

    select * from {{ ref('int_counterfactual_figures') }}

),

previous as (

    select * from {{ ref('int_previous_observations') }}

),

figures as (

    select * from {{ ref('int_change_figures') }}

),

counterfactuals as (

    select * from {{ ref('int_counterfactuals') }}

),

final as (

    select
        indicator_id,
        region_code,
        year
    from breaks

    union

    select
        indicator_id,
        region_code,
        year
    from observations
    where is_break and scope is null

    union

    -- A break may be told by a figure of a part of a year, which no verdict is made from.
    select
        previous.indicator_id,
        concat_ws('', previous.region_code, counterfactuals.suffix) as region_code,
        previous.year
    from counterfactuals
    inner join figures on counterfactuals.changed_target_id = figures.target_id
    inner join previous
        on figures.indicator_id = previous.indicator_id and figures.region_code = previous.region_code
    where previous.is_break and previous.scope is null and previous.is_preferred and not previous.is_judging

)

select * from final
