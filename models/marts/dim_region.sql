with final as (

    select
        region_code,
        name_zh,
        name_en,
        level,
        parent_code,
        note
    from {{ ref('regions') }}

)

select * from final
