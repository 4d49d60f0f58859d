{% set seeds = ['collected_through_2024', 'collected_2025_on'] %}

with source as (

    {% for seed in seeds %}
    select
        *,
        {{ seed_row_number() }} as row_number,
        '{{ seed }}' as load_id
    from {{ ref(seed) }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

trimmed as (

    select
        row_number,
        load_id,
        {% for column in [
            'region_name_zh', 'region_level', 'indicator_zh', 'indicator_label', 'unit', 'period', 'comparator',
            'value_kind', 'source_title', 'source_grade', 'source_url', 'note', 'scope',
        ] -%}
        {{ text_or_null(column) }} as {{ column }},
        {% endfor -%}
        {{ text_or_null('is_break') }} as raw_is_break,
        {{ text_or_null('value') }} as raw_value,
        {{ text_or_null('published_on') }} as raw_published_on
    from source

),

final as (

    select
        *,
        concat_ws('', 'seeds/observations/', load_id, '.csv') as file,
        {{ number_named('raw_value') }} as value,
        case when {{ number_named('raw_value') }} is not null then raw_value end as printed_number,
        1.0 as printed_scale,
        {{ last_day_named('raw_published_on') }} as published_on,
        {{ last_day_of_period('period') }} as period_end,
        case length(period)
            when 4 then 'year'
            when 7 then 'part_of_year'
            when 9 then 'several_years'
        end as period_kind
    from trimmed

)

select * from final
