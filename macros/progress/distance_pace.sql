{#-
Distance-closed pace, the default: the share of the way from baseline to target that has been covered, over the share that the
target's path expects by the year. Target minus baseline gives the distance, never the direction: that is declared.
-#}
{% macro progress_distance_pace(inputs, cutoffs) -%}
with

{{ progress_terms(inputs) }},

held as (

    select
        *,
        {{ hold_pace() }} as hold_measure
    from terms

),

paced as (

    select
        *,
        case when is_held_level then required_value else path_value end as path_or_level,
        {{ without_binary_noise(divide('improvement', without_binary_noise('direction * (path_value - baseline_value)'))) }} as path_pace
    from held

),

measured as (

    select
        *,
        case when year <= baseline_year then 'observation_not_after_baseline' end as blocking_reason,
        is_met and not (is_hold_path and year < due_year) as is_achieved,
        case
            when is_held_level then {{ hold_direct_status() }}
            -- On the way up to a level that is then to be held, being early is no lead.
            when is_hold_path and is_met then 'on_track'
            when is_hold_path and year < due_year and path_pace >= 1 then 'on_track'
        end as direct_status,
        case
            when is_held_level then {{ hold_direct_reason() }}
            when is_hold_path and is_met then 'level_held'
        end as direct_reason,
        case
            when target_value is null then 'no_target_value'
            when is_held_level then null
            when baseline_value is null then 'no_baseline'
            when path_value is null and baseline_value * required_value <= 0 then 'sign_change'
            when path_value is null then 'no_path'
            when direction * (path_value - baseline_value) < 0 then 'path_turns_back'
            when {{ without_binary_noise('path_value - baseline_value') }} = 0 then 'no_change_expected'
        end as method_reason,
        case when is_held_level then hold_measure else path_pace end as measure,
        case when is_held_level then 'hold' else 'distance_pace' end as cutoff_set,
        1.0 as cutoff_scale,
        path_or_level as expected_value,
        case when is_held_level then hold_measure else path_pace end as pace,
        cast(null as double) as projected_value
    from paced

),

{{ progress_verdict('distance_pace', cutoffs) }}

select * from final
{%- endmacro %}
