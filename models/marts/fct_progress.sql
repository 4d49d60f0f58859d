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

-- The row that speaks for a target now: its latest verdict by the method, else its latest refusal to judge a figure,
-- else its latest refusal.
ranked as (

    select
        judged.*,
        statuses.is_refusal,
        row_number() over (
            partition by judged.target_id, judged.method
            order by
                case
                    when not statuses.is_refusal then 1
                    when judged.observed_value is not null then 2
                    else 3
                end asc,
                judged.year desc
        ) as recency
    from judged
    inner join statuses on judged.status = statuses.status

),

final as (

    select
        ranked.target_id,
        ranked.year,
        ranked.method,
        {{ as_of() }} as as_of,
        ranked.expected_value,
        ranked.observed_value,
        ranked.gap,
        ranked.distance_closed,
        ranked.pace,
        ranked.status,
        ranked.reason,
        coalesce(ranked.projected_value, forecasts.projected_value) as projected_value,
        case when ranked.projected_value is null then forecasts.projected_low end as projected_low,
        case when ranked.projected_value is null then forecasts.projected_high end as projected_high,
        case when ranked.projected_value is null then forecasts.probability_met end as probability_met,
        forecasts.reason as forecast_reason,
        ranked.category,
        ranked.score,
        ranked.required_yearly_change,
        ranked.recency = 1 as is_latest,
        ranked.is_refusal,
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
        inputs.observed_comparator,
        inputs.observed_basis,
        methods.version as method_version
    from ranked
    inner join methods on ranked.method = methods.method
    inner join inputs
        on ranked.target_id = inputs.target_id and ranked.year = inputs.year
    left join forecasts
        on ranked.target_id = forecasts.target_id and ranked.year = forecasts.year

)

select * from final
