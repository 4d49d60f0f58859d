-- From a method's measure to its verdict, by the same rules for every method: for the figure as printed, and for each end
-- of what it can stand for.
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

    select * from {{ ref('int_progress_cutoffs') }}

),

reasons as (

    select * from {{ ref('progress_reasons') }}

),

statuses as (

    select * from {{ ref('progress_statuses') }}

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
        terms.is_due,
        -- Stated, or met when the plan began.
        terms.is_held_level or terms.is_hold_path as is_to_be_held,
        terms.is_conclusive,
        terms.is_whole_year,
        terms.is_year_over,
        terms.figure_time,
        terms.is_inferred,
        terms.headroom,
        terms.distance_share,
        terms.required_yearly_change,
        terms.refusal as common_refusal
    from measures
    inner join terms
        on
            measures.target_id = terms.target_id
            and measures.year = terms.year
            and measures.reading = terms.reading
    inner join methods on measures.method = methods.method
    left join cutoffs
        on
            terms.cutoff_edition = cutoffs.edition
            and {{ is_in_band('measures', 'cutoffs') }}

),

attained as (

    select
        *,
        -- A level to be held is not achieved before its time, nor a yearly level on a day within the year.
        is_achieved and is_conclusive and not (is_to_be_held and not coalesce(is_due, false)) as is_attained
    from banded

),

refused as (

    select
        *,
        case
            when common_refusal is not null then common_refusal
            when blocking_reason is not null then blocking_reason
            when is_attained then null
            -- That the due year is over and the target was not met takes a figure of that whole year, and of no other.
            when is_due and is_year_over and not is_conclusive then 'no_whole_year_figure'
            when is_due and not is_met and is_year_over and not is_whole_year then 'no_whole_year_figure'
            when is_due and is_whole_year and not is_met and is_inferred then 'inferred_figure'
            when not is_year_over and figure_time >= year then 'part_of_year_unknown'
            when is_achieved or direct_status is not null then null
            -- Whether a target was missed at its due year needs no baseline.
            when judges_due_year and is_due and is_whole_year and not is_met and method_reason = 'no_baseline' then null
            when method_reason is not null then method_reason
            when cutoff_status is null then 'not_computable'
        end as figure_refusal
    from attained

),

judged as (

    select
        *,
        case
            when figure_refusal is not null then null
            when is_attained then 'achieved'
            when direct_status is not null and direct_status <> 'achieved' then direct_status
            -- Met, and not yet for good.
            when is_achieved or direct_status = 'achieved'
                then case when cutoff_status = 'ahead' and not is_to_be_held then 'ahead' else 'on_track' end
            when judges_due_year and is_due and is_whole_year and coalesce(cutoff_status, 'behind') <> 'off_track' then 'behind'
            -- A level that is to be held is held or not; more of it is no lead.
            when is_to_be_held and cutoff_status = 'ahead' then 'on_track'
            else cutoff_status
        end as figure_status
    from refused

),

bounded as (

    select
        judged.*,
        case
            when judged.figure_refusal is not null then judged.figure_refusal
            when judged.is_at_least and not coalesce(statuses.course = 'on_course', false)
                then coalesce(judged.observed_note, 'bound_does_not_decide')
            when judged.is_at_most and judged.figure_status <> 'off_track'
                then coalesce(judged.observed_note, 'bound_does_not_decide')
        end as refusal
    from judged
    left join statuses on judged.figure_status = statuses.status

),

final as (

    select
        bounded.target_id,
        bounded.year,
        bounded.reading,
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
            when bounded.is_attained
                then coalesce(bounded.observed_note, case when not bounded.is_due then 'achieved_early' end)
            when not bounded.is_whole_year then 'partial_year'
            when bounded.direct_reason is not null then bounded.direct_reason
            when bounded.is_achieved and bounded.is_to_be_held then 'level_held'
            when bounded.judges_due_year and bounded.is_due then 'missed_at_due_year'
            when bounded.observed_note is not null then bounded.observed_note
            when bounded.observed_comparator = 'approx' then 'approximate'
        end as reason,
        bounded.refusal is not null as is_refused,
        bounded.expected_value,
        bounded.observed_value,
        bounded.observed_comparator,
        bounded.headroom,
        bounded.direction * {{ significant_difference('bounded.observed_value', 'bounded.expected_value') }} as gap,
        bounded.distance_share as distance_closed,
        bounded.measure as pace,
        bounded.projected_value,
        bounded.score,
        bounded.required_yearly_change
    from bounded
    left join reasons on bounded.refusal = reasons.reason

)

select * from final
