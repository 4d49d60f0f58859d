-- The United Nations' progress chart since 2023, in the form the Basque statistics office publishes: the figure is
-- carried to the due year at its average yearly growth since the baseline; the measure is the share of the distance from
-- baseline to target that is reached there. A target that is met, or a share within one point of its natural limit, is
-- achieved whatever the trend.
with terms as (

    select * from {{ ref('int_progress_terms') }}

),

levels as (

    select
        *,
        -- A change against a base year is a level of 100 in that year.
        case when accumulation = 'change_vs_base' then 100 + change_sign * baseline_value else baseline_value end
            as level_at_baseline,
        case when accumulation = 'change_vs_base' then 100 + change_sign * observed_value else observed_value end
            as level_observed
    from terms

),

grown as (

    select
        *,
        {{ yearly_growth('level_observed', 'level_at_baseline', '(figure_time - baseline_year)') }} as growth
    from levels

),

extrapolated as (

    select
        *,
        case
            when figure_time >= due_year then observed_value
            when accumulation = 'change_vs_base'
                then change_sign * (level_observed * {{ power_of_positive('1 + growth', 'due_year - figure_time') }} - 100)
            when growth = -1 then 0.0
            else observed_value * {{ power_of_positive('1 + growth', 'due_year - figure_time') }}
        end as extrapolated_value
    from grown

),

final as (

    select
        target_id,
        year,
        reading,
        'un_extrapolation' as method,
        case when year <= baseline_year then 'observation_not_after_baseline' end as blocking_reason,
        is_met
        or (direction = 1 and valid_min = 0 and valid_max = 100 and observed_value >= 99)
        or (direction = -1 and valid_min = 0 and valid_max = 100 and observed_value <= 1) as is_achieved,
        cast(null as {{ dbt.type_string() }}) as direct_status,
        cast(null as {{ dbt.type_string() }}) as direct_reason,
        case
            when target_value is null then 'no_target_value'
            when accumulation = 'period_flow' then 'growth_from_zero'
            when baseline_value is null then 'no_baseline'
            when distance = 0 then 'baseline_equals_target'
            when distance < 0 then 'target_not_beyond_baseline'
            when level_at_baseline = 0 then 'growth_from_zero'
            when growth is null then 'sign_change'
        end as method_reason,
        {{ divide('direction * (extrapolated_value - baseline_value)', 'distance') }} as measure,
        'un_extrapolation' as cutoff_set,
        1.0 as cutoff_scale,
        path_value as expected_value,
        extrapolated_value as projected_value,
        cast(null as double) as score
    from extrapolated

)

select * from final
