-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        region_code,
        name_zh,
        short_name_zh,
        name_en,
        level,
        parent_code,
        first_year,
        last_year,
        longitude,
        latitude,
        note
    from {{ ref('regions') }}

)

select * from final
