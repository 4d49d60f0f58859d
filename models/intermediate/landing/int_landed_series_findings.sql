-- What is wrong with a dropped row beside its own series: a jump, another name or unit than the series had so far.
-- A series is an indicator in a region, whole years with whole years, Junes with Junes.
with candidates as (

    select * from {{ ref('int_landed_standing') }}

),

slips as (

    select * from {{ ref('int_landed_scale_findings') }}

),

standing as (

    select candidates.*
    from candidates
    left join slips
        on
            candidates.load_id = slips.load_id
            and candidates.line_number = slips.line_number
            and slips.is_rejected
    where slips.load_id is null

),

rules as (

    select * from {{ ref('stg_row_rules') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

names as (

    select
        indicator_id,
        region_code,
        scope,
        coalesce(indicator_zh, '') as indicator_zh,
        coalesce(unit, '') as unit,
        min(load_number) as first_load
    from standing
    group by indicator_id, region_code, scope, coalesce(indicator_zh, ''), coalesce(unit, '')

),

names_of_series as (

    select
        *,
        min(first_load) over (partition by indicator_id, region_code, scope) as first_load_of_series
    from names

),

-- Few series are told under a name or unit that they did not begin with.
changed_names as (

    select * from names_of_series
    where first_load_of_series < first_load

),

changed_series as (

    select distinct
        indicator_id,
        region_code,
        scope
    from changed_names

),

names_of_loads as (

    select
        standing.indicator_id,
        standing.region_code,
        standing.scope,
        standing.load_number,
        min(concat_ws('', standing.indicator_zh, ' (', standing.unit, ')')) as series_name
    from standing
    inner join changed_series
        on
            standing.indicator_id = changed_series.indicator_id
            and standing.region_code = changed_series.region_code
            and standing.scope = changed_series.scope
    group by standing.indicator_id, standing.region_code, standing.scope, standing.load_number

),

earlier_names as (

    select
        *,
        lag(series_name) over (partition by indicator_id, region_code, scope order by load_number) as name_before
    from names_of_loads

),

landed as (

    select
        standing.*,
        changed_names.first_load is not null as is_definition_changed,
        indicators.indicator_id is not null as is_by_own_name,
        case
            when changed_names.first_load is not null
                then concat_ws(
                    '',
                    standing.indicator_zh, ' (', standing.unit, '), 原为 formerly ', coalesce(earlier_names.name_before, '?')
                )
        end as names_now_and_before
    from standing
    left join changed_names
        on
            standing.indicator_id = changed_names.indicator_id
            and standing.region_code = changed_names.region_code
            and standing.scope = changed_names.scope
            and coalesce(standing.indicator_zh, '') = changed_names.indicator_zh
            and coalesce(standing.unit, '') = changed_names.unit
            and standing.load_number = changed_names.first_load
    left join earlier_names
        on
            standing.indicator_id = earlier_names.indicator_id
            and standing.region_code = earlier_names.region_code
            and standing.scope = earlier_names.scope
            and standing.load_number = earlier_names.load_number
    left join indicators
        on
            standing.indicator_id = indicators.indicator_id
            and standing.indicator_zh = indicators.name_zh
            and standing.unit = indicators.unit
    where standing.is_landed

),

years as (

    select
        indicator_id,
        region_code,
        scope,
        part_of_year,
        year,
        avg(value) as value
    from standing
    where is_history
    group by indicator_id, region_code, scope, part_of_year, year

),

neighbours as (

    select
        indicator_id,
        region_code,
        scope,
        part_of_year,
        year,
        {% for step in [1, 2, 3] %}
        year - lag(year, {{ step }}) over series as years_before_{{ step }},
        lag(value, {{ step }}) over series as value_before_{{ step }},
        (lead(year, {{ step }}) over series) - year as years_after_{{ step }},
        lead(value, {{ step }}) over series as value_after_{{ step }},
        {% endfor %}
        value
    from years
    window series as (partition by indicator_id, region_code, scope, part_of_year order by year)

),

-- None of them farther away than `jump_years`.
near as (

    select
        indicator_id,
        region_code,
        scope,
        part_of_year,
        year,
        {% for step in [1, 2, 3] %}
        case when years_before_{{ step }} <= {{ var('jump_years') }} then value_before_{{ step }} end as before_{{ step }},
        case when years_after_{{ step }} <= {{ var('jump_years') }} then value_after_{{ step }} end as after_{{ step }},
        {% endfor %}
        least(
            case when years_before_1 <= {{ var('jump_years') }} then years_before_1 end,
            case when years_after_1 <= {{ var('jump_years') }} then years_after_1 end
        ) as gap,
        value
    from neighbours

),

spans as (

    select
        *,
        least(before_1, before_2, before_3, after_1, after_2, after_3) as lowest,
        greatest(before_1, before_2, before_3, after_1, after_2, after_3) as highest,
        case when before_1 is null then 0 else 1 end + case when before_2 is null then 0 else 1 end
        + case when before_3 is null then 0 else 1 end + case when after_1 is null then 0 else 1 end
        + case when after_2 is null then 0 else 1 end + case when after_3 is null then 0 else 1 end as neighbour_count,
        case when before_1 is not null and after_1 is not null then least(before_1, after_1) end as lower_side,
        case when before_1 is not null and after_1 is not null then greatest(before_1, after_1) end as upper_side
    from near

),

-- Shares, and what can be negative or nothing, differ by points; the rest by a factor.
distances as (

    select
        landed.load_id,
        landed.line_number,
        landed.raw_value,
        landed.unit,
        landed.indicator_zh,
        landed.is_definition_changed,
        landed.is_by_own_name,
        landed.names_now_and_before,
        landed.is_share,
        spans.neighbour_count,
        landed.is_figure
        and spans.lowest is not null
        and (landed.is_share or landed.value <= 0 or spans.lowest <= 0) as is_by_points,
        landed.is_figure
        and spans.lowest > 0
        and landed.value > 0
        and not landed.is_share
        -- From one award to two is no jump.
        and greatest(landed.value, spans.highest) >= 10 as is_by_factor,
        greatest(spans.lowest - landed.value, landed.value - spans.highest, 0) as points_outside,
        spans.highest - spans.lowest as points_spread,
        greatest(spans.lower_side - landed.value, landed.value - spans.upper_side, 0) as points_outside_sides,
        spans.upper_side - spans.lower_side as points_between_sides,
        case
            when landed.value > 0 and spans.lowest > 0
                then greatest(ln(spans.lowest / landed.value), ln(landed.value / spans.highest), 0)
        end as factor_outside,
        case when spans.lowest > 0 then ln(spans.highest / spans.lowest) end as factor_spread,
        case
            when landed.value > 0 and spans.lower_side > 0
                then greatest(ln(spans.lower_side / landed.value), ln(landed.value / spans.upper_side), 0)
        end as factor_outside_sides,
        case when spans.lower_side > 0 then ln(spans.upper_side / spans.lower_side) end as factor_between_sides,
        -- A series drifts with the root of the years between, and one of a few percent does not move by eight points.
        least({{ var('jump_points') }}, greatest(abs(spans.lowest), abs(spans.highest), 1)) * sqrt(spans.gap) as points_allowed,
        ln({{ var('jump_factor') }}) * sqrt(spans.gap) as factor_allowed,
        case when landed.is_definition_changed then {{ var('jump_share_after_definition_change') }} else 1.0 end as patience
    from landed
    left join spans
        on
            landed.indicator_id = spans.indicator_id
            and landed.region_code = spans.region_code
            and landed.scope = spans.scope
            and landed.part_of_year = spans.part_of_year
            and landed.year = spans.year

),

jumps as (

    select
        *,
        case
            when is_by_points and neighbour_count > 1
                then
                    points_outside > patience * ({{ var('jump_spreads') }} * points_spread + points_allowed)
                    or coalesce(points_outside_sides > patience * (points_between_sides + points_allowed), false)
            when is_by_points and is_share
                then points_outside > {{ var('jump_points_alone') }}
            when is_by_factor and neighbour_count > 1
                then
                    factor_outside > patience * ({{ var('jump_spreads') }} * factor_spread + factor_allowed)
                    or coalesce(factor_outside_sides > patience * (factor_between_sides + factor_allowed), false)
            when is_by_factor
                then factor_outside > ln({{ var('jump_factor_alone') }})
            else false
        end as is_jump
    from distances

),

-- What came before the last load.
earlier as (

    select * from standing
    where standing.is_history and standing.load_number < (select max(landed.load_number) from landed)

),

-- Another source, for the same key.
others as (

    select
        landed.load_id,
        landed.line_number,
        landed.raw_value,
        max(abs(landed.value - earlier.value) / greatest(abs(landed.value), abs(earlier.value))) as difference
    from landed
    inner join earlier
        on
            landed.indicator_id = earlier.indicator_id
            and landed.region_code = earlier.region_code
            and landed.scope = earlier.scope
            and landed.period = earlier.period
            and landed.file <> earlier.file
            and earlier.load_number < landed.load_number
    where landed.is_figure and landed.value <> earlier.value
    group by landed.load_id, landed.line_number, landed.raw_value

),

checks as (

    select
        load_id,
        line_number,
        31 as position,
        'definition_break' as reason_code,
        'indicator_zh' as column_name,
        concat_ws('', names_now_and_before, ': ', raw_value) as raw_value
    from jumps
    where is_definition_changed and is_jump

    union all

    select
        load_id,
        line_number,
        32 as position,
        'jump' as reason_code,
        'value' as column_name,
        raw_value
    from jumps
    where not is_definition_changed and is_jump

    union all

    select
        load_id,
        line_number,
        33 as position,
        'definition_change' as reason_code,
        'indicator_zh' as column_name,
        names_now_and_before as raw_value
    from jumps
    -- The list's own name and unit are what the series is.
    where is_definition_changed and not is_jump and not is_by_own_name

    union all

    select
        load_id,
        line_number,
        34 as position,
        'sources_disagree' as reason_code,
        'value' as column_name,
        raw_value
    from others
    where difference > {{ var('disagreement_share') }}

),

final as (

    select
        checks.load_id,
        checks.line_number,
        checks.position,
        checks.reason_code,
        checks.column_name,
        checks.raw_value,
        rules.action <> 'warn' as is_rejected
    from checks
    left join rules on checks.reason_code = rules.reason_code

)

select * from final
