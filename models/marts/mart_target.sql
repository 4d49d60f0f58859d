with targets as (

    select * from {{ ref('fct_target') }}

),

-- The row that speaks for a target now, by the method that the pages show.
verdicts as (

    select * from {{ ref('fct_progress') }}
    where is_latest and method = '{{ var("progress_method") }}'

),

-- How far the latest figure is from the target, whether its verdict speaks or not: what a manager asks first.
known as (

    select
        target_id,
        year,
        gap_to_target,
        row_number() over (partition by target_id order by year desc) as recency
    from {{ ref('fct_progress') }}
    where method = '{{ var("progress_method") }}' and gap_to_target is not null

),

statuses as (

    select * from {{ ref('dim_status') }}

),

final as (

    select
        targets.target_id,
        targets.plan_id,
        targets.indicator_id,
        targets.region_code,
        targets.due_year,
        targets.comparator,
        targets.value as target_value,
        targets.value_high as target_value_high,
        targets.required_value,
        targets.unit,
        targets.accumulation,
        targets.modality,
        targets.path,
        targets.start_year,
        targets.baseline_year,
        targets.baseline_value,
        targets.baseline_source,
        targets.location,
        targets.statement_id,
        targets.conflict_count,
        targets.conflicting_statements,
        targets.resolution_reason,
        targets.is_inferred_value,
        targets.is_approximate,
        targets.is_inferred_year,
        verdicts.method,
        verdicts.year as verdict_year,
        verdicts.as_of,
        verdicts.status,
        verdicts.reason,
        verdicts.expected_value,
        verdicts.observed_value,
        verdicts.gap,
        verdicts.distance_closed,
        verdicts.pace,
        verdicts.projected_value,
        verdicts.projected_low,
        verdicts.projected_high,
        verdicts.probability_met,
        verdicts.observed_basis,
        verdicts.observed_comparator,
        known.gap_to_target,
        known.year as gap_to_target_year,
        verdicts.is_within_rounding,
        verdicts.best_status,
        verdicts.worst_status,
        verdicts.last_verdict_year,
        verdicts.last_verdict_status,
        statuses.course,
        statuses.is_judgeable,
        verdicts.forecast_reason,
        -- Whether verdict and forecast answer the same question differently.
        coalesce(
            (statuses.course = 'on_course' and verdicts.probability_met < 0.5)
            or (statuses.course = 'lagging' and verdicts.probability_met >= 0.5),
            false
        ) as is_forecast_contrary,
        verdicts.lowest_value,
        verdicts.highest_value,
        verdicts.is_inferred_figure,
        verdicts.is_partial_year,
        verdicts.figure_count,
        verdicts.observation_ids,
        -- Several figures have several sources, and no single one.
        case when verdicts.figure_count = 1 then verdicts.source_ids end as source_id,
        verdicts.source_ids,
        verdicts.period_end,
        verdicts.latest_published_on,
        cast({{ dbt.datediff('verdicts.period_end', as_of(), 'day') }} as {{ dbt.type_bigint() }})
            as observation_age_days
    from targets
    inner join verdicts on targets.target_id = verdicts.target_id
    left join known on targets.target_id = known.target_id and known.recency = 1
    inner join statuses on verdicts.status = statuses.status

)

select * from final
