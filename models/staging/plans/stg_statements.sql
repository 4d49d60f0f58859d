{% set columns = [
    'statement_id', 'plan_id', 'indicator_id', 'region_code', 'kind', 'form', 'location', 'comparator', 'value',
    'value_high', 'unit', 'start_year', 'due_year', 'is_inferred_year', 'is_inferred_value', 'accumulation', 'modality',
    'note', 'note_zh',
] %}

with source as (

    {% for seed in ['statements', 'statements_collected'] %}
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        {{ 'is_approximate' if seed == 'statements_collected' else "'false'" }} as is_approximate,
        'seeds/plans/{{ seed }}.csv' as file,
        {{ seed_row_number() }} as row_number
    from {{ ref(seed) }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

landed as (

    select * from {{ ref('stg_landed_plan_rows') }}
    where record = 'statement'

),

trimmed as (

    select
        row_number,
        file,
        {% for column in [
            'statement_id', 'plan_id', 'indicator_id', 'region_code', 'kind', 'form', 'location', 'comparator',
            'unit', 'accumulation', 'modality', 'note', 'note_zh',
        ] -%}
        {{ text_or_null(column) }} as {{ column }},
        {% endfor -%}
        cast(null as {{ dbt.type_string() }}) as printed_indicator_zh,
        {{ text_or_null('value') }} as raw_value,
        {{ text_or_null('value') }} as raw_printed_number,
        '1' as raw_printed_scale,
        {{ text_or_null('value_high') }} as raw_value_high,
        {{ text_or_null('start_year') }} as raw_start_year,
        {{ text_or_null('due_year') }} as raw_due_year,
        coalesce(lower({{ text_or_null('is_inferred_year') }}), 'false') = 'true' as is_inferred_year,
        coalesce(lower({{ text_or_null('is_inferred_value') }}), 'false') = 'true' as is_inferred_value,
        coalesce(lower({{ text_or_null('is_approximate') }}), 'false') = 'true' as is_approximate
    from source

    union all

    select
        row_number,
        file,
        {% for column in [
            'statement_id', 'plan_id', 'indicator_id', 'region_code', 'kind', 'form', 'location', 'comparator',
            'unit', 'accumulation', 'modality', 'note',
        ] -%}
        {{ column }},
        {% endfor -%}
        note as note_zh,
        indicator_zh as printed_indicator_zh,
        value as raw_value,
        printed_number as raw_printed_number,
        printed_scale as raw_printed_scale,
        value_high as raw_value_high,
        start_year as raw_start_year,
        due_year as raw_due_year,
        false as is_inferred_year,
        false as is_inferred_value,
        false as is_approximate
    from landed

),

final as (

    select
        *,
        {{ number_named('raw_value') }} as value,
        {{ number_named('raw_value_high') }} as value_high,
        case when {{ number_named('raw_printed_number') }} is not null then raw_printed_number end as printed_number,
        {{ number_named('raw_printed_scale') }} as printed_scale,
        {{ year_named('raw_start_year') }} as start_year,
        {{ year_named('raw_due_year') }} as due_year
    from trimmed

)

select * from final
