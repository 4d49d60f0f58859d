{% set columns = [
    'plan_id', 'document', 'title_zh', 'title_en', 'region_code', 'issuer_zh', 'issued_on', 'plan_kind',
    'parent_plan_id', 'supersedes_plan_id', 'is_whole_document', 'source_title', 'source_url', 'source_grade',
] %}
{% set years = ['period_start', 'period_end', 'baseline_year'] %}

with source as (

    {% for seed in ['plans', 'plans_collected'] %}
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        {% for year in years -%}
        {{ year }} as raw_{{ year }},
        {% endfor -%}
        is_inferred_region,
        note
    from {{ ref(seed) }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

landed as (

    select * from {{ ref('stg_landed_plan_rows') }}

),

united as (

    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        {% for year in years -%}
        raw_{{ year }},
        {% endfor -%}
        coalesce(is_inferred_region, false) as is_inferred_region,
        note
    from source

    union all

    select
        plan_id,
        document,
        title_zh,
        title_en,
        region_code,
        issuer_zh,
        {{ last_day_named('issued_on') }} as issued_on,
        'plan' as plan_kind,
        cast(null as {{ dbt.type_string() }}) as parent_plan_id,
        cast(null as {{ dbt.type_string() }}) as supersedes_plan_id,
        -- Whether an office dropped all of its plan's targets, its file does not say.
        cast(null as {{ dbt.type_boolean() }}) as is_whole_document,
        file as source_title,
        cast(null as {{ dbt.type_string() }}) as source_url,
        cast(null as {{ dbt.type_string() }}) as source_grade,
        {% for year in years -%}
        {{ year }} as raw_{{ year }},
        {% endfor -%}
        false as is_inferred_region,
        note
    from landed
    where record = 'plan'

),

final as (

    select
        {% for column in columns -%}
        united.{{ column }},
        {% endfor -%}
        {% for year in years -%}
        united.raw_{{ year }},
        {{ year_named('united.raw_' ~ year) }} as {{ year }},
        {% endfor -%}
        united.is_inferred_region,
        united.note,
        later.plan_id as superseded_by_plan_id
    from united
    left join united as later on united.plan_id = later.supersedes_plan_id

)

select * from final
