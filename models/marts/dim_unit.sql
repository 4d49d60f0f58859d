with final as (

    select
        unit,
        unit as name_zh,
        name_en,
        dimension
    from {{ ref('units') }}

)

select * from final
