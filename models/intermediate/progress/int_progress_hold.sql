-- Hold: a level that has to be kept (稳定在, 保持), or that was already reached when the plan began. Headroom is the
-- distance to the level on the good side; drift is the average yearly change since the baseline. Reaching the level is
-- not the end of it: until the due year the verdict is `on_track`, and `behind` when the drift would use up the headroom
-- before then.
with terms as (

    select * from {{ ref('int_progress_terms') }}

),

covered as (

    select
        *,
        -- How often the headroom would cover the drift until the due year; nothing where nothing drifts toward the level.
        {{ significant(divide(
            'case when headroom >= 0 then headroom end',
            'case when direction * yearly_drift < 0 and not is_due then -1 * direction * yearly_drift * (due_year - figure_time) end'
        )) }} as measure
    from terms

),

moved as (

    select
        *,
        -- Without a baseline the series begins with its first figure, and the first figure has lost nothing.
        coalesce(improvement, direction * yearly_drift, 0) as moved_by
    from covered

),

final as (

    select
        target_id,
        year,
        reading,
        'hold' as method,
        case
            when year <= baseline_year then 'observation_not_after_baseline'
            when target_value is null then 'no_target_value'
            when not is_held_level and not is_hold_path then 'not_a_held_level'
        end as blocking_reason,
        is_met and is_due as is_achieved,
        case
            when is_met and is_due then 'achieved'
            when is_met and measure is null then 'on_track'
            when is_met then null
            -- Not at the level, but not further from it than at the beginning: nothing was lost.
            when is_met = false and moved_by >= 0 then 'behind'
            when is_met = false then 'off_track'
        end as direct_status,
        case
            when is_met and distance = 0 then 'baseline_equals_target'
            when is_met then 'level_held'
            when is_met = false and moved_by >= 0 and distance = 0 then 'baseline_equals_target'
            when is_met = false and moved_by >= 0 then 'level_not_reached'
            when is_met = false then 'below_held_level'
        end as direct_reason,
        cast(null as {{ dbt.type_string() }}) as method_reason,
        measure,
        'hold' as cutoff_set,
        1.0 as cutoff_scale,
        required_value as expected_value,
        cast(null as double) as projected_value,
        cast(null as double) as score
    from moved

)

select * from final
