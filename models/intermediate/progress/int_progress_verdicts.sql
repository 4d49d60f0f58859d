-- From a method's measure to its verdict, by the same rules for every method.
with measures as (

    select * from {{ ref('int_progress_by_method') }}

),

terms as (

    select * from {{ ref('int_progress_terms') }}

),

methods as (

    select * from {{ ref('progress_methods') }}

),

cutoffs as (

    select * from {{ ref('progress_cutoffs') }}

),

reasons as (

    select * from {{ ref('progress_reasons') }}

),

banded as (

    select
        measures.*,
        methods.achieved_category,
        methods.refused_category,
        methods.judges_due_year,
        cutoffs.category as cutoff_category,
        cutoffs.status as cutoff_status,
        terms.direction,
        terms.due_year,
        terms.observed_value,
        terms.observed_comparator,
        terms.observed_note,
        terms.is_at_least,
        terms.is_at_most,
        terms.is_met,
        terms.distance_share,
        terms.required_yearly_change,
        terms.refusal as common_refusal
    from measures
    inner join terms on measures.target_id = terms.target_id and measures.year = terms.year
    inner join methods on measures.method = methods.method
    left join cutoffs on {{ is_in_band('measures', 'cutoffs') }}

),

refused as (

    select
        *,
        case
            when common_refusal is not null then common_refusal
            when blocking_reason is not null then blocking_reason
            when is_achieved or direct_status is not null then null
            -- Whether a target was missed at its due year needs no baseline.
            when judges_due_year and year >= due_year and is_met = false and method_reason = 'no_baseline' then null
            when method_reason is not null then method_reason
            when cutoff_status is null then 'not_computable'
        end as figure_refusal
    from banded

),

judged as (

    select
        *,
        case
            when figure_refusal is not null then null
            when is_achieved then 'achieved'
            when direct_status is not null then direct_status
            when judges_due_year and year >= due_year and coalesce(cutoff_status, 'behind') <> 'off_track' then 'behind'
            else cutoff_status
        end as figure_status
    from refused

),

bounded as (

    select
        *,
        case
            when figure_refusal is not null then figure_refusal
            when is_at_least and figure_status not in ('achieved', 'ahead', 'on_track')
                then coalesce(observed_note, 'bound_does_not_decide')
            when is_at_most and figure_status <> 'off_track' then coalesce(observed_note, 'bound_does_not_decide')
        end as refusal
    from judged

),

final as (

    select
        bounded.target_id,
        bounded.year,
        bounded.method,
        case
            when bounded.refusal is not null then coalesce(reasons.status, 'not_assessable')
            -- "At least this much" can be better than on track; it cannot be said to be ahead.
            when bounded.is_at_least and bounded.figure_status = 'ahead' then 'on_track'
            else bounded.figure_status
        end as status,
        case
            when bounded.refusal is not null then bounded.refused_category
            when bounded.is_achieved then bounded.achieved_category
            when bounded.direct_status is not null then bounded.direct_status
            else coalesce(bounded.cutoff_category, bounded.figure_status)
        end as category,
        case
            when bounded.refusal is not null then bounded.refusal
            when bounded.is_at_least then coalesce(bounded.observed_note, 'at_least')
            when bounded.is_at_most then coalesce(bounded.observed_note, 'at_most')
            when bounded.is_achieved then bounded.observed_note
            when bounded.direct_reason is not null then bounded.direct_reason
            when bounded.judges_due_year and bounded.year >= bounded.due_year then 'missed_at_due_year'
            when bounded.observed_note is not null then bounded.observed_note
            when bounded.observed_comparator = 'approx' then 'approximate'
        end as reason,
        bounded.expected_value,
        bounded.observed_value,
        direction * {{ significant_difference('bounded.observed_value', 'bounded.expected_value') }} as gap,
        bounded.distance_share as distance_closed,
        case when bounded.refusal is null then bounded.measure end as pace,
        case when bounded.refusal is null then bounded.projected_value end as projected_value,
        case when bounded.refusal is null then bounded.score end as score,
        bounded.required_yearly_change
    from bounded
    left join reasons on bounded.refusal = reasons.reason

)

select * from final
