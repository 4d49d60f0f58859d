-- Dropped figures that are a slip away from their series: the decimal point, 万 or 亿, a fraction for a percentage, a lost
-- sign. Such a figure lies far outside what is known near it, and inside once it is multiplied, divided or turned.
{% set scales = [10, 100, 1000, 10000, 100000000] %}
{% set near = var('jump_factor') %}
{% set far = var('jump_factor_alone') %}

with standing as (

    select * from {{ ref('int_landed_standing') }}

),

rules as (

    select * from {{ ref('stg_row_rules') }}

),

-- What the figures of a series, and the shares of all regions, come to at least and at most.
series as (

    select
        indicator_id,
        region_code,
        scope,
        min(value) as lowest,
        max(value) as highest
    from standing
    where is_history
    group by indicator_id, region_code, scope

),

shares as (

    select
        indicator_id,
        max(value) as highest
    from standing
    where is_history and is_share
    group by indicator_id

),

-- Only a figure that is far from one of them can be far from those near it, so only those are looked at.
landed as (

    select standing.*
    from standing
    left join series
        on
            standing.indicator_id = series.indicator_id
            and standing.region_code = series.region_code
            and standing.scope = series.scope
    left join shares on standing.indicator_id = shares.indicator_id
    where
        standing.is_landed
        and (
            standing.value * {{ far }} < series.highest
            or standing.value > {{ far }} * series.lowest
            or (standing.value > 0 and series.lowest < 0)
            or (standing.value < 0 and series.highest > 0)
            or (standing.is_share and standing.value * {{ far }} < shares.highest)
        )

),

landed_shares as (

    select distinct
        indicator_id,
        load_number
    from landed
    where is_share

),

asked as (

    select distinct indicator_id
    from landed

),

{% for round in [1, 2] %}
-- In the second round, without those that the first found: a slip is no measure for others.
measures_{{ round }} as (

    select standing.*
    from standing
    inner join asked on standing.indicator_id = asked.indicator_id
    {% if round == 2 -%}
    left join slips_1
        on
            standing.load_id = slips_1.load_id
            and standing.line_number = slips_1.line_number
            and (slips_1.is_too_small or slips_1.is_too_large or slips_1.is_turned or slips_1.is_fraction)
    where slips_1.load_id is null
    {%- endif %}

),

-- What stood before the load came counts; a file that is wrong throughout must not vouch for itself. Two years around
-- it, or else five. A level of a part of the year is of the size of the year's.
earlier_{{ round }} as (

    select
        landed.load_id,
        landed.line_number,
        coalesce(
            min(case when abs(standing.year - landed.year) <= 2 then standing.value end), min(standing.value)
        ) as lowest,
        coalesce(
            max(case when abs(standing.year - landed.year) <= 2 then standing.value end), max(standing.value)
        ) as highest,
        count(*) as figure_count
    from landed
    inner join measures_{{ round }} as standing
        on
            landed.indicator_id = standing.indicator_id
            and landed.region_code = standing.region_code
            and landed.scope = standing.scope
            and standing.year between landed.year - {{ var('jump_years') }} and landed.year + {{ var('jump_years') }}
            and (landed.is_level or landed.part_of_year = standing.part_of_year)
    where
        standing.is_history
        and standing.load_number < landed.load_number
        and standing.file <> landed.file
    group by landed.load_id, landed.line_number

),

-- Where nothing stood, the load's own other figures of the series.
beside_{{ round }} as (

    select
        landed.load_id,
        landed.line_number,
        coalesce(
            min(case when abs(others.year - landed.year) <= 2 then others.value end), min(others.value)
        ) as lowest,
        coalesce(
            max(case when abs(others.year - landed.year) <= 2 then others.value end), max(others.value)
        ) as highest,
        count(*) as figure_count
    from landed
    inner join measures_{{ round }} as others
        on
            landed.load_id = others.load_id
            and landed.indicator_id = others.indicator_id
            and landed.region_code = others.region_code
            and landed.scope = others.scope
            and landed.part_of_year = others.part_of_year
            and landed.line_number <> others.line_number
            and others.year between landed.year - {{ var('jump_years') }} and landed.year + {{ var('jump_years') }}
    where others.is_history
    group by landed.load_id, landed.line_number

),

-- Shares are of one size in all regions.
loads_of_shares_{{ round }} as (

    select
        indicator_id,
        load_number,
        min(value) as lowest,
        max(value) as highest,
        count(*) as figure_count
    from measures_{{ round }}
    where is_history and is_share
    group by indicator_id, load_number

),

peers_{{ round }} as (

    select
        newer.indicator_id,
        newer.load_number,
        min(older.lowest) as lowest,
        max(older.highest) as highest
    from landed_shares as newer
    inner join loads_of_shares_{{ round }} as older
        on
            newer.indicator_id = older.indicator_id
            and older.load_number < newer.load_number
    group by newer.indicator_id, newer.load_number
    having sum(older.figure_count) >= 3

),

compared_{{ round }} as (

    select
        landed.*,
        coalesce(earlier.lowest, beside.lowest) as lowest,
        coalesce(earlier.highest, beside.highest) as highest,
        coalesce(earlier.figure_count, beside.figure_count) as figure_count,
        case when earlier.lowest is null then peers.lowest end as lowest_of_peers,
        case when earlier.lowest is null then peers.highest end as highest_of_peers,
        -- A bound says nothing about one of its sides.
        landed.comparator in ('eq', 'approx', 'le', 'lt') as can_be_too_small,
        landed.comparator in ('eq', 'approx', 'ge', 'gt') as can_be_too_large
    from landed
    left join earlier_{{ round }} as earlier on landed.load_id = earlier.load_id and landed.line_number = earlier.line_number
    left join beside_{{ round }} as beside on landed.load_id = beside.load_id and landed.line_number = beside.line_number
    left join peers_{{ round }} as peers on landed.indicator_id = peers.indicator_id and landed.load_number = peers.load_number

),

slips_{{ round }} as (

    select
        *,
        can_be_too_small
        and not is_change
        and value > 0
        and value * {{ far }} < lowest
        and (
            {% for scale in scales -%}
            value * {{ scale }} between lowest / {{ near }} and highest * {{ near }}
            {%- if not loop.last %} or {% endif %}
            {% endfor %}
        )
        -- From four awards to forty is no slip; 3.4 awards are one.
        and (is_share and highest >= 1 or not is_share and (value >= 10 or value <> floor(value))) as is_too_small,
        can_be_too_large
        and not is_change
        and lowest > 0
        and value > {{ far }} * highest
        and (
            {% for scale in scales -%}
            value / {{ scale }} between lowest / {{ near }} and highest * {{ near }}
            {%- if not loop.last %} or {% endif %}
            {% endfor %}
        )
        and (is_share and value >= 1 or not is_share and (lowest >= 10 or lowest <> floor(lowest))) as is_too_large,
        is_figure
        and figure_count >= 3
        and (
            (value > 0 and highest < 0 and -value between lowest * {{ near }} and highest / {{ near }})
            or (value < 0 and lowest > 0 and -value between lowest / {{ near }} and highest * {{ near }})
        ) as is_turned,
        is_share
        and can_be_too_small
        and value > 0
        and value * {{ far }} < lowest_of_peers
        and value * 100 between lowest_of_peers / {{ near }} and highest_of_peers * {{ near }} as is_fraction
    from compared_{{ round }}

),

{% endfor %}

final as (

    select
        slips.load_id,
        slips.line_number,
        30 as position,
        'scale_slip' as reason_code,
        'value' as column_name,
        slips.raw_value,
        rules.action <> 'warn' as is_rejected
    from slips_2 as slips
    left join rules on rules.reason_code = 'scale_slip'
    where slips.is_too_small or slips.is_too_large or slips.is_turned or slips.is_fraction

)

select * from final
