-- The verdicts, and which of them speaks for its target now: the headline.
with judged as (

    select * from {{ ref('int_progress_verdicts') }}

),

inputs as (

    select * from {{ ref('int_progress_inputs') }}

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
        inputs.is_counterfactual,
        case
            when inputs.due_year < inputs.as_of_year then judged.year = inputs.due_year
            else judged.year >= inputs.as_of_year - 1 - {{ var('verdict_reach_years') }}
        end as is_recent,
        max(case when not statuses.is_refusal then judged.year end) over (
            partition by judged.target_id, judged.method
        ) as last_verdict_year,
        -- A figure of a whole year that is short of the target, whether or not the method can say how far behind that is.
        max(
            case
                when judged.gap_to_target < 0 and inputs.is_whole_year and inputs.observed_comparator in ('eq', 'approx')
                    then judged.year
            end
        ) over (partition by judged.target_id, judged.method) as last_shortfall_year
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
                    -- What was met, achieved or to be held, is not any more where a later figure is short of it.
                    when is_recent and not is_refusal and not coalesce(gap_to_target >= 0 and year < last_shortfall_year, false)
                        then 1
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
        ranked.recency = 1 and ranked.last_verdict_year <= ranked.year as has_last_verdict,
        last_verdicts.status as verdict_status
    from ranked
    left join judged as last_verdicts
        on
            ranked.target_id = last_verdicts.target_id
            and ranked.method = last_verdicts.method
            and ranked.last_verdict_year = last_verdicts.year

),

final as (

    select
        target_id,
        year,
        method,
        status,
        category,
        -- Only the current row says why an older verdict does not speak any more.
        case
            when
                is_latest and observed_value is null and last_verdict_year < year
                and reason in ('no_observation', 'year_not_over')
                then 'verdict_too_old'
            else reason
        end as reason,
        is_within_rounding,
        best_status,
        worst_status,
        expected_value,
        observed_value,
        gap,
        gap_to_target,
        distance_closed,
        pace,
        projected_value,
        score,
        required_yearly_change,
        is_latest,
        is_refusal,
        is_counterfactual,
        case when has_last_verdict then last_verdict_year end as last_verdict_year,
        case when has_last_verdict then verdict_status end as last_verdict_status
    from spoken

)

select * from final
