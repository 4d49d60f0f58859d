-- Completion (完成率) for what adds up: the share of the plan's increment that has been delivered, over the share of the
-- plan's time that has passed. A stock counts from its baseline, a period flow from zero at the period's beginning.
-- Levels, rates and indices do not add up, and are refused.
with terms as (

    select * from {{ ref('int_progress_terms') }}

),

final as (

    select
        target_id,
        year,
        reading,
        'completion' as method,
        case
            when accumulation not in ('stock', 'period_flow') then 'does_not_add_up'
            when year <= baseline_year then 'observation_not_after_baseline'
        end as blocking_reason,
        is_met as is_achieved,
        cast(null as {{ dbt.type_string() }}) as direct_status,
        cast(null as {{ dbt.type_string() }}) as direct_reason,
        case
            when target_value is null then 'no_target_value'
            when baseline_value is null then 'no_baseline'
            when distance <= 0 then 'target_not_beyond_baseline'
        end as method_reason,
        {{ significant(divide('distance_share', 'elapsed_share')) }} as measure,
        'completion' as cutoff_set,
        1.0 as cutoff_scale,
        baseline_value + (required_value - baseline_value) * elapsed_share as expected_value,
        cast(null as double) as projected_value,
        cast(null as double) as score
    from terms

)

select * from final
