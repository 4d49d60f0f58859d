-- The names that wait for somebody's decision: those that were refused, and those that plans brought with their indicator.
-- Mapped rows are named in both places that read them: as one set that is read twice they would be written down first.
with findings as (

    select * from {{ ref('int_findings') }}
    where is_decisive and reason_code in ('unmapped_indicator', 'ambiguous_indicator')

),

plan_rows as (

    select * from {{ ref('stg_landed_plan_rows') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}
    where is_provisional

),

refused_figures as (

    select
        coalesce(mapped.indicator_zh, mapped.indicator_label) as name_zh,
        mapped.unit,
        cast(null as {{ dbt.type_string() }}) as indicator_id,
        coalesce(mapped.sender, mapped.file) as sender,
        1 as figure_count,
        0 as target_count
    from {{ ref('int_observations_mapped') }} as mapped
    inner join findings
        on
            mapped.load_id = findings.load_id
            and mapped.line_number = findings.line_number
    where mapped.is_landed

),

refused_targets as (

    select
        raw_value as name_zh,
        cast(null as {{ dbt.type_string() }}) as unit,
        cast(null as {{ dbt.type_string() }}) as indicator_id,
        file as sender,
        0 as figure_count,
        1 as target_count
    from plan_rows
    where record = 'rejection' and reason_code in ('unknown_indicator', 'ambiguous_indicator', 'missing_direction')

),

brought_targets as (

    select
        indicators.name_zh,
        indicators.unit,
        indicators.indicator_id,
        plan_rows.file as sender,
        0 as figure_count,
        1 as target_count
    from plan_rows
    inner join indicators on plan_rows.indicator_id = indicators.indicator_id
    where plan_rows.record = 'statement' and plan_rows.kind = 'target'

),

-- Figures that came under the name of an indicator that a plan brought.
brought_figures as (

    select
        indicators.name_zh,
        indicators.unit,
        indicators.indicator_id,
        coalesce(mapped.sender, mapped.file) as sender,
        1 as figure_count,
        0 as target_count
    from {{ ref('int_observations_mapped') }} as mapped
    inner join indicators on mapped.indicator_id = indicators.indicator_id

),

rows_of_names as (

    select * from refused_figures

    union all

    select * from refused_targets

    union all

    select * from brought_targets

    union all

    select * from brought_figures

),

senders as (

    select distinct
        name_zh,
        unit,
        indicator_id,
        sender
    from rows_of_names
    where name_zh is not null

),

senders_listed as (

    select
        name_zh,
        unit,
        indicator_id,
        {{ dbt.listagg('sender', "'; '", 'order by sender') }} as senders
    from senders
    group by name_zh, unit, indicator_id

),

counted as (

    select
        name_zh,
        unit,
        indicator_id,
        sum(figure_count) as figure_count,
        sum(target_count) as target_count
    from rows_of_names
    where name_zh is not null
    group by name_zh, unit, indicator_id

),

final as (

    select
        concat_ws('', counted.name_zh, '|', coalesce(counted.unit, ''), '|', coalesce(counted.indicator_id, '')) as waiting_name_id,
        counted.name_zh,
        counted.unit,
        counted.indicator_id,
        counted.figure_count,
        counted.target_count,
        senders_listed.senders
    from counted
    left join senders_listed
        on
            counted.name_zh = senders_listed.name_zh
            and coalesce(counted.unit, '') = coalesce(senders_listed.unit, '')
            and coalesce(counted.indicator_id, '') = coalesce(senders_listed.indicator_id, '')

)

select * from final
