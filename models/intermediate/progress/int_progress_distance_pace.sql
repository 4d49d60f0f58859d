-- Distance-closed pace, the default: the share of the way from baseline to target that has been covered, over the share
-- that the target's path expects by the year. Target minus baseline gives the distance, never the direction: that is
-- declared. A level that was reached before the plan began, or is to be kept, is judged as `hold` judges it.
with terms as (

    select * from {{ ref('int_progress_terms') }}

),

hold as (

    select * from {{ ref('int_progress_hold') }}

),

expected as (

    select
        *,
        direction * {{ significant_difference('path_value', 'baseline_value') }} as expected_improvement
    from terms

),

paced as (

    select
        *,
        {{ significant(divide('improvement', 'expected_improvement')) }} as path_pace
    from expected

),

final as (

    select
        paced.target_id,
        paced.year,
        paced.reading,
        'distance_pace' as method,
        case when paced.year <= paced.baseline_year then 'observation_not_after_baseline' end as blocking_reason,
        paced.is_met and (paced.is_due or not (paced.is_held_level or paced.is_hold_path)) as is_achieved,
        case
            when paced.is_held_level then hold.direct_status
            -- On the way up to a level that is then to be held, being early is no lead.
            when paced.is_hold_path and paced.is_met then 'on_track'
            when paced.is_hold_path and not paced.is_due and paced.path_pace >= 1 then 'on_track'
        end as direct_status,
        case
            when paced.is_held_level then hold.direct_reason
            when paced.is_hold_path and paced.is_met then 'level_held'
        end as direct_reason,
        case
            when paced.target_value is null then 'no_target_value'
            when paced.is_held_level then null
            when paced.baseline_value is null then 'no_baseline'
            when paced.path_value is null and paced.baseline_value * paced.required_value <= 0 then 'sign_change'
            when paced.path_value is null then 'no_path'
            when paced.expected_improvement < 0 then 'path_turns_back'
            when paced.expected_improvement = 0 then 'no_change_expected'
        end as method_reason,
        case when paced.is_held_level then hold.measure else paced.path_pace end as measure,
        case when paced.is_held_level then 'hold' else 'distance_pace' end as cutoff_set,
        1.0 as cutoff_scale,
        case when paced.is_held_level then paced.required_value else paced.path_value end as expected_value,
        cast(null as double) as projected_value,
        cast(null as double) as score
    from paced
    inner join hold
        on
            paced.target_id = hold.target_id
            and paced.year = hold.year
            and paced.reading = hold.reading

)

select * from final
