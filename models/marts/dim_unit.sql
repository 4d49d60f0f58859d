-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        unit,
        unit as name_zh,
        name_en,
        coalesce({{ text_or_null('label_en') }}, name_en) as label_en,
        coalesce({{ text_or_null('label_one_en') }}, {{ text_or_null('label_en') }}, name_en) as label_one_en,
        dimension
    from {{ ref('units') }}

)

select * from final
