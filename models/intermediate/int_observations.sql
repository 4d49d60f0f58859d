-- depends_on: {{ ref('gate_observations') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

grades as (

    select * from {{ ref('source_grades') }}

),

taken as (

    select
        mapped.*,
        grades.grade_rank,
        mapped.note is not null and {{ dbt.position("'[推定]'", 'mapped.note') }} > 0 as is_inferred,
        mapped.known_on <= {{ as_of() }} as is_known
    from mapped
    inner join grades on mapped.source_grade = grades.source_grade
    where mapped.indicator_id is not null and mapped.repetition = 1

),

-- Which figure holds for a key: best grade, then an exact figure before a bound, then the latest publication.
ranked as (

    select
        *,
        row_number() over (
            partition by indicator_id, region_code, period, is_known
            order by
                grade_rank asc,
                case comparator when 'eq' then 1 when 'approx' then 2 else 3 end asc,
                known_on desc,
                case when is_inferred then 2 else 1 end asc,
                load_id desc,
                row_number desc
        ) as preference
    from taken

),

final as (

    select
        concat(indicator_id, '.', region_code, '.', period, '.', source_id) as observation_id,
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
        known_on,
        is_inferred,
        is_known and preference = 1 as is_preferred,
        ranked.value as printed_value,
        ranked.unit as printed_unit,
        indicator_zh as printed_indicator_zh,
        note,
        load_id,
        file,
        row_number
    from ranked

)

select * from final
