-- Every row of every load, with what the alias lists make of it. Nothing is dropped here: the gate and the split
-- into observations and rejected rows come after.
{% set columns = [
    'row_number', 'region_name_zh', 'region_level', 'indicator_zh', 'indicator_label', 'unit', 'period', 'comparator',
    'value_kind', 'source_title', 'source_grade', 'source_url', 'note', 'scope', 'raw_is_break', 'raw_value',
    'raw_published_on', 'load_id', 'file', 'value', 'printed_number', 'printed_scale', 'published_on', 'period_end',
    'period_kind',
] %}

with collected as (

    select * from {{ ref('stg_collected_observations') }}

),

landed as (

    select * from {{ ref('stg_landed_observations') }}

),

indicator_matches as (

    select * from {{ ref('int_indicator_matches') }}

),

region_matches as (

    select * from {{ ref('int_region_matches') }}

),

regions as (

    select * from {{ ref('regions') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

units as (

    select * from {{ ref('units') }}

),

note_remarks as (

    select * from {{ ref('int_note_remarks') }}

),

observations as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        false as is_landed,
        row_number as line_number,
        cast(null as {{ dbt.type_string() }}) as sheet,
        cast(null as {{ dbt.type_string() }}) as value_column,
        cast(null as {{ dbt.type_string() }}) as printed_region_code,
        false as is_stated_as_of,
        false as is_stated_span,
        cast(null as date) as first_seen_on,
        0 as load_number,
        cast(null as {{ dbt.type_string() }}) as sender,
        true as has_named_source,
        file as lineage,
        cast(null as {{ dbt.type_string() }}) as reason_code,
        cast(null as {{ dbt.type_string() }}) as reason_column,
        cast(null as {{ dbt.type_string() }}) as reason_value
    from collected

    union all

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        true as is_landed,
        line_number,
        sheet,
        value_column,
        printed_region_code,
        is_stated_as_of,
        is_stated_span,
        first_seen_on,
        load_number,
        sender,
        has_named_source,
        lineage,
        reason_code,
        reason_column,
        reason_value
    from landed

),

-- An undated figure was known at the latest when its collection closed, which is no earlier than its newest row; one
-- that was dropped, when it was first seen.
loads as (

    select
        load_id,
        coalesce(
            max(first_seen_on), max(greatest(coalesce(published_on, period_end), coalesce(period_end, published_on)))
        ) as closed_on
    from observations
    group by load_id

),

-- What the notes say about the figures themselves, in the words of the list.
remarked as (

    select
        note,
        {% for meaning in ['inferred', 'span', 'break'] -%}
        max(case when meaning = '{{ meaning }}' then 1 else 0 end) = 1 as says_{{ meaning }},
        {% endfor -%}
        -- Of several the first that bars a figure from being preferred.
        min(case when meaning in ('doubtful', 'superseded', 'unofficial') then meaning end) as caveat
    from note_remarks
    group by note

),

-- What may name an indicator is matched once, however many figures bear it.
spellings as (

    select distinct
        coalesce(indicator_label, '') as indicator_label,
        coalesce(indicator_zh, '') as indicator_zh,
        coalesce(unit, '') as unit,
        coalesce(value_kind, '') as value_kind,
        coalesce(note, '') as note
    from observations

),

-- A name that speaks of a fall gives its size, whatever sign stands before it: 累计下降 13 and 累计下降 -13 are the same fall.
-- The indicator says whether it counts a fall as a positive or as a negative number.
named as (

    select
        spellings.*,
        indicator_matches.indicator_id,
        indicator_matches.candidates,
        indicator_matches.is_ambiguous,
        case
            when
                {{ holds_pattern('spellings.indicator_zh', "'下降|降低|减少|削减|降幅'") }}
                and not {{ holds_pattern('spellings.indicator_zh', "'负为'") }}
                then indicators.fall_sign
        end as fall_sign
    from spellings
    inner join indicator_matches
        on
            {% for column in ['indicator_label', 'indicator_zh', 'unit', 'value_kind'] -%}
            spellings.{{ column }} = coalesce(indicator_matches.{{ column }}, '')
            and {% endfor -%}
            (
                not coalesce(indicator_matches.is_note_read, false)
                or spellings.note = coalesce(indicator_matches.note, '')
            )
    left join indicators on indicator_matches.indicator_id = indicators.indicator_id

),

mapped as (

    select
        {% for column in columns if column not in ('value', 'comparator') -%}
        observations.{{ column }},
        {% endfor -%}
        case
            when observations.value * named.fall_sign < 0 then named.fall_sign * abs(observations.value)
            else observations.value
        end as value,
        case
            when observations.value * named.fall_sign < 0 and named.fall_sign <> 1
                then
                    case observations.comparator
                        when 'gt' then 'lt' when 'ge' then 'le' when 'lt' then 'gt' when 'le' then 'ge'
                        else observations.comparator
                    end
            else observations.comparator
        end as comparator,
        {% for column in [
            'is_landed', 'line_number', 'sheet', 'value_column', 'printed_region_code', 'is_stated_as_of',
            'is_stated_span', 'first_seen_on', 'load_number', 'sender', 'has_named_source', 'lineage', 'reason_code',
            'reason_column', 'reason_value',
        ] -%}
        observations.{{ column }},
        {% endfor -%}
        named.indicator_id,
        named.candidates as indicator_candidates,
        coalesce(named.is_ambiguous, false) as is_ambiguous_indicator,
        region_matches.region_code,
        region_matches.candidates as region_candidates,
        coalesce(region_matches.is_ambiguous, false) as is_ambiguous_region,
        coalesce(region_matches.is_contradictory, false) as is_contradictory_region,
        remarked.caveat,
        coalesce(remarked.says_inferred, false) as is_inferred,
        coalesce(remarked.says_span, false) or coalesce(observations.is_stated_span, false) as is_span,
        -- What the row states outweighs what its note seems to say.
        coalesce(lower(observations.raw_is_break) in ('true', '1', 'yes', '是'), remarked.says_break, false) as is_break,
        {{ printed_margin('observations.printed_number', 'observations.printed_scale', 'observations.comparator') }}
            as margin
    from observations
    left join named
        on
            coalesce(observations.indicator_label, '') = named.indicator_label
            and coalesce(observations.indicator_zh, '') = named.indicator_zh
            and coalesce(observations.unit, '') = named.unit
            and coalesce(observations.value_kind, '') = named.value_kind
            and coalesce(observations.note, '') = named.note
    left join remarked on observations.note = remarked.note
    left join region_matches
        on
            observations.load_id = region_matches.load_id
            {% for column in ['sheet', 'source_title', 'region_name_zh', 'printed_region_code', 'region_level'] -%}
            and coalesce(observations.{{ column }}, '') = coalesce(region_matches.{{ column }}, '')
            {% endfor -%}
            and coalesce(cast(extract(year from observations.period_end) as {{ dbt.type_int() }}), 0)
            = coalesce(region_matches.year, 0)

),

measured as (

    select
        mapped.*,
        indicators.unit as indicator_unit,
        indicators.accumulation,
        indicators.valid_min,
        indicators.valid_max,
        regions.level as known_region_level,
        {{ convert_unit('mapped.value', 'printed_units', 'indicator_units') }} as indicator_value,
        {{ convert_unit(lowest_value('mapped.value', 'mapped.margin', 'mapped.comparator'), 'printed_units', 'indicator_units') }}
            as lowest_in_unit,
        {{ convert_unit(highest_value('mapped.value', 'mapped.margin', 'mapped.comparator'), 'printed_units', 'indicator_units') }}
            as highest_in_unit,
        {{ exactness('mapped.comparator', 'mapped.is_inferred') }} as exactness,
        {{ slug("concat_ws('', mapped.source_title, ' ', coalesce(mapped.raw_published_on, 'undated'))") }} as source_id,
        cast(extract(year from mapped.period_end) as {{ dbt.type_int() }}) as year,
        coalesce({{ is_valid_year('extract(year from mapped.period_end)') }}, false) as has_plausible_year,
        -- People and pieces are counted whole; only what is told of each, or on the average, has a fraction.
        coalesce(
            indicator_units.dimension in ('count', 'people')
            and not (
                {{ dbt.position("'每'", 'indicators.name_zh') }} > 0 or {{ dbt.position("'均'", 'indicators.name_zh') }} > 0
            )
            and indicators.valid_min = 0
            and abs(
                {{ convert_unit('mapped.value', 'printed_units', 'indicator_units') }}
                - round({{ convert_unit('mapped.value', 'printed_units', 'indicator_units') }}, 0)
            ) > 0.0001,
            false
        ) as is_fraction_of_a_count,
        coalesce(mapped.published_on, loads.closed_on) as known_on,
        -- By the first day that the date may mean, where only a month or a year is given.
        coalesce(
            try_cast(
                concat_ws(
                    '',
                    mapped.raw_published_on,
                    case length(mapped.raw_published_on) when 4 then '-01-01' when 7 then '-01' else '' end
                ) as date
            ) > {{ today() }},
            false
        ) as is_published_in_future,
        -- A month names the end of a span (January to June) or the day of a count. A stock is a count, and so is a level
        -- that was published before its month was over, unless the source calls it one of a span: 上半年 is often told in
        -- June. A quarter or a half by name is a span.
        coalesce(
            mapped.period_kind = 'part_of_year'
            and (
                indicators.accumulation = 'stock'
                or (
                    indicators.accumulation in ('level', 'index')
                    and mapped.published_on < mapped.period_end
                    and not mapped.is_span
                    and substring(mapped.period, 6, 1) not in ('Q', 'H')
                )
            ),
            false
        ) as is_as_of
    from mapped
    inner join loads on mapped.load_id = loads.load_id
    left join indicators on mapped.indicator_id = indicators.indicator_id
    left join regions on mapped.region_code = regions.region_code
    left join units as printed_units on mapped.unit = printed_units.unit
    left join units as indicator_units on indicators.unit = indicator_units.unit

),

final as (

    select
        *,
        {{ within_limits('lowest_in_unit', 'valid_min', 'valid_max') }} as lowest_value,
        {{ within_limits('highest_in_unit', 'valid_min', 'valid_max') }} as highest_value,
        -- The second time one source states the same figure for the same key is a repetition, not a confirmation. What
        -- was dropped is compared later, when it is known which of its rows can be read.
        case
            when not is_landed
                then row_number() over (
                    partition by
                        is_landed, indicator_id, region_code, period, scope, source_id, comparator, indicator_value
                    order by load_id, line_number
                )
        end as repetition
    from measured

)

select * from final
