-- What every method needs to know of a target in a year, worked out once: whether it is met, what kind of bound the
-- figure is, what is still required each year, and the refusals that hold for all methods. Once for the figure as it is
-- printed, once for each end of what it can stand for, and once for what a target of about so much asks at the least.
{% set is_no_bound = "coalesce(observed_comparator, 'eq') in ('eq', 'approx')" %}
{% set readings = [
    ('lowest', 'lowest_value', 'baseline_value', 'required_value', is_no_bound ~ ' and lowest_value <> observed_value'),
    ('highest', 'highest_value', 'baseline_value', 'required_value', is_no_bound ~ ' and highest_value <> observed_value'),
    (
        'baseline_lowest', 'observed_value', 'baseline_lowest', 'required_value',
        is_no_bound ~ ' and baseline_lowest <> baseline_value',
    ),
    (
        'baseline_highest', 'observed_value', 'baseline_highest', 'required_value',
        is_no_bound ~ ' and baseline_highest <> baseline_value',
    ),
    (
        'target_end', 'observed_value', 'baseline_value', 'least_required_value',
        'least_required_value <> required_value',
    ),
] %}

with inputs as (

    select * from {{ ref('int_progress_inputs') }}

),

readings as (

    select
        target_id,
        year,
        'figure' as reading,
        observed_value,
        baseline_value,
        required_value
    from inputs

    -- A bound is read as what it is, and an end that is the figure itself says nothing else.
    {% for reading, observed, baseline, required, is_other in readings %}
    union all

    select
        target_id,
        year,
        '{{ reading }}' as reading,
        {{ observed }} as observed_value,
        {{ baseline }} as baseline_value,
        {{ required }} as required_value
    from inputs
    where
        observed_value is not null
        and {{ is_other }}

    {% endfor %}

),

required as (

    select
        inputs.target_id,
        inputs.year,
        readings.reading,
        inputs.direction,
        inputs.comparator,
        inputs.accumulation,
        inputs.path,
        inputs.baseline_year,
        readings.baseline_value,
        inputs.first_year,
        inputs.due_year,
        inputs.target_value,
        readings.required_value,
        inputs.from_year,
        case when inputs.from_year = inputs.baseline_year then readings.baseline_value else inputs.from_value end
            as from_value,
        inputs.to_year,
        case
            when readings.reading = 'target_end' and inputs.to_year = inputs.due_year then readings.required_value
            else inputs.to_value
        end as to_value,
        inputs.change_sign,
        inputs.limit_value,
        inputs.valid_min,
        inputs.valid_max,
        readings.observed_value,
        coalesce(inputs.observed_comparator, 'eq') as observed_comparator,
        inputs.observed_note,
        coalesce(inputs.is_year_over, true) as is_year_over,
        coalesce(inputs.has_part_of_year, false) as has_part_of_year,
        coalesce(inputs.is_whole_year, true) and coalesce(inputs.is_year_over, true) as is_whole_year,
        coalesce(inputs.is_inferred, false) as is_inferred,
        coalesce(inputs.is_told_by_plan, false) as is_told_by_plan,
        inputs.figure_refusal,
        inputs.cutoff_edition,
        coalesce(inputs.figure_time, inputs.year) as figure_time,
        coalesce(inputs.baseline_year, inputs.first_figure_year) as drift_year,
        case when inputs.baseline_year is not null then readings.baseline_value else inputs.first_figure_value end
            as drift_value
    from inputs
    inner join readings on inputs.target_id = readings.target_id and inputs.year = readings.year

),

sided as (

    select
        *,
        -- A bound that may only be better than the figure, and one that may only be worse.
        (direction = 1 and observed_comparator in ('ge', 'gt')) or (direction = -1 and observed_comparator in ('le', 'lt'))
            as is_at_least,
        (direction = 1 and observed_comparator in ('le', 'lt')) or (direction = -1 and observed_comparator in ('ge', 'gt'))
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
            when comparator in ('gt', 'lt') and observed_comparator not in ('gt', 'lt') then headroom > 0
            when comparator in ('gt', 'lt') then headroom > 0 or (headroom = 0 and is_at_least)
            else headroom >= 0
        end as is_met,
        case
            when comparator in ('gt', 'lt') then baseline_headroom > 0
            else baseline_headroom >= 0
        end as is_baseline_met,
        year >= due_year as is_due,
        -- A count that has been reached stays reached; anything else is known when the year is.
        is_whole_year or (accumulation in ('stock', 'period_flow') and direction = 1) as is_conclusive
    from sided

),

pathed as (

    select
        *,
        -- A level that was already reached when the plan began has no distance to close: it has to be held.
        coalesce(is_baseline_met or baseline_headroom = 0, is_hold_path) as is_held_level,
        case
            when is_baseline_met or baseline_headroom = 0 then required_value
            else {{ path_at('figure_time') }}
        end as path_value
    from met

),

final as (

    select
        target_id,
        year,
        reading,
        direction,
        comparator,
        accumulation,
        path,
        {{ significant('path_value') }} as path_value,
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
        observed_comparator,
        observed_note,
        figure_time,
        is_whole_year,
        is_year_over,
        is_inferred,
        is_at_least,
        is_at_most,
        is_hold_path,
        is_held_level,
        is_met,
        is_due,
        is_conclusive,
        cutoff_edition,
        headroom,
        improvement,
        distance,
        {{ significant(divide('improvement', 'distance')) }} as distance_share,
        {{ divide('figure_time - baseline_year', 'due_year - baseline_year') }} as elapsed_share,
        {{ divide('observed_value - drift_value', 'case when figure_time > drift_year then figure_time - drift_year end') }}
            as yearly_drift,
        case
            when is_due or is_met then null
            when accumulation = 'change_vs_base'
                then change_sign * 100 * {{ yearly_growth(
                    '(1 + change_sign * required_value / 100)',
                    '(1 + change_sign * observed_value / 100)',
                    '(due_year - figure_time)'
                ) }}
            else {{ divide('required_value - observed_value', 'due_year - figure_time') }}
        end as required_yearly_change,
        case
            when accumulation in ('rank', 'milestone') then concat_ws('', accumulation, '_target')
            when direction is null then 'no_direction'
            when (comparator in ('ge', 'gt') and direction = -1) or (comparator in ('le', 'lt') and direction = 1)
                then 'comparator_against_direction'
            when observed_value is null and first_year > year then 'period_not_started'
            when observed_value is null and not is_year_over then 'year_not_over'
            when observed_value is null and is_due and has_part_of_year then 'no_whole_year_figure'
            when observed_value is null and is_due then 'due_year_not_observed'
            when observed_value is null and has_part_of_year then 'only_part_of_year'
            when observed_value is null then 'no_observation'
            when figure_refusal is not null then figure_refusal
            -- "98 % or more" against an aim of 98 % or more is likely the aim told again, unless the year is over and
            -- somebody else says so.
            when
                is_met and headroom = 0 and is_at_least and observed_note is null
                and not (coalesce(is_due, false) and is_whole_year and not is_told_by_plan)
                then 'bound_equals_aim'
        end as refusal
    from pathed

)

select * from final
