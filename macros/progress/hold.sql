{#- How often the headroom would cover the drift until the due year; null where nothing drifts toward the level. -#}
{% macro hold_pace() -%}
    {{ without_binary_noise(divide(
        'case when headroom >= 0 then headroom end',
        'case when direction * yearly_drift < 0 and year < due_year then -1 * direction * yearly_drift * (due_year - year) end'
    )) }}
{%- endmacro %}


{#- The verdict on a level to hold, as far as it needs no cut-off. -#}
{% macro hold_direct_status() -%}
    case
        when is_met and year >= due_year then 'achieved'
        when is_met and hold_measure is null then 'on_track'
        when is_met then null
        -- Not at the level, but not further from it than at the beginning: nothing was lost.
        when is_met = false and improvement >= 0 then 'behind'
        when is_met = false then 'off_track'
    end
{%- endmacro %}


{% macro hold_direct_reason() -%}
    case
        when is_met and distance = 0 then 'baseline_equals_target'
        when is_met then 'level_held'
        when is_met = false and improvement >= 0 and distance = 0 then 'baseline_equals_target'
        when is_met = false and improvement >= 0 then 'level_not_reached'
        when is_met = false then 'below_held_level'
    end
{%- endmacro %}


{#-
Hold: a level that has to be kept (稳定在, 保持), or that was already reached when the plan began. Headroom is the distance to the
level on the good side; drift is the average yearly change since the baseline. Reaching the level is not the end of it: until the due
year the verdict is `on_track`, and `behind` when the drift would use up the headroom before then.
-#}
{% macro progress_hold(inputs, cutoffs) -%}
with

{{ progress_terms(inputs) }},

held as (

    select
        *,
        {{ hold_pace() }} as hold_measure
    from terms

),

measured as (

    select
        *,
        case
            when year <= baseline_year then 'observation_not_after_baseline'
            when target_value is null then 'no_target_value'
            when not is_held_level and not is_hold_path then 'not_a_held_level'
        end as blocking_reason,
        is_met and year >= due_year as is_achieved,
        {{ hold_direct_status() }} as direct_status,
        {{ hold_direct_reason() }} as direct_reason,
        cast(null as {{ dbt.type_string() }}) as method_reason,
        hold_measure as measure,
        'hold' as cutoff_set,
        1.0 as cutoff_scale,
        required_value as expected_value,
        hold_measure as pace,
        cast(null as double) as projected_value
    from held

),

{{ progress_verdict('hold', cutoffs) }}

select * from final
{%- endmacro %}
