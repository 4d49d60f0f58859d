-- What is wrong with a row by itself, whoever brought it: what reading found, then what the lists and ranges say.
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

comparators as (

    select * from {{ ref('list_values') }}
    where list_name = 'comparator'

),

grades as (

    select * from {{ ref('source_grades') }}

),

rules as (

    select * from {{ ref('stg_row_rules') }}

),

dated as (

    select
        mapped.*,
        comparators.value is not null as is_known_comparator,
        grades.source_grade is not null as is_known_grade,
        case when mapped.reason_code is null then 'readable' else 'unreadable' end as reading,
        -- The first day on which the figure can be told; of several years, in the last; of a quarter or a half, at its end.
        case
            when length(mapped.period) = 7 and substring(mapped.period, 6, 1) in ('Q', 'H') then mapped.period_end
            else
                try_cast(
                    concat_ws(
                        '',
                        case when length(mapped.period) = 9 then substring(mapped.period, 6, 4) else substring(mapped.period, 1, 4) end,
                        case when length(mapped.period) = 7 then substring(mapped.period, 5, 3) else '-01' end,
                        '-01'
                    ) as date
                )
        end as first_day_told
    from mapped
    left join comparators on mapped.comparator = comparators.value
    left join grades on mapped.source_grade = grades.source_grade

),

checks as (

    select
        load_id,
        line_number,
        is_landed,
        1 as position,
        reason_code,
        reason_column as column_name,
        reason_value as raw_value
    from dated
    where reading = 'unreadable'

    {% for position, code, column, value, condition in [
        (1, 'absent_value', 'value', 'raw_value', 'raw_value is null'),
        (1, 'text_in_value', 'value', 'raw_value',
            "raw_value is not null and (value is null or isnan(value) or abs(value) = cast('infinity' as double))"),
        (1, 'date_unreadable', 'published_on', 'raw_published_on', 'raw_published_on is not null and published_on is null'),
        (1, 'missing_source', 'source_title', 'source_title', 'source_title is null'),
        (2, 'unknown_region', "case when region_name_zh is null then 'region_code' else 'region_name_zh' end", 'coalesce(region_name_zh, printed_region_code)',
            'region_code is null and not is_ambiguous_region'),
        (2, 'ambiguous_region', 'region_name_zh', 'coalesce(region_name_zh, printed_region_code)', 'is_ambiguous_region'),
        (3, 'contradictory_region', 'region_code', 'printed_region_code', 'is_contradictory_region'),
        (4, 'contradictory_region', 'region_level', 'region_level',
            "region_level in ('country', 'province', 'city', 'county', 'area') and region_level <> known_region_level"),
        (5, 'ambiguous_indicator', 'indicator_zh', 'indicator_zh', 'is_ambiguous_indicator'),
        (6, 'unmapped_indicator', "case when indicator_label is null then 'indicator_zh' else 'indicator_label' end",
            "case when indicator_label is null then indicator_zh else concat_ws('', indicator_label, ' / ', coalesce(indicator_zh, '')) end",
            'indicator_id is null and not is_ambiguous_indicator'),
        (7, 'missing_unit', 'unit', 'unit', 'unit is null'),
        (8, 'unit_does_not_fit', 'unit', 'unit', 'unit is not null and indicator_id is not null and indicator_value is null'),
        (9, 'unknown_comparator', 'comparator', 'comparator', 'not is_known_comparator'),
        (10, 'unknown_grade', 'source_grade', 'source_grade', 'not is_known_grade'),
        (11, 'value_out_of_range', 'value', 'raw_value',
            'indicator_value < valid_min or indicator_value > coalesce(valid_max, ' ~ var('greatest_value')
            ~ ') or (indicator_value <> 0 and abs(indicator_value) < 1 / ' ~ var('greatest_value') ~ ')'),
        (12, 'implausible_period', 'period', 'period',
            'year is null or year < ' ~ var('first_valid_year') ~ ' or year > ' ~ var('last_valid_year')),
        (13, 'period_not_begun', 'period', 'period', 'first_day_told > ' ~ today()),
        (16, 'year_not_over', 'period', 'period',
            "period_kind in ('year', 'several_years') and (first_seen_on <= period_end or published_on < "
            ~ "try_cast(concat_ws('', period, '-06-01') as date))"),
        (17, 'fraction_of_a_count', 'value', 'raw_value', 'is_fraction_of_a_count'),
        (14, 'published_in_future', 'published_on', 'raw_published_on', 'is_published_in_future'),
        (15, 'published_before_period', 'published_on', 'raw_published_on', 'published_on < first_day_told'),
    ] %}
    union all

    select
        load_id,
        line_number,
        is_landed,
        {{ position }} as position,
        '{{ code }}' as reason_code,
        {{ column if column.startswith('case') else "'" ~ column ~ "'" }} as column_name,
        {{ value }} as raw_value
    from dated
    where reading = 'readable' and ({{ condition }})
    {% endfor %}

),

final as (

    select
        checks.load_id,
        checks.line_number,
        checks.position,
        checks.reason_code,
        checks.column_name,
        checks.raw_value,
        -- What nobody can read or name cannot be taken, whatever the rules say.
        case
            when checks.position in (1, 2, 5, 6, 7, 8, 9, 10) then true
            when checks.is_landed then rules.action <> 'warn'
            -- What kept rows are not asked keeps none of them out.
            else coalesce(rules.action_on_kept <> 'warn', false)
        end as is_rejected
    from checks
    left join rules on checks.reason_code = rules.reason_code

)

select * from final
