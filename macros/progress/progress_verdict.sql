{#-
Common table expressions from `measured` to `final`: from a method's measure to its verdict, by the same rules for every method.

A method's `measured` has all columns of `terms` and

  blocking_reason      refuses even a figure that meets the target
  is_achieved          the target counts as met by this method
  direct_status, direct_reason
                       a verdict that needs no cut-off
  method_reason        refuses a figure that does not meet the target
  measure              what is compared with the cut-offs
  cutoff_set           the rows of the cut-off seed it is compared with
  cutoff_scale         a factor on the cut-offs (1, or near a natural limit less)
  expected_value, pace, projected_value

`score` is an expression over `measured` and the columns `cutoff_category` and `cutoff_status`.
-#}
{% macro progress_verdict(method, cutoffs, achieved_category='achieved', refused_category=none, judges_due_year=true, score='cast(null as double)') -%}
banded as (

    select
        measured.*,
        cutoffs.category as cutoff_category,
        cutoffs.status as cutoff_status
    from measured
    left join {{ cutoffs }} as cutoffs
        on measured.cutoff_set = cutoffs.cutoff_set
        and (cutoffs.lower_bound is null or measured.measure >= cutoffs.lower_bound * measured.cutoff_scale)
        and (cutoffs.upper_bound is null or measured.measure < cutoffs.upper_bound * measured.cutoff_scale)
        and measured.measure is not null

),

refused as (

    select
        *,
        case
            when common_refusal is not null then common_refusal
            when blocking_reason is not null then blocking_reason
            when is_achieved or direct_status is not null then null
            {%- if judges_due_year %}
            -- Whether a target was missed at its due year needs no baseline.
            when year >= due_year and is_met = false and method_reason = 'no_baseline' then null
            {%- endif %}
            when method_reason is not null then method_reason
            when cutoff_status is null then 'not_computable'
        end as refusal
    from banded

),

judged as (

    select
        *,
        case
            when refusal is not null then null
            when is_achieved then 'achieved'
            when direct_status is not null then direct_status
            {%- if judges_due_year %}
            when year >= due_year and coalesce(cutoff_status, 'behind') <> 'off_track' then 'behind'
            {%- endif %}
            else cutoff_status
        end as figure_status
    from refused

),

bounded as (

    select
        *,
        case
            when refusal is not null then refusal
            when is_at_least and figure_status not in ('achieved', 'ahead', 'on_track') then coalesce(observed_note, 'bound_does_not_decide')
            when is_at_most and figure_status <> 'off_track' then coalesce(observed_note, 'bound_does_not_decide')
        end as final_refusal
    from judged

),

final as (

    select
        target_id,
        year,
        '{{ method }}' as method,
        case
            when final_refusal in ('rank_target', 'milestone_target') then 'not_assessable'
            when final_refusal = 'period_not_started' then 'not_due'
            when final_refusal in ('no_observation', 'year_not_over') then 'not_observed'
            when final_refusal = 'no_baseline' then 'no_baseline'
            when final_refusal is not null then 'not_assessable'
            -- "At least this much" can be better than on track; it cannot be said to be ahead.
            when is_at_least and figure_status = 'ahead' then 'on_track'
            else figure_status
        end as status,
        case
            when final_refusal is not null then {{ "'" ~ refused_category ~ "'" if refused_category else 'cast(null as ' ~ dbt.type_string() ~ ')' }}
            when is_achieved then '{{ achieved_category }}'
            when direct_status is not null then direct_status
            else coalesce(cutoff_category, figure_status)
        end as category,
        case
            when final_refusal is not null then final_refusal
            when is_at_least then coalesce(observed_note, 'at_least')
            when is_at_most then coalesce(observed_note, 'at_most')
            when is_achieved then observed_note
            when direct_reason is not null then direct_reason
            {%- if judges_due_year %}
            when year >= due_year then 'missed_at_due_year'
            {%- endif %}
            when observed_note is not null then observed_note
            when observed_comparator = 'approx' then 'approximate'
        end as reason,
        expected_value,
        observed_value,
        {{ without_binary_noise('direction * (observed_value - expected_value)') }} as gap,
        distance_share as distance_closed,
        case when final_refusal is null then pace end as pace,
        case when final_refusal is null then projected_value end as projected_value,
        case when final_refusal is null then {{ score }} end as score,
        required_yearly_change
    from bounded

)
{%- endmacro %}
