with final as (

    select
        target_id,
        plan_id,
        indicator_id,
        region_code,
        comparator,
        value,
        value_high,
        required_value,
        unit,
        accumulation,
        modality,
        path,
        baseline_year,
        baseline_value,
        baseline_source,
        baseline_exactness,
        baseline_lowest_value,
        baseline_highest_value,
        baseline_scope,
        baseline_statement_id,
        baseline_observation_id,
        baseline_conflict_count,
        start_year,
        due_year,
        location,
        statement_id,
        conflict_count,
        conflicting_statements,
        resolution_reason,
        is_inferred_value,
        is_approximate,
        lowest_value,
        highest_value,
        is_quota,
        is_inferred_year,
        direction,
        change_sign,
        valid_min,
        valid_max,
        plan_period_start,
        plan_baseline_year
    from {{ ref('int_targets') }}

)

select * from final
