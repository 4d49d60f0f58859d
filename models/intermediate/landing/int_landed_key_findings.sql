-- What is wrong with a dropped row beside others of the same key: repeated, contradicted, or older than what is held.
-- Rows come in the order of their arrival; what the project keeps was there first.
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

row_findings as (

    select * from {{ ref('int_row_findings') }}

),

rules as (

    select * from {{ ref('stg_row_rules') }}

),

rejected as (

    select distinct
        load_id,
        line_number
    from row_findings
    where is_rejected

),

standing as (

    select
        mapped.load_id,
        mapped.line_number,
        mapped.file,
        mapped.is_landed,
        mapped.indicator_id,
        mapped.region_code,
        mapped.period,
        mapped.scope,
        mapped.source_id,
        mapped.source_title,
        mapped.published_on,
        mapped.raw_published_on,
        mapped.raw_value,
        concat(mapped.comparator, ' ', mapped.indicator_value) as figure,
        row_number() over (
            order by mapped.load_number asc, mapped.line_number asc
        ) as arrival
    from mapped
    left join rejected
        on
            mapped.load_id = rejected.load_id
            and mapped.line_number = rejected.line_number
    where
        rejected.load_id is null
        and mapped.indicator_id is not null
        and coalesce(mapped.repetition, 1) = 1

),

compared as (

    select
        *,
        -- Within the versions of one file the figure before decides, so that a correction may be taken back.
        lag(figure) over (
            partition by indicator_id, region_code, period, scope, source_id, file order by arrival
        ) as figure_before_in_file,
        first_value(file) over (
            partition by indicator_id, region_code, period, scope, source_id, figure order by arrival
        ) as first_file_of_figure,
        min(figure) over (partition by indicator_id, region_code, period, scope, source_id, load_id) as least_figure_in_load,
        max(figure) over (partition by indicator_id, region_code, period, scope, source_id, load_id) as greatest_figure_in_load,
        max(published_on) over (
            partition by indicator_id, region_code, period, scope, source_title
            order by arrival
            rows between unbounded preceding and 1 preceding
        ) as latest_publication_before
    from standing

),

judged as (

    select
        *,
        coalesce(figure = figure_before_in_file, false) or first_file_of_figure <> file as is_repeated,
        least_figure_in_load <> greatest_figure_in_load as is_contradictory_in_load,
        first_value(file) over (
            partition by indicator_id, region_code, period, scope, source_id
            order by case when least_figure_in_load <> greatest_figure_in_load then 2 else 1 end asc, arrival asc
        ) as holding_file
    from compared

),

checks as (

    {% for position, code, column, value, condition in [
        (21, 'repeated_figure', 'value', 'raw_value', 'is_repeated'),
        (22, 'contradictory_in_load', 'value', 'raw_value', 'is_contradictory_in_load and not is_repeated'),
        (23, 'contradicts_earlier_load', 'value', 'raw_value', 'holding_file <> file and not is_repeated'),
        (24, 'publication_backwards', 'published_on', 'raw_published_on', 'published_on < latest_publication_before'),
    ] %}
    select
        load_id,
        line_number,
        {{ position }} as position,
        '{{ code }}' as reason_code,
        '{{ column }}' as column_name,
        {{ value }} as raw_value
    from judged
    where is_landed and {{ condition }}
    {% if not loop.last %}union all{% endif %}

    {% endfor %}

),

final as (

    select
        checks.load_id,
        checks.line_number,
        checks.position,
        checks.reason_code,
        checks.column_name,
        checks.raw_value,
        -- Two figures under one key cannot both be taken; only which date is the earlier can be looked past.
        checks.position <> 24 or rules.action <> 'warn' as is_rejected
    from checks
    left join rules on checks.reason_code = rules.reason_code

)

select * from final
