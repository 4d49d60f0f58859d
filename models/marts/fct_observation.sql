with final as (

    select
        observation_id,
        indicator_id,
        region_code,
        period,
        period_kind,
        period_end,
        is_as_of,
        year,
        value,
        comparator,
        unit,
        source_id,
        source_grade,
        source_title,
        source_url,
        published_on,
        known_on,
        is_inferred,
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break,
        caveat,
        is_preferred,
        printed_indicator_zh,
        printed_value,
        printed_unit,
        note,
        load_id,
        file,
        row_number,
        line_number
    from {{ ref('int_observations') }}

)

select * from final
