with targets as (

    select * from {{ ref('fct_target') }}

),

-- The row that speaks for a target now, by the method that the pages show.
verdicts as (

    select * from {{ ref('fct_progress') }}
    where is_latest and method = '{{ var("progress_method") }}'

),

figures as (

    select * from {{ ref('mart_indicator_region_year') }}

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
        -- A sum over years has no single figure behind it: its source and age stay empty.
        figures.is_inferred as is_inferred_figure,
        figures.is_partial_year,
        figures.source_id,
        figures.observation_age_days
    from targets
    inner join verdicts on targets.target_id = verdicts.target_id
    left join figures
        on
            targets.indicator_id = figures.indicator_id
            and targets.region_code = figures.region_code
            and verdicts.year = figures.year
            and verdicts.observation_id = figures.observation_id

)

select * from final
