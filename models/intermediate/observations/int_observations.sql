-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

findings as (

    select * from {{ ref('int_findings') }}

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
        -- A later file of the same lineage corrects what the earlier said of the key, all of it, from the day it was seen.
        dense_rank() over (
            partition by
                mapped.indicator_id, mapped.region_code, mapped.period, mapped.scope, mapped.lineage, mapped.source_title
            order by mapped.load_number asc
        ) as version,
        max(mapped.published_on) over (
            partition by
                mapped.indicator_id, mapped.region_code, mapped.period, mapped.scope, mapped.lineage, mapped.source_title
            order by mapped.load_number asc
            range between unbounded preceding and 1 preceding
        ) as published_before,
        row_number() over (
            partition by mapped.indicator_id, mapped.region_code, mapped.period, mapped.scope, mapped.source_id
            order by mapped.load_number asc, mapped.line_number asc
        ) as telling,
        count(*) over (
            partition by mapped.indicator_id, mapped.region_code, mapped.period, mapped.scope, mapped.source_id
        ) as telling_count
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

-- What was published after all that was said before is news; anything else that comes later is a correction.
corrected as (

    select
        *,
        version > 1 and not coalesce(published_on > published_before, false) as is_correction
    from versions

),

dated as (

    select
        *,
        case when is_correction then greatest(known_on, first_seen_on) else known_on end as counts_from
    from corrected

),

taken as (

    select
        *,
        case when scope is null then source_id else concat_ws('', source_id, '.', {{ slug('scope') }}) end as source_of_scope,
        counts_from <= {{ as_of() }} as is_known,
        dense_rank() over (
            partition by indicator_id, region_code, period, scope, lineage, source_title, counts_from <= {{ as_of() }}
            order by version desc
        ) as versions_since
    from dated

),

-- Which figure holds for a key: one of the series' usual scope, one that its own source does not call superseded or
-- unofficial, the best grade, an exact figure before a bound, a dated one before an undated, then the latest publication.
ranked as (

    select
        *,
        row_number() over (
            partition by indicator_id, region_code, period, is_known
            order by
                case when versions_since = 1 then 1 else 2 end asc,
                case when scope is null then 1 else 2 end asc,
                case when caveat is null then 1 else 2 end asc,
                grade_rank asc,
                case comparator when 'eq' then 1 when 'approx' then 2 else 3 end asc,
                case when published_on is null then 2 else 1 end asc,
                counts_from desc,
                case when is_inferred then 2 else 1 end asc,
                load_number desc,
                line_number desc
        ) as preference,
        -- A break lies between two periods, whichever of the figures for a period tells of it.
        max(case when is_break then 1 else 0 end) over (
            partition by indicator_id, region_code, period, scope, is_known
        ) = 1 as is_break_of_period
    from taken

),

final as (

    select
        case
            when telling = telling_count
                then concat_ws('', indicator_id, '.', region_code, '.', period, '.', source_of_scope)
            else concat_ws('', indicator_id, '.', region_code, '.', period, '.', source_of_scope, '.', load_id)
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
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break_of_period as is_break,
        caveat,
        is_correction,
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
