-- Every row of every load, with what the alias lists make of it. Nothing is dropped here: the gate and the split
-- into observations and rejected rows come after.
with observations as (

    select * from {{ ref('stg_collected_observations') }}

),

indicator_aliases as (

    select * from {{ ref('indicator_aliases') }}

),

region_aliases as (

    select * from {{ ref('region_aliases') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

units as (

    select * from {{ ref('units') }}

),

-- An undated figure was known at the latest when its collection closed, which is no earlier than its newest row.
loads as (

    select
        load_id,
        max(greatest(coalesce(published_on, period_end), coalesce(period_end, published_on))) as closed_on
    from observations
    group by load_id

),

alias_matches as (

    select
        observations.load_id,
        observations.row_number,
        indicator_aliases.indicator_id,
        row_number() over (
            partition by observations.load_id, observations.row_number
            order by
                case when indicator_aliases.note_contains is not null then 1 else 0 end
                + case when indicator_aliases.unit is not null then 1 else 0 end
                + case when indicator_aliases.value_kind is not null then 1 else 0 end desc,
                indicator_aliases.indicator_id asc
        ) as match_rank
    from observations
    inner join indicator_aliases
        on
            observations.indicator_label = indicator_aliases.indicator_label
            and observations.indicator_zh = indicator_aliases.indicator_zh
            and (indicator_aliases.unit is null or observations.unit = indicator_aliases.unit)
            and (indicator_aliases.value_kind is null or observations.value_kind = indicator_aliases.value_kind)
            and (
                indicator_aliases.note_contains is null
                or {{ dbt.position('indicator_aliases.note_contains', 'observations.note') }} > 0
            )

),

mapped as (

    select
        observations.*,
        alias_matches.indicator_id,
        region_aliases.region_code,
        indicators.unit as indicator_unit,
        indicators.accumulation,
        indicators.valid_min,
        indicators.valid_max,
        {{ convert_unit('observations.value', 'printed_units', 'indicator_units') }} as indicator_value,
        {{ slug("concat(observations.source_title, ' ', coalesce(observations.raw_published_on, 'undated'))") }} as source_id,
        cast(extract(year from observations.period_end) as {{ dbt.type_int() }}) as year,
        coalesce(observations.published_on, loads.closed_on) as known_on,
        -- A month names either the end of a span (January to June) or the day of a count; a stock, and what its source
        -- states for 截至目前 (up to now), is a count.
        observations.period_kind = 'part_of_year'
        and (
            indicators.accumulation = 'stock'
            or coalesce({{ dbt.position("'截至目前'", 'observations.note') }}, 0) > 0
        ) as is_as_of
    from observations
    inner join loads on observations.load_id = loads.load_id
    left join alias_matches
        on
            observations.load_id = alias_matches.load_id
            and observations.row_number = alias_matches.row_number
            and alias_matches.match_rank = 1
    left join indicators on alias_matches.indicator_id = indicators.indicator_id
    left join region_aliases on observations.region_name_zh = region_aliases.region_name_zh
    left join units as printed_units on observations.unit = printed_units.unit
    left join units as indicator_units on indicators.unit = indicator_units.unit

),

final as (

    select
        *,
        -- The second time one source states the same figure for the same key is a repetition, not a confirmation.
        row_number() over (
            partition by indicator_id, region_code, period, source_id, comparator, indicator_value
            order by load_id, row_number
        ) as repetition
    from mapped

)

select * from final
