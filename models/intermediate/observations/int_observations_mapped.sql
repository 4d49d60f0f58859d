-- Every row of every load, with what the alias lists make of it. Nothing is dropped here: the gate and the split
-- into observations and rejected rows come after.
{% set columns = [
    'row_number', 'region_name_zh', 'region_level', 'indicator_zh', 'indicator_label', 'unit', 'period', 'comparator',
    'value_kind', 'source_title', 'source_grade', 'source_url', 'note', 'scope', 'raw_is_break', 'raw_value',
    'raw_published_on', 'load_id', 'file', 'value', 'printed_number', 'printed_scale', 'published_on', 'period_end',
    'period_kind',
] %}
{% set fall_sign = 'coalesce(by_name.fall_sign, by_note.fall_sign)' %}

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

    select
        load_id,
        {% for column in ['sheet', 'source_title', 'region_name_zh', 'printed_region_code', 'region_level'] -%}
        coalesce({{ column }}, '') as {{ column }},
        {% endfor -%}
        coalesce(year, 0) as year,
        coalesce(is_context_read, false) as is_context_read,
        region_code,
        candidates,
        coalesce(is_ambiguous, false) as is_ambiguous,
        coalesce(is_contradictory, false) as is_contradictory
    from {{ ref('int_region_matches') }}

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

-- An undated figure was known at the latest when its collection closed, which is no earlier than its newest row; one
-- that was dropped, when it was first seen.
closings as (

    select
        load_id,
        max(greatest(coalesce(published_on, period_end), coalesce(period_end, published_on))) as closed_on
    from collected
    group by load_id

),

told_by_project as (

    select
        {% for column in columns -%}
        collected.{{ column }},
        {% endfor -%}
        closings.closed_on,
        false as is_landed,
        collected.row_number as line_number,
        cast(null as {{ dbt.type_string() }}) as sheet,
        cast(null as {{ dbt.type_string() }}) as context_sheet,
        cast(null as {{ dbt.type_string() }}) as value_column,
        cast(null as {{ dbt.type_string() }}) as printed_region_code,
        false as is_stated_span,
        cast(null as date) as first_seen_on,
        0 as load_number,
        cast(null as {{ dbt.type_string() }}) as sender,
        true as has_named_source,
        collected.file as lineage,
        cast(null as {{ dbt.type_string() }}) as reason_code,
        cast(null as {{ dbt.type_string() }}) as reason_column,
        cast(null as {{ dbt.type_string() }}) as reason_value
    from collected
    inner join closings on collected.load_id = closings.load_id

),

told_by_files as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        first_seen_on as closed_on,
        true as is_landed,
        line_number,
        sheet,
        context_sheet,
        value_column,
        printed_region_code,
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

-- What the notes say about the figures themselves, in the words of the list.
remarked as (

    select
        load_id,
        note,
        {% for meaning in ['inferred', 'span', 'break'] -%}
        max(case when meaning = '{{ meaning }}' then 1 else 0 end) = 1 as says_{{ meaning }},
        {% endfor -%}
        -- Of several the first that bars a figure from being preferred.
        min(case when meaning in ('doubtful', 'superseded', 'unofficial') then meaning end) as caveat
    from note_remarks
    group by load_id, note

),

-- A name that speaks of a fall gives its size, whatever sign stands before it: 累计下降 13 and 累计下降 -13 are the same fall.
-- The indicator says whether it counts a fall as a positive or as a negative number.
named as (

    select
        indicator_matches.load_id,
        {% for column in ['indicator_label', 'indicator_zh', 'unit', 'value_kind', 'note'] -%}
        coalesce(indicator_matches.{{ column }}, '') as {{ column }},
        {% endfor -%}
        coalesce(indicator_matches.is_note_read, false) as is_note_read,
        indicator_matches.indicator_id,
        indicator_matches.candidates,
        coalesce(indicator_matches.is_ambiguous, false) as is_ambiguous,
        case
            when
                {{ holds_pattern('indicator_matches.indicator_zh', "'下降|降低|减少|削减|降幅'") }}
                and not {{ holds_pattern('indicator_matches.indicator_zh', "'负为'") }}
                then indicators.fall_sign
        end as fall_sign
    from indicator_matches
    left join indicators on indicator_matches.indicator_id = indicators.indicator_id

),

-- Of a million figures few name another source.
{% for origin, model in [('project', 'stg_collected_observations'), ('files', 'stg_landed_observations')] -%}
sources_of_{{ origin }} as (

    select
        source_title,
        raw_published_on,
        {{ slug("concat_ws('', source_title, ' ', coalesce(raw_published_on, 'undated'))") }} as source_id
    from {{ ref(model) }}
    group by source_title, raw_published_on

),

{% endfor -%}
-- Twice the same, because only what the project keeps has to be sorted, and that is little.
{% for origin in ['project', 'files'] %}
mapped_{{ origin }} as (

    select
        {% for column in columns if column not in ('value', 'comparator') -%}
        observations.{{ column }},
        {% endfor -%}
        case
            when observations.value * {{ fall_sign }} < 0 then {{ fall_sign }} * abs(observations.value)
            else observations.value
        end as value,
        case
            when observations.value * {{ fall_sign }} < 0 and {{ fall_sign }} <> 1
                then
                    case observations.comparator
                        when 'gt' then 'lt' when 'ge' then 'le' when 'lt' then 'gt' when 'le' then 'ge'
                        else observations.comparator
                    end
            else observations.comparator
        end as comparator,
        {% for column in [
            'closed_on', 'is_landed', 'line_number', 'sheet', 'value_column', 'printed_region_code', 'first_seen_on',
            'load_number', 'sender', 'has_named_source', 'lineage', 'reason_code', 'reason_column', 'reason_value',
        ] -%}
        observations.{{ column }},
        {% endfor -%}
        coalesce(by_name.indicator_id, by_note.indicator_id) as indicator_id,
        coalesce(by_name.candidates, by_note.candidates) as indicator_candidates,
        coalesce(by_name.is_ambiguous, by_note.is_ambiguous, false) as is_ambiguous_indicator,
        coalesce(by_region.region_code, by_context.region_code) as region_code,
        coalesce(by_region.candidates, by_context.candidates) as region_candidates,
        coalesce(by_region.is_ambiguous, by_context.is_ambiguous, false) as is_ambiguous_region,
        coalesce(by_region.is_contradictory, by_context.is_contradictory, false) as is_contradictory_region,
        sources.source_id,
        remarked.caveat,
        coalesce(remarked.says_inferred, false) as is_inferred,
        coalesce(remarked.says_span, false) or coalesce(observations.is_stated_span, false) as is_span,
        -- What the row states outweighs what its note seems to say.
        coalesce(lower(observations.raw_is_break) in ('true', '1', 'yes', '是'), remarked.says_break, false) as is_break,
        {{ printed_margin('observations.printed_number', 'observations.printed_scale', 'observations.comparator') }}
            as margin
    from told_by_{{ origin }} as observations
    -- What a name means may depend on the note, or on where it stands, and mostly does not. Two joins, as one with an `or`
    -- compares all with all.
    {% for reading, rest in [
        ('by_name', 'not by_name.is_note_read'),
        ('by_note', "by_note.is_note_read and coalesce(observations.note, '') = by_note.note"),
    ] -%}
    left join named as {{ reading }}
        on
            observations.load_id = {{ reading }}.load_id
            and {% for column in ['indicator_label', 'indicator_zh', 'unit', 'value_kind'] -%}
            coalesce(observations.{{ column }}, '') = {{ reading }}.{{ column }}
            and {% endfor -%}
            {{ rest }}
    {% endfor -%}
    left join remarked on observations.load_id = remarked.load_id and observations.note = remarked.note
    {% for reading, columns_read in [
        ('by_region', ['region_name_zh', 'printed_region_code', 'region_level']),
        ('by_context', ['region_name_zh', 'printed_region_code', 'region_level', 'source_title']),
    ] -%}
    left join region_matches as {{ reading }}
        on
            observations.load_id = {{ reading }}.load_id
            and {% for column in columns_read -%}
            coalesce(observations.{{ column }}, '') = {{ reading }}.{{ column }}
            and {% endfor -%}
            {% if reading == 'by_region' -%}
            not by_region.is_context_read
            {%- else -%}
            by_context.is_context_read
            and coalesce(observations.context_sheet, '') = by_context.sheet
            and coalesce(cast(extract(year from observations.period_end) as {{ dbt.type_int() }}), 0) = by_context.year
            {%- endif %}
    {% endfor -%}
    left join sources_of_{{ origin }} as sources
        on
            coalesce(observations.source_title, '') = coalesce(sources.source_title, '')
            and coalesce(observations.raw_published_on, '') = coalesce(sources.raw_published_on, '')

),

measured_{{ origin }} as (

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
        cast(extract(year from mapped.period_end) as {{ dbt.type_int() }}) as year,
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
        coalesce(mapped.published_on, mapped.closed_on) as known_on,
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
    from mapped_{{ origin }} as mapped
    left join indicators on mapped.indicator_id = indicators.indicator_id
    left join regions on mapped.region_code = regions.region_code
    left join units as printed_units on mapped.unit = printed_units.unit
    left join units as indicator_units on indicators.unit = indicator_units.unit

),

{% endfor %}

-- The second time one source states the same figure for the same key is a repetition, not a confirmation. What was
-- dropped is compared later, when it is known which of its rows can be read.
measured as (

    select
        *,
        row_number() over (
            partition by indicator_id, region_code, period, scope, source_id, comparator, indicator_value
            order by load_id, line_number
        ) as repetition
    from measured_project

    union all

    select
        *,
        cast(null as {{ dbt.type_bigint() }}) as repetition
    from measured_files

),

final as (

    select
        {% for column in columns if column not in ('value_kind', 'raw_is_break', 'printed_number', 'printed_scale') -%}
        {{ column }},
        {% endfor -%}
        {% for column in [
            'is_landed', 'line_number', 'sheet', 'value_column', 'printed_region_code', 'first_seen_on', 'load_number', 'sender',
            'has_named_source', 'lineage', 'reason_code', 'reason_column', 'reason_value', 'indicator_id', 'indicator_candidates',
            'is_ambiguous_indicator', 'region_code', 'region_candidates', 'is_ambiguous_region', 'is_contradictory_region',
            'caveat', 'is_inferred', 'is_break', 'indicator_unit', 'accumulation', 'valid_min', 'valid_max',
            'known_region_level', 'indicator_value', 'exactness', 'source_id', 'year', 'is_fraction_of_a_count', 'known_on',
            'is_published_in_future', 'is_as_of', 'repetition',
        ] -%}
        {{ column }},
        {% endfor -%}
        {{ within_limits('lowest_in_unit', 'valid_min', 'valid_max') }} as lowest_value,
        {{ within_limits('highest_in_unit', 'valid_min', 'valid_max') }} as highest_value
    from measured

)

select * from final
