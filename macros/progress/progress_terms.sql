{#-
Common table expressions `inputs` and `terms`: what every method needs to know of a target in a year, worked out once.

`inputs` is a relation with one row per target and year and these columns; a method reads nothing else:

  target_id, year            the key
  direction                  1 or -1, as declared
  comparator                 ge gt le lt eq between hold
  accumulation               level stock period_flow annual_flow index change_vs_base milestone rank
  path                       linear compound stepped hold
  baseline_year, baseline_value
  first_year                 the first year that can be judged
  due_year
  target_value, target_high  target_high only for `between`
  path_from_year, path_from_value, path_to_year, path_to_value
                             the segment of a stepped path that the year lies in; null means baseline to target
  change_sign                for change_vs_base: -1 when the figure is a reduction, 1 when it is growth
  limit_value                the natural limit in the direction of progress (100 for a share that should rise), null if none
  valid_min, valid_max       the range a correct figure can be in
  observed_value             the figure for the year; of a period flow the sum since the period began
  observed_comparator        eq ge gt le lt approx; null means eq
  observed_note              a reason code that goes with the figure (flow_years_missing), else null
  drift_year, drift_value    where drift is measured from when there is no baseline: the earliest observation
  is_year_over               false when the year's own figure cannot exist yet as of the as-of date
-#}
{% macro progress_terms(inputs) -%}
inputs as (

    select
        target_id,
        cast(year as integer) as year,
        cast(direction as integer) as direction,
        comparator,
        accumulation,
        path,
        cast(baseline_year as integer) as baseline_year,
        cast(baseline_value as double) as baseline_value,
        cast(first_year as integer) as first_year,
        cast(due_year as integer) as due_year,
        cast(target_value as double) as target_value,
        -- Of a range, the end that is reached first is what has to be met.
        cast(case when comparator = 'between' and direction = -1 then target_high else target_value end as double) as required_value,
        cast(coalesce(path_from_year, baseline_year) as integer) as path_from_year,
        cast(case when path_from_year is null then baseline_value else path_from_value end as double) as path_from_value,
        cast(coalesce(path_to_year, due_year) as integer) as path_to_year,
        cast(
            case
                when path_to_year is not null then path_to_value
                when comparator = 'between' and direction = -1 then target_high
                else target_value
            end as double
        ) as path_to_value,
        cast(change_sign as integer) as change_sign,
        cast(limit_value as double) as limit_value,
        cast(valid_min as double) as valid_min,
        cast(valid_max as double) as valid_max,
        cast(observed_value as double) as observed_value,
        coalesce(observed_comparator, 'eq') as observed_comparator,
        observed_note,
        cast(coalesce(baseline_year, drift_year) as integer) as drift_year,
        cast(case when baseline_year is not null then baseline_value else drift_value end as double) as drift_value,
        coalesce(is_year_over, true) as is_year_over
    from {{ inputs }}

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
        {{ without_binary_noise('direction * (observed_value - required_value)') }} as headroom,
        {{ without_binary_noise('direction * (baseline_value - required_value)') }} as baseline_headroom,
        {{ without_binary_noise('direction * (observed_value - baseline_value)') }} as improvement,
        {{ without_binary_noise('direction * (required_value - baseline_value)') }} as distance,
        {{ divide('year - path_from_year', 'path_to_year - path_from_year') }} as path_share
    from inputs

),

pathed as (

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
        case
            when path_share < 0 or path_share > 1 then null
            -- 20 % less than in the base year after five years is 4.36 % less each year, not 4 points.
            when accumulation = 'change_vs_base' then
                change_sign * 100 * (
                    (1 + change_sign * path_from_value / 100)
                    * {{ power_of_positive(divide('1 + change_sign * path_to_value / 100', '1 + change_sign * path_from_value / 100'), 'path_share') }}
                    - 1
                )
            when path = 'compound' then
                path_from_value * {{ power_of_positive(divide('path_to_value', 'path_from_value'), 'path_share') }}
            else path_from_value + (path_to_value - path_from_value) * path_share
        end as path_value
    from sided

),

terms as (

    select
        *,
        -- A level that was already reached when the plan began has no distance to close: it has to be held.
        coalesce(is_baseline_met or baseline_headroom = 0, is_hold_path) as is_held_level,
        {{ without_binary_noise(divide('improvement', 'distance')) }} as distance_share,
        {{ divide('year - baseline_year', 'due_year - baseline_year') }} as elapsed_share,
        {{ divide('observed_value - drift_value', 'case when year > drift_year then year - drift_year end') }} as yearly_drift,
        case
            when year >= due_year or is_met then null
            when accumulation = 'change_vs_base' then
                change_sign * 100
                * {{ yearly_growth('(1 + change_sign * required_value / 100)', '(1 + change_sign * observed_value / 100)', '(due_year - year)') }}
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
        end as common_refusal
    from pathed

)
{%- endmacro %}
