-- depends_on: {{ ref('gate_lists') }}
with indicators as (

    select * from {{ ref('stg_indicators') }}

),

themes as (

    select * from {{ ref('themes') }}

),

final as (

    select
        indicators.indicator_id,
        indicators.name_zh,
        indicators.name_en,
        indicators.theme,
        themes.name_zh as theme_name_zh,
        themes.name_en as theme_name_en,
        indicators.unit,
        indicators.direction,
        indicators.accumulation,
        indicators.valid_min,
        indicators.valid_max,
        -1 * indicators.fall_sign as change_sign,
        indicators.note,
        indicators.is_provisional,
        indicators.first_plan_id,
        indicators.nearest_indicators
    from indicators
    left join themes on indicators.theme = themes.theme

)

select * from final
