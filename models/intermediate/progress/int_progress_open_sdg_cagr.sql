-- Open SDG's progress measure 2.4, as Statistics Canada publishes it: the observed average yearly growth over the growth
-- that the target requires; without a target the growth itself, against cut-offs that shrink near a natural limit. It
-- reproduces the official figures, its replacement of zero by 0.001 included; where that has happened the reason says so.
with terms as (

    select * from {{ ref('int_progress_terms') }}

),

cutoffs as (

    select * from {{ ref('progress_cutoffs') }}

),

levels as (

    select
        *,
        -- A change against a base year is a level of 100 in that year; a reduction is a level that has to fall.
        case when accumulation = 'change_vs_base' then direction * change_sign else direction end as level_direction,
        case when accumulation = 'change_vs_base' then 100 + change_sign * baseline_value else baseline_value end
            as level_at_baseline,
        case when accumulation = 'change_vs_base' then 100 + change_sign * observed_value else observed_value end
            as current_level,
        case when accumulation = 'change_vs_base' then 100 + change_sign * required_value else required_value end
            as level_required
    from terms

),

replaced as (

    select
        *,
        case when level_at_baseline = 0 then 0.001 else level_at_baseline end as base,
        case when level_required = 0 then 0.001 else level_required end as goal,
        case when level_at_baseline < 0 then -1 else 1 end as base_sign,
        -- Growth takes time; a target due in its baseline year, or before it, has none.
        case when due_year > baseline_year then cast(due_year - baseline_year as double) end as required_years,
        coalesce(level_at_baseline = 0 or level_required = 0, false) as is_zero_replaced
    from levels

),

grown as (

    select
        *,
        {{ yearly_growth('current_level', 'base', '(figure_time - baseline_year)') }} as observed_growth,
        case
            when goal * base > 0 then {{ yearly_growth('goal', 'base', '(due_year - baseline_year)') }}
        end as required_growth,
        -- A target on the other side of zero has no real growth rate; the official engine goes on with the modulus of the
        -- complex one.
        case
            when goal * base < 0 then
                sqrt(
                    1.0
                    + {{ power_of_positive(divide('-1 * goal', 'base'), '2.0 / required_years') }}
                    - 2.0
                    * {{ power_of_positive(divide('-1 * goal', 'base'), '1.0 / required_years') }}
                    * cos(pi() / required_years)
                )
        end as required_growth_modulus
    from replaced

),

measured as (

    select
        *,
        case
            when year <= baseline_year or base * current_level < 0 then null
            when target_value is null then base_sign * level_direction * observed_growth
            else
                {{ divide('base_sign * level_direction * observed_growth', 'coalesce(abs(required_growth), required_growth_modulus)') }}
        end as measure,
        case when target_value is null then 'open_sdg_cagr_without_target' else 'open_sdg_cagr' end as cutoff_set,
        case
            when target_value is not null or limit_value is null or abs(base) >= 2 * abs(limit_value) then 1.0
            when abs(base) <= abs(limit_value) then 1.0 - power({{ divide('abs(base)', 'abs(limit_value)') }}, 4.44)
            else 1.0 - power({{ divide('2 * abs(limit_value) - abs(base)', 'abs(limit_value)') }}, 4.44)
        end as cutoff_scale,
        coalesce(
            case
                when comparator in ('gt', 'lt') then is_met
                else level_direction * (current_level - goal) >= 0
            end,
            false
        ) as is_achieved
    from grown

),

banded as (

    select
        measured.*,
        cutoffs.category
    from measured
    left join cutoffs on {{ is_in_band('measured', 'cutoffs') }}

),

final as (

    select
        target_id,
        year,
        reading,
        'open_sdg_cagr' as method,
        case
            when accumulation = 'period_flow' then 'growth_from_zero'
            when baseline_value is null then 'no_baseline'
        end as blocking_reason,
        is_achieved,
        cast(null as {{ dbt.type_string() }}) as direct_status,
        case
            when is_zero_replaced then 'zero_replaced'
            when required_growth_modulus is not null then 'target_beyond_zero'
        end as direct_reason,
        case
            when year <= baseline_year then 'observation_not_after_baseline'
            when base * current_level < 0 then 'sign_change'
            when goal = base then 'baseline_equals_target'
        end as method_reason,
        measure,
        cutoff_set,
        cutoff_scale,
        path_value as expected_value,
        cast(null as double) as projected_value,
        -- Piecewise linear in the measure, with the constants that the official documentation prints.
        case
            when is_achieved then 5.0
            when measure is null then null
            when target_value is not null and category in ('substantial_progress', 'moderate_progress')
                then least(7.1429 * measure - 4.2857, 5.0)
            when target_value is not null then greatest(4.1667 * measure - 2.5, -5.0)
            when category = 'deterioration' then greatest(125 * measure - 2.5, -5.0)
            -- The base value is at its natural limit, and the limit is kept.
            when cutoff_scale = 0 then 5.0
            when category = 'substantial_progress' then least(500 * measure / nullif(cutoff_scale, 0) - 5.0, 5.0)
            when category = 'moderate_progress' then 250 * measure / nullif(cutoff_scale, 0) - 1.25
            else 500 * measure / nullif(cutoff_scale, 0) - 2.5
        end as score
    from banded

)

select * from final
