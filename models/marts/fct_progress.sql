with judged as (

    select * from {{ ref('int_progress_verdicts') }}

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

statuses as (

    select * from {{ ref('progress_statuses') }}

),

-- A verdict speaks for now only while its figure is recent: of the due year, once that is over, and before that not much
-- older than the last year that is over.
dated as (

    select
        judged.*,
        statuses.is_refusal,
        inputs.due_year,
        case
            when inputs.due_year < {{ year_of(as_of()) }} then judged.year = inputs.due_year
            else judged.year >= {{ year_of(as_of()) }} - 1 - {{ var('verdict_reach_years') }}
        end as is_recent,
        max(case when not statuses.is_refusal then judged.year end) over (
            partition by judged.target_id, judged.method
        ) as last_verdict_year
    from judged
    inner join inputs on judged.target_id = inputs.target_id and judged.year = inputs.year
    inner join statuses on judged.status = statuses.status

),

-- The row that speaks for a target now: its latest recent verdict by the method, else its latest recent refusal to judge a
-- figure, else its latest refusal.
ranked as (

    select
        *,
        row_number() over (
            partition by target_id, method
            order by
                case
                    when is_recent and not is_refusal then 1
                    when is_recent and observed_value is not null then 2
                    when observed_value is null then 3
                    else 4
                end asc,
                year desc
        ) as recency
    from dated

),

spoken as (

    select
        ranked.*,
        ranked.recency = 1 as is_latest,
        ranked.recency = 1 and ranked.observed_value is null and ranked.last_verdict_year < ranked.year as is_outdated,
        last_verdicts.status as last_verdict_status
    from ranked
    left join judged as last_verdicts
        on
            ranked.target_id = last_verdicts.target_id
            and ranked.method = last_verdicts.method
            and ranked.last_verdict_year = last_verdicts.year

),

final as (

    select
        spoken.target_id,
        spoken.year,
        spoken.method,
        {{ as_of() }} as as_of,
        spoken.expected_value,
        spoken.observed_value,
        spoken.gap,
        spoken.gap_to_target,
        spoken.distance_closed,
        spoken.pace,
        spoken.status,
        -- Only the current row says why an older verdict does not speak any more.
        case
            when spoken.is_outdated and spoken.reason in ('no_observation', 'year_not_over') then 'verdict_too_old'
            else spoken.reason
        end as reason,
        spoken.is_within_rounding,
        spoken.best_status,
        spoken.worst_status,
        coalesce(spoken.projected_value, forecasts.projected_value) as projected_value,
        case when spoken.projected_value is null then forecasts.projected_low end as projected_low,
        case when spoken.projected_value is null then forecasts.projected_high end as projected_high,
        case when spoken.projected_value is null then forecasts.probability_met end as probability_met,
        forecasts.reason as forecast_reason,
        spoken.category,
        spoken.score,
        spoken.required_yearly_change,
        spoken.is_latest,
        spoken.is_refusal,
        case when spoken.is_latest and spoken.last_verdict_year <= spoken.year then spoken.last_verdict_year end
            as last_verdict_year,
        case when spoken.is_latest and spoken.last_verdict_year <= spoken.year then spoken.last_verdict_status end
            as last_verdict_status,
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
        methods.version as method_version
    from spoken
    inner join methods on spoken.method = methods.method
    inner join inputs
        on spoken.target_id = inputs.target_id and spoken.year = inputs.year
    left join forecasts
        on spoken.target_id = forecasts.target_id and spoken.year = forecasts.year

)

select * from final
