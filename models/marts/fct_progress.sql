with judged as (

    select * from {{ ref('int_progress_verdicts') }}

),

headlines as (

    select * from {{ ref('int_progress_headlines') }}
    where not is_counterfactual

),

inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

forecasts as (

    select * from {{ ref('int_progress_forecasts') }}

),

methods as (

    select * from {{ ref('progress_methods') }}

),

final as (

    select
        judged.target_id,
        judged.year,
        judged.method,
        {{ as_of() }} as as_of,
        judged.expected_value,
        judged.observed_value,
        judged.gap,
        judged.gap_to_target,
        judged.distance_closed,
        judged.pace,
        judged.status,
        headlines.reason,
        judged.is_within_rounding,
        judged.best_status,
        judged.worst_status,
        coalesce(judged.projected_value, forecasts.projected_value) as projected_value,
        case when judged.projected_value is null then forecasts.projected_low end as projected_low,
        case when judged.projected_value is null then forecasts.projected_high end as projected_high,
        case when judged.projected_value is null then forecasts.probability_met end as probability_met,
        forecasts.reason as forecast_reason,
        judged.category,
        judged.score,
        judged.required_yearly_change,
        headlines.is_latest,
        headlines.is_refusal,
        headlines.last_verdict_year,
        headlines.last_verdict_status,
        inputs.plan_id,
        inputs.indicator_id,
        inputs.region_code,
        inputs.comparator,
        inputs.direction,
        inputs.path,
        inputs.target_value,
        inputs.target_high,
        inputs.due_year,
        inputs.baseline_year,
        inputs.baseline_value,
        inputs.baseline_source,
        inputs.observation_id,
        inputs.observation_ids,
        inputs.source_ids,
        inputs.figure_count,
        inputs.observed_comparator,
        inputs.observed_basis,
        inputs.lowest_value,
        inputs.highest_value,
        inputs.is_inferred as is_inferred_figure,
        not inputs.is_whole_year as is_partial_year,
        inputs.period_end,
        inputs.earliest_published_on,
        inputs.latest_published_on,
        methods.version as method_version,
        methods.name_zh as method_name_zh,
        methods.name_en as method_name_en
    from judged
    inner join headlines
        on
            judged.target_id = headlines.target_id
            and judged.year = headlines.year
            and judged.method = headlines.method
    inner join methods on judged.method = methods.method
    inner join inputs
        on judged.target_id = inputs.target_id and judged.year = inputs.year
    left join forecasts
        on judged.target_id = forecasts.target_id and judged.year = forecasts.year

)

select * from final
