-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
{#- Two keys may have one number, which then are two more that nothing is to be decided about. -#}
{% set key_number = number_of(['mapped.indicator_id', 'mapped.region_code', 'mapped.period']) %}

{% set mapped_rows -%}
from {{ ref('int_observations_mapped') }} as mapped
inner join grades on mapped.source_grade = grades.source_grade
left join rejected
    on
        mapped.load_id = rejected.load_id
        and mapped.line_number = rejected.line_number
{%- endset %}
{% set can_be_taken -%}
where
    mapped.indicator_id is not null
    and coalesce(mapped.repetition, 1) = 1
    and rejected.load_id is null
{%- endset %}
with findings as (

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

-- What may be taken, whole: read once and joined with what was decided.
taken as (

    select mapped.*
    {{ mapped_rows }}
    {{ can_be_taken }}

),

keys as (

    select {{ key_number }} as key_number
    {{ mapped_rows }}
    {{ can_be_taken }}

),

-- Most figures are the only ones of their key, and nothing is to be decided about them.
contested as (

    select key_number
    from keys
    group by key_number
    having count(*) > 1

),

-- The others, with what decides between them and no more: what is sorted stays in memory.
in_contest as (

    select
        {% for column in [
            'load_id', 'line_number', 'load_number', 'indicator_id', 'region_code', 'period', 'scope', 'source_id', 'source_title',
            'lineage', 'published_on', 'first_seen_on', 'known_on', 'comparator', 'caveat', 'is_inferred', 'is_break',
            'indicator_value',
        ] -%}
        mapped.{{ column }},
        {% endfor -%}
        grades.grade_rank
    {{ mapped_rows }}
    inner join contested on {{ key_number }} = contested.key_number
    {{ can_be_taken }}

),

-- Most files come once, and most sources say one thing of a key.
revised_lineages as (

    select coalesce(lineage, '') as lineage
    from in_contest
    group by coalesce(lineage, '')
    having min(load_number) < max(load_number)

),

repeating_sources as (

    select
        indicator_id,
        coalesce(region_code, '') as region_code,
        coalesce(period, '') as period,
        coalesce(scope, '') as scope,
        source_id
    from in_contest
    group by indicator_id, coalesce(region_code, ''), coalesce(period, ''), coalesce(scope, ''), source_id
    having count(*) > 1

),

versions as (

    select
        in_contest.*,
        -- A later file of the same lineage corrects what the earlier said of the key, all of it, from the day it was seen.
        dense_rank() over (
            partition by
                in_contest.indicator_id, in_contest.region_code, in_contest.period, in_contest.scope, in_contest.lineage,
                in_contest.source_title
            order by in_contest.load_number asc
        ) as version,
        max(in_contest.published_on) over (
            partition by
                in_contest.indicator_id, in_contest.region_code, in_contest.period, in_contest.scope, in_contest.lineage,
                in_contest.source_title
            order by in_contest.load_number asc
            range between unbounded preceding and 1 preceding
        ) as published_before
    from in_contest
    inner join revised_lineages on coalesce(in_contest.lineage, '') = revised_lineages.lineage

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

revised as (

    select
        load_id,
        line_number,
        is_correction,
        counts_from,
        dense_rank() over (
            partition by indicator_id, region_code, period, scope, lineage, source_title, counts_from <= {{ as_of() }}
            order by version desc
        ) as versions_since
    from dated

),

tellings as (

    select
        in_contest.load_id,
        in_contest.line_number,
        row_number() over (
            partition by
                in_contest.indicator_id, in_contest.region_code, in_contest.period, in_contest.scope, in_contest.source_id
            order by in_contest.load_number desc, in_contest.line_number desc
        ) > 1 as is_told_later
    from in_contest
    inner join repeating_sources
        on
            in_contest.indicator_id = repeating_sources.indicator_id
            and coalesce(in_contest.region_code, '') = repeating_sources.region_code
            and coalesce(in_contest.period, '') = repeating_sources.period
            and coalesce(in_contest.scope, '') = repeating_sources.scope
            and in_contest.source_id = repeating_sources.source_id

),

standing as (

    select
        in_contest.*,
        coalesce(revised.is_correction, false) as is_correction,
        coalesce(revised.counts_from, in_contest.known_on) as counts_from,
        coalesce(revised.counts_from, in_contest.known_on) <= {{ as_of() }} as is_known,
        coalesce(revised.versions_since, 1) as versions_since,
        coalesce(tellings.is_told_later, false) as is_told_later
    from in_contest
    left join revised
        on
            in_contest.load_id = revised.load_id
            and in_contest.line_number = revised.line_number
    left join tellings
        on
            in_contest.load_id = tellings.load_id
            and in_contest.line_number = tellings.line_number

),

-- A break lies between two periods, whichever of the figures for a period tells of it. Few do.
told_breaks as (

    select distinct
        in_contest.indicator_id,
        coalesce(in_contest.region_code, '') as region_code,
        coalesce(in_contest.period, '') as period,
        coalesce(in_contest.scope, '') as scope,
        coalesce(revised.counts_from, in_contest.known_on) <= {{ as_of() }} as is_known
    from in_contest
    left join revised
        on
            in_contest.load_id = revised.load_id
            and in_contest.line_number = revised.line_number
    where in_contest.is_break

),

-- Which figure holds for a key: one of the series' usual scope, one that its own source does not call superseded or
-- unofficial, the best grade, an exact figure before a bound, a dated one before an undated, then the latest publication.
ranked as (

    select
        standing.*,
        told_breaks.indicator_id is not null as is_break_of_period,
        row_number() over (
            partition by standing.indicator_id, standing.region_code, standing.period, standing.is_known
            order by
                case when standing.versions_since = 1 then 1 else 2 end asc,
                case when standing.scope is null then 1 else 2 end asc,
                case when standing.caveat is null then 1 else 2 end asc,
                standing.grade_rank asc,
                case standing.comparator when 'eq' then 1 when 'approx' then 2 else 3 end asc,
                case when standing.published_on is null then 2 else 1 end asc,
                standing.counts_from desc,
                case when standing.is_inferred then 2 else 1 end asc,
                standing.load_number desc,
                standing.line_number desc
        ) as preference,
        -- A figure that differs from what was known for its key before it is a revision of that.
        standing.indicator_value <> lag(standing.indicator_value) over in_order_of_time
        and (standing.counts_from > first_value(standing.counts_from) over in_order_of_time or standing.is_correction) as is_revised
    from standing
    left join told_breaks
        on
            standing.indicator_id = told_breaks.indicator_id
            and coalesce(standing.region_code, '') = told_breaks.region_code
            and coalesce(standing.period, '') = told_breaks.period
            and coalesce(standing.scope, '') = told_breaks.scope
            and standing.is_known = told_breaks.is_known
    window in_order_of_time as (
        partition by standing.indicator_id, standing.region_code, standing.period
        order by standing.counts_from, standing.load_number, standing.line_number
    )

),

final as (

    select
        concat_ws(
            '',
            taken.indicator_id, '.', taken.region_code, '.', taken.period, '.', taken.source_id,
            case when taken.scope is not null then concat_ws('', '.', {{ slug('taken.scope') }}) end,
            case when ranked.is_told_later then concat_ws('', '.', taken.load_id) end
        ) as observation_id,
        taken.indicator_id,
        taken.region_code,
        taken.period,
        taken.period_kind,
        taken.is_as_of,
        taken.period_end,
        taken.year,
        taken.indicator_value as value,
        taken.comparator,
        taken.indicator_unit as unit,
        taken.source_id,
        taken.source_title,
        taken.source_grade,
        taken.source_url,
        taken.published_on,
        coalesce(ranked.counts_from, taken.known_on) as known_on,
        taken.is_inferred,
        taken.exactness,
        taken.lowest_value,
        taken.highest_value,
        taken.scope,
        coalesce(ranked.is_break_of_period, taken.is_break) as is_break,
        taken.caveat,
        coalesce(ranked.is_correction, false) as is_correction,
        coalesce(ranked.is_revised, false) as is_revised,
        coalesce(ranked.is_known and ranked.preference = 1, taken.known_on <= {{ as_of() }}) as is_preferred,
        taken.value as printed_value,
        taken.unit as printed_unit,
        taken.indicator_zh as printed_indicator_zh,
        taken.note,
        taken.load_id,
        taken.file,
        taken.row_number,
        taken.line_number
    from taken
    left join ranked
        on
            taken.load_id = ranked.load_id
            and taken.line_number = ranked.line_number

)

select * from final
