-- Every dropped figure that says again, contradicts or corrects what else is told of its key, beside what was said of the
-- key before: by earlier files of its own sender, and by others. Rows come in the order of their arrival; what the project
-- keeps was there first.
{% set key = 'indicator_id, region_code, period, scope' %}

{#- No file has so many lines. -#}
{% set arrival = 'cast(mapped.load_number as ' ~ dbt.type_bigint() ~ ') * 10000000000 + mapped.line_number' %}

{#- Two keys may have one number, but no key has two: what is found by numbers is a little more than what is looked for. -#}
{% set key_texts = [
    "coalesce(mapped.indicator_id, '')", "coalesce(mapped.region_code, '')", "coalesce(mapped.period, '')", "coalesce(mapped.scope, '')",
] %}
{% set key_number = number_of(key_texts) %}

{#- A row that can be told. It is asked of all rows more than once, so that of most of them only numbers are held. -#}
{% set mapped_rows -%}
from {{ ref('int_observations_mapped') }} as mapped
left join rejected
    on
        mapped.load_id = rejected.load_id
        and mapped.line_number = rejected.line_number
{%- endset %}
{% set can_be_told -%}
where
    rejected.load_id is null
    and mapped.indicator_id is not null
    and coalesce(mapped.repetition, 1) = 1
{%- endset %}

with loads as (

    select * from {{ ref('stg_loads') }}

),

row_findings as (

    select * from {{ ref('int_row_findings') }}

),

rejected as (

    select distinct
        load_id,
        line_number
    from row_findings
    where is_rejected

),

keys as (

    select
        {{ key_number }} as key_number,
        mapped.load_number,
        mapped.is_landed
    {{ mapped_rows }}
    {{ can_be_told }}

),

-- Most figures are the only ones of their key, and nothing is to be compared with them.
contested as (

    select
        key_number,
        min(load_number) < max(load_number) as is_of_several_loads
    from keys
    group by key_number
    having count(*) > 1 and max(case when is_landed then 1 else 0 end) = 1

),

told as (

    select
        {{ key_number }} as key_number,
        {{ number_of(key_texts + ["coalesce(mapped.source_id, '')"]) }} as source_number,
        {{ number_of(key_texts + ["coalesce(mapped.source_title, '')", 'mapped.load_id']) }} as title_number,
        mapped.published_on,
        coalesce(loads.is_data_set, false) as is_of_data_set,
        {{ arrival }} as arrival
    {{ mapped_rows }}
    left join loads on mapped.load_id = loads.load_id
    {{ can_be_told }}

),

within_loads as (

    select told.*
    from told
    inner join contested on told.key_number = contested.key_number
    where not contested.is_of_several_loads

),

dated_within_loads as (

    select
        key_number,
        published_on,
        max(published_on) over (
            partition by title_number
            order by arrival
            rows between unbounded preceding and 1 preceding
        ) as latest_publication
    from within_loads
    where published_on is not null and not is_of_data_set

),

-- Of the keys that one load alone tells of, those of which one source says something twice, or an older thing later.
to_compare as (

    select key_number
    from contested
    where is_of_several_loads

    union

    select key_number
    from within_loads
    group by key_number, source_number
    having count(*) > 1

    union

    select key_number
    from dated_within_loads
    where published_on < latest_publication

),

standing as (

    select
        mapped.load_id,
        mapped.load_number,
        mapped.line_number,
        mapped.file,
        mapped.is_landed,
        mapped.indicator_id,
        mapped.region_code,
        mapped.period,
        coalesce(mapped.scope, '') as scope,
        mapped.source_id,
        mapped.source_title,
        mapped.source_grade,
        mapped.source_url,
        mapped.published_on,
        mapped.raw_published_on,
        mapped.raw_value,
        mapped.sender,
        mapped.has_named_source,
        mapped.lineage,
        {{ arrival }} as arrival,
        concat_ws('', mapped.file, ' | ', coalesce(mapped.sender, '')) as file_of_sender,
        concat_ws('', mapped.comparator, ' ', mapped.indicator_value) as figure
    {{ mapped_rows }}
    inner join to_compare on {{ key_number }} = to_compare.key_number
    {{ can_be_told }}

),

-- Most sources say one thing of a key.
repeating_sources as (

    select
        indicator_id,
        coalesce(region_code, '') as region_code,
        coalesce(period, '') as period,
        scope,
        source_id
    from standing
    group by indicator_id, coalesce(region_code, ''), coalesce(period, ''), scope, source_id
    having count(*) > 1

),

repeating as (

    select
        standing.load_id,
        standing.line_number,
        standing.indicator_id,
        standing.region_code,
        standing.period,
        standing.scope,
        standing.source_id,
        standing.file,
        standing.sender,
        standing.file_of_sender,
        standing.figure,
        standing.arrival
    from standing
    inner join repeating_sources
        on
            standing.indicator_id = repeating_sources.indicator_id
            and coalesce(standing.region_code, '') = repeating_sources.region_code
            and coalesce(standing.period, '') = repeating_sources.period
            and standing.scope = repeating_sources.scope
            and standing.source_id = repeating_sources.source_id

),

compared as (

    select
        *,
        min(figure) over (partition by {{ key }}, source_id, load_id)
        <> max(figure) over (partition by {{ key }}, source_id, load_id) as is_contradictory_in_load,
        row_number() over (partition by {{ key }}, source_id, load_id, figure order by arrival) > 1 as is_twice_in_load,
        first_value(file_of_sender) over (
            partition by {{ key }}, source_id, figure order by arrival
        ) as first_to_say_so
    from repeating

),

-- Whose figure holds for a source, so that another file's must agree with it.
holding as (

    select
        *,
        first_value(file) over (
            partition by {{ key }}, source_id
            order by case when is_contradictory_in_load then 2 else 1 end asc, arrival asc
        ) as holding_file,
        first_value(sender) over (
            partition by {{ key }}, source_id
            order by case when is_contradictory_in_load then 2 else 1 end asc, arrival asc
        ) as holding_sender
    from compared

),

-- The rows of a data set come in no order.
in_order as (

    select standing.*
    from standing
    left join loads on standing.load_id = loads.load_id
    where not coalesce(loads.is_data_set, false)

),

published as (

    select
        load_id,
        line_number,
        max(published_on) over (
            partition by {{ key }}, source_title, load_id
            order by arrival
            rows between unbounded preceding and 1 preceding
        ) as latest_publication_in_load
    from in_order

),

ordered as (

    select
        standing.*,
        concat_ws(
            '',
            standing.figure, ' | ', standing.source_id, ' | ', standing.source_grade, ' | ', coalesce(standing.source_url, '')
        ) as statement,
        coalesce(holding.is_contradictory_in_load, false) as is_contradictory_in_load,
        coalesce(holding.is_twice_in_load, false) as is_twice_in_load,
        coalesce(holding.first_to_say_so, standing.file_of_sender) as first_to_say_so,
        published.latest_publication_in_load,
        coalesce(holding.holding_file, standing.file) as holding_file,
        case when holding.load_id is null then standing.sender else holding.holding_sender end as holding_sender
    from standing
    left join published
        on
            standing.load_id = published.load_id
            and standing.line_number = published.line_number
    left join holding
        on
            standing.load_id = holding.load_id
            and standing.line_number = holding.line_number

),

-- What came with the last load came before nothing: of a first large load nothing is compared with itself.
earlier as (

    select * from ordered
    where ordered.load_number < (select max(newest.load_number) from ordered as newest)

),

deliveries as (

    select distinct
        {{ key }},
        file_of_sender,
        source_title,
        load_number
    from earlier
    where not is_contradictory_in_load

),

-- The figure of the same file that came before: the nearest one where it had several for the key.
befores as (

    select
        ordered.load_id,
        ordered.line_number,
        max(deliveries.load_number) as load_number
    from ordered
    inner join deliveries on {{ is_of_same_file('ordered', 'deliveries') }} and deliveries.load_number < ordered.load_number
    where ordered.is_landed
    group by ordered.load_id, ordered.line_number

),

ranked_befores as (

    select
        ordered.load_id,
        ordered.line_number,
        older.figure,
        older.statement,
        older.raw_value,
        older.raw_published_on,
        older.published_on,
        older.source_grade,
        older.source_url,
        row_number() over (
            partition by ordered.load_id, ordered.line_number
            order by
                case when older.statement = ordered.statement then 1 when older.source_id = ordered.source_id then 2 else 3 end asc,
                older.arrival asc
        ) as nearness
    from befores
    inner join ordered on befores.load_id = ordered.load_id and befores.line_number = ordered.line_number
    inner join earlier as older
        on
            {{ is_of_same_file('ordered', 'older') }}
            and befores.load_number = older.load_number
            and not older.is_contradictory_in_load

),

-- Of a source, what others published last; the versions of one file may take a date back.
dated as (

    select
        ordered.load_id,
        ordered.line_number,
        max(others.published_on) as latest_publication_of_others
    from ordered
    inner join earlier as others
        on
            {{ is_of_same_key('ordered', 'others') }}
            and ordered.source_title = others.source_title
            and ordered.file_of_sender <> others.file_of_sender
            and others.load_number < ordered.load_number
    where ordered.is_landed
    group by ordered.load_id, ordered.line_number

),

-- The last other figure for the key that this one neither corrects nor has to agree with, as nobody knows who sent the
-- two, or two offices name one source.
ranked_others as (

    select
        ordered.load_id,
        ordered.line_number,
        others.file,
        others.raw_value,
        row_number() over (partition by ordered.load_id, ordered.line_number order by others.arrival desc) as recency
    from ordered
    inner join earlier as others
        on
            {{ is_of_same_key('ordered', 'others') }}
            and ordered.lineage <> others.lineage
            and ordered.figure <> others.figure
            and others.load_number < ordered.load_number
            and others.is_landed
            and not others.is_contradictory_in_load
            and (
                (not ordered.has_named_source and not others.has_named_source)
                or ordered.source_id = others.source_id
            )
    where ordered.is_landed

),

judged as (

    select
        ordered.*,
        befores.figure as figure_before,
        befores.raw_value as raw_value_before,
        befores.published_on as published_on_before,
        befores.raw_published_on as raw_published_on_before,
        befores.source_grade as source_grade_before,
        befores.source_url as source_url_before,
        befores.statement is not null as has_before,
        coalesce(befores.statement = ordered.statement, false) as is_restated,
        others.file as contradicted_file,
        others.raw_value as contradicted_value,
        greatest(ordered.latest_publication_in_load, dated.latest_publication_of_others) as latest_publication_before,
        -- One source has one figure, whichever file it came in; but of one source named by two offices each may have its own.
        ordered.has_named_source
        and ordered.holding_file <> ordered.file
        and not coalesce(ordered.sender <> ordered.holding_sender, false) as is_bound_to_other_file
    from ordered
    left join ranked_befores as befores
        on
            ordered.load_id = befores.load_id
            and ordered.line_number = befores.line_number
            and befores.nearness = 1
    left join ranked_others as others
        on
            ordered.load_id = others.load_id
            and ordered.line_number = others.line_number
            and others.recency = 1
    left join dated
        on
            ordered.load_id = dated.load_id
            and ordered.line_number = dated.line_number

),

told_again as (

    select
        *,
        is_restated
        or is_twice_in_load
        or (first_to_say_so <> file_of_sender and (is_bound_to_other_file or not has_before)) as is_repeated
    from judged

),

-- Of most figures nothing more is to be said than that the key has others.
final as (

    select * from told_again
    where
        is_landed
        and (
            has_before
            or is_repeated
            or is_contradictory_in_load
            or is_bound_to_other_file
            or contradicted_value is not null
            or published_on < latest_publication_before
        )

)

select * from final
