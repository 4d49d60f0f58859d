-- The gap is the figure less what was expected, with the sign of the indicator's direction: below zero is short of it.
with progress as (

    select * from {{ ref('fct_progress') }}
    where gap is not null

),

targets as (

    select * from {{ ref('fct_target') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

final as (

    select
        progress.target_id,
        progress.year,
        progress.method,
        progress.gap,
        indicators.direction * (progress.observed_value - progress.expected_value) as signed_distance
    from progress
    inner join targets on progress.target_id = targets.target_id
    inner join indicators on targets.indicator_id = indicators.indicator_id

)

select * from final
where abs(gap - signed_distance) > 0.000000001 * greatest(1, abs(gap), abs(signed_distance))
