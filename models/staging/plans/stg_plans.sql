{% set columns = [
    'plan_id', 'document', 'title_zh', 'title_en', 'region_code', 'is_inferred_region', 'issuer_zh', 'issued_on',
    'raw_period_start', 'raw_period_end', 'raw_baseline_year', 'plan_kind', 'parent_plan_id', 'supersedes_plan_id',
    'is_whole_document', 'source_title', 'source_url', 'source_grade', 'note',
] %}
{% set seeded = {} %}
{% for year in ['period_start', 'period_end', 'baseline_year'] %}{% do seeded.update({'raw_' ~ year: year ~ ' as raw_' ~ year}) %}{% endfor %}

with source as (

    {% for seed in ['plans', 'plans_collected'] %}
    select
        {% for column in columns -%}
        {{ seeded.get(column, column) }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref(seed) }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

landed as (

    select * from {{ ref('stg_landed_plan_rows') }}

),

united as (

    select
        {% for column in columns if column != 'is_inferred_region' -%}
        {{ column }},
        {% endfor -%}
        coalesce(is_inferred_region, false) as is_inferred_region
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
        period_start as raw_period_start,
        period_end as raw_period_end,
        baseline_year as raw_baseline_year,
        'plan' as plan_kind,
        cast(null as {{ dbt.type_string() }}) as parent_plan_id,
        cast(null as {{ dbt.type_string() }}) as supersedes_plan_id,
        -- Whether an office dropped all of its plan's targets, its file does not say.
        cast(null as {{ dbt.type_boolean() }}) as is_whole_document,
        file as source_title,
        cast(null as {{ dbt.type_string() }}) as source_url,
        cast(null as {{ dbt.type_string() }}) as source_grade,
        note,
        false as is_inferred_region
    from landed
    where record = 'plan'

),

final as (

    select
        {% for column in columns -%}
        united.{{ column }},
        {% endfor -%}
        {% for year in ['period_start', 'period_end', 'baseline_year'] -%}
        {{ year_named('united.raw_' ~ year) }} as {{ year }},
        {% endfor -%}
        later.plan_id as superseded_by_plan_id
    from united
    left join united as later on united.plan_id = later.supersedes_plan_id

)

select * from final
