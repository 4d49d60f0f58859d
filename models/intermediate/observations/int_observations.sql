-- depends_on: {{ ref('gate_observations') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

findings as (

    select * from {{ ref('int_landed_findings') }}

),

grades as (

    select * from {{ ref('source_grades') }}

),

rejected as (

    select
        load_id,
        line_number
    from findings
    where is_decisive

),

versions as (

    select
        mapped.*,
        grades.grade_rank,
        -- The versions of one file: a later one corrects what the earlier said for the same source and key, from the day
        -- it was seen.
        row_number() over (
            partition by mapped.indicator_id, mapped.region_code, mapped.period, mapped.source_id
            order by mapped.load_number asc, mapped.line_number asc
        ) as version,
        count(*) over (
            partition by mapped.indicator_id, mapped.region_code, mapped.period, mapped.source_id
        ) as version_count
    from mapped
    inner join grades on mapped.source_grade = grades.source_grade
    left join rejected
        on
            mapped.load_id = rejected.load_id
            and mapped.line_number = rejected.line_number
    where
        mapped.indicator_id is not null
        and coalesce(mapped.repetition, 1) = 1
        and rejected.load_id is null

),

dated as (

    select
        *,
        case when version = 1 then known_on else greatest(known_on, first_seen_on) end as counts_from
    from versions

),

taken as (

    select
        *,
        note is not null and {{ dbt.position("'[推定]'", 'note') }} > 0 as is_inferred,
        counts_from <= {{ as_of() }} as is_known,
        row_number() over (
            partition by indicator_id, region_code, period, source_id, counts_from <= {{ as_of() }}
            order by version desc
        ) as versions_since
    from dated

),

-- Which figure holds for a key: best grade, then an exact figure before a bound, then the latest publication.
ranked as (

    select
        *,
        row_number() over (
            partition by indicator_id, region_code, period, is_known
            order by
                case when versions_since = 1 then 1 else 2 end asc,
                grade_rank asc,
                case comparator when 'eq' then 1 when 'approx' then 2 else 3 end asc,
                counts_from desc,
                case when is_inferred then 2 else 1 end asc,
                load_number desc,
                line_number desc
        ) as preference
    from taken

),

final as (

    select
        case
            when version = version_count
                then concat(indicator_id, '.', region_code, '.', period, '.', source_id)
            else concat(indicator_id, '.', region_code, '.', period, '.', source_id, '.', load_id)
        end as observation_id,
        indicator_id,
        region_code,
        period,
        period_kind,
        is_as_of,
        period_end,
        year,
        indicator_value as value,
        comparator,
        indicator_unit as unit,
        accumulation,
        source_id,
        source_title,
        source_grade,
        source_url,
        published_on,
        counts_from as known_on,
        is_inferred,
        is_known and preference = 1 as is_preferred,
        ranked.value as printed_value,
        ranked.unit as printed_unit,
        indicator_zh as printed_indicator_zh,
        note,
        load_id,
        file,
        row_number,
        line_number
    from ranked

)

select * from final
