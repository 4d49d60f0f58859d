-- What every method needs to know of a target in a year, worked out once: whether it is met, what kind of bound the
-- figure is, what is still required each year, and the refusals that hold for all methods.
with inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

required as (

    select
        *,
        coalesce(observed_comparator, 'eq') as figure_comparator,
        coalesce(baseline_year, first_figure_year) as drift_year,
        case when baseline_year is not null then baseline_value else first_figure_value end as drift_value
    from inputs

),

sided as (

    select
        *,
        -- A bound that may only be better than the figure, and one that may only be worse.
        (direction = 1 and figure_comparator in ('ge', 'gt')) or (direction = -1 and figure_comparator in ('le', 'lt'))
            as is_at_least,
        (direction = 1 and figure_comparator in ('le', 'lt')) or (direction = -1 and figure_comparator in ('ge', 'gt'))
            as is_at_most,
        coalesce(path = 'hold' or comparator = 'hold', false) as is_hold_path,
        direction * {{ significant_difference('observed_value', 'required_value') }} as headroom,
        direction * {{ significant_difference('baseline_value', 'required_value') }} as baseline_headroom,
        direction * {{ significant_difference('observed_value', 'baseline_value') }} as improvement,
        direction * {{ significant_difference('required_value', 'baseline_value') }} as distance
    from required

),

met as (

    select
        *,
        -- `gt 94` is not met by 94.0, but it is by a figure of "more than 94".
        case
            when comparator in ('gt', 'lt') and figure_comparator not in ('gt', 'lt') then headroom > 0
            when comparator in ('gt', 'lt') then headroom > 0 or (headroom = 0 and is_at_least)
            else headroom >= 0
        end as is_met,
        case
            when comparator in ('gt', 'lt') then baseline_headroom > 0
            else baseline_headroom >= 0
        end as is_baseline_met
    from sided

),

final as (

    select
        target_id,
        year,
        direction,
        comparator,
        accumulation,
        path,
        path_value,
        baseline_year,
        baseline_value,
        due_year,
        target_value,
        required_value,
        change_sign,
        limit_value,
        valid_min,
        valid_max,
        observed_value,
        figure_comparator as observed_comparator,
        observed_note,
        is_at_least,
        is_at_most,
        is_hold_path,
        is_met,
        headroom,
        improvement,
        distance,
        -- A level that was already reached when the plan began has no distance to close: it has to be held.
        coalesce(is_baseline_met or baseline_headroom = 0, is_hold_path) as is_held_level,
        {{ significant(divide('improvement', 'distance')) }} as distance_share,
        {{ divide('year - baseline_year', 'due_year - baseline_year') }} as elapsed_share,
        {{ divide('observed_value - drift_value', 'case when year > drift_year then year - drift_year end') }}
            as yearly_drift,
        case
            when year >= due_year or is_met then null
            when accumulation = 'change_vs_base'
                then change_sign * 100 * {{ yearly_growth(
                    '(1 + change_sign * required_value / 100)', '(1 + change_sign * observed_value / 100)', '(due_year - year)'
                ) }}
            else {{ divide('required_value - observed_value', 'due_year - year') }}
        end as required_yearly_change,
        case
            when accumulation in ('rank', 'milestone') then concat(accumulation, '_target')
            when direction is null then 'no_direction'
            when (comparator in ('ge', 'gt') and direction = -1) or (comparator in ('le', 'lt') and direction = 1)
                then 'comparator_against_direction'
            when observed_value is null and first_year > year then 'period_not_started'
            when observed_value is null and not is_year_over then 'year_not_over'
            when observed_value is null then 'no_observation'
        end as refusal
    from met

)

select * from final
