with source as (

    select * from {{ ref('stg_landed_rows') }}

),

-- A clock that ran ahead when the load came must not keep its figures from counting.
loads as (

    select
        load_id,
        load_number,
        is_withdrawn,
        is_data_set,
        least({{ day_of('first_seen_at') }}, {{ today() }}) as first_seen_on
    from {{ ref('stg_loads') }}

),

grades as (

    select * from {{ ref('source_grades') }}

),

kept as (

    select
        source.*,
        loads.first_seen_on,
        loads.load_number,
        -- The files of a data set are parts of one table.
        case when not loads.is_data_set then source.sheet end as context_sheet,
        grades.source_grade as named_grade,
        -- Whoever sent a file: the office named above its table, else the folder it was put into.
        coalesce(
            source.reported_by,
            case when {{ dbt.position("'/'", 'source.file') }} > 0 then {{ folder_of('source.file') }} end
        ) as sender,
        source.source_title is not null and source.source_title <> coalesce(source.reported_by, '') as has_named_source
    from source
    inner join loads on source.load_id = loads.load_id
    -- A grade may be named in words (官方).
    left join grades on source.source_grade = grades.label_zh or source.source_grade = lower(grades.label_en)
    where not loads.is_withdrawn

),

final as (

    select
        line_number,
        row_number,
        sheet,
        context_sheet,
        region_name_zh,
        region_code as printed_region_code,
        region_level,
        indicator_zh,
        indicator_label,
        unit,
        period,
        comparator,
        value_kind,
        -- A figure without a source has the file it came in for one, and the least grade.
        coalesce(source_title, file) as source_title,
        coalesce(named_grade, source_grade, 'unlocated') as source_grade,
        source_url,
        note,
        {{ unusual_scope('scope') }} as scope,
        is_break as raw_is_break,
        raw_value,
        raw_published_on,
        load_id,
        file,
        sender,
        has_named_source,
        -- Only a file of which it is known who sent it can be corrected by another: the one that comes later under its name.
        case
            when sender is not null or has_named_source then concat_ws('', file, ' | ', coalesce(sender, source_title))
            else load_id
        end as lineage,
        value,
        printed_number,
        printed_scale,
        value_column,
        {{ last_day_named('raw_published_on') }} as published_on,
        case
            when length(period) = 7 and substring(period, 6, 1) = 'Q'
                then
                    cast(
                        {{ dbt.last_day(
                            "try_cast(concat_ws('', substring(period, 1, 4), '-', right(concat_ws('', '0', cast(3 * try_cast(substring(period, 7, 1) as int) as "
                            ~ dbt.type_string() ~ ")), 2), '-01') as date)", 'month'
                        ) }} as date
                    )
            when length(period) = 7 and substring(period, 6, 1) = 'H'
                then try_cast(concat_ws('', substring(period, 1, 4), '-12-31') as date)
            else {{ last_day_of_period('period') }}
        end as period_end,
        case length(period)
            when 4 then 'year'
            when 7 then 'part_of_year'
            when 9 then 'several_years'
        end as period_kind,
        is_stated_span,
        first_seen_on,
        load_number,
        reason_code,
        reason_column,
        reason_value
    from kept

)

select * from final
