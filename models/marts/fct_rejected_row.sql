-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

findings as (

    select * from {{ ref('int_landed_findings') }}

),

plan_rows as (

    select * from {{ ref('stg_landed_plan_rows') }}

),

reasons as (

    select * from {{ ref('rejection_reasons') }}

),

rejected as (

    select
        load_id,
        file,
        sheet,
        line_number,
        row_number,
        case when indicator_id is null then 'indicator_label' else 'value' end as column_name,
        case when indicator_id is null then concat(indicator_label, ' / ', indicator_zh) else raw_value end as raw_value,
        cast(null as {{ dbt.type_string() }}) as candidates,
        case when indicator_id is null then 'unmapped_indicator' else 'repeated_figure' end as reason_code
    from mapped
    where not is_landed and (indicator_id is null or repetition > 1)

    union all

    select
        load_id,
        file,
        sheet,
        line_number,
        row_number,
        column_name,
        raw_value,
        candidates,
        reason_code
    from findings
    where is_decisive

    union all

    select
        load_id,
        file,
        sheet,
        line_number,
        row_number,
        column_name,
        raw_value,
        cast(null as {{ dbt.type_string() }}) as candidates,
        reason_code
    from plan_rows
    where record = 'rejection'

),

final as (

    select
        rejected.load_id,
        rejected.file,
        rejected.sheet,
        rejected.line_number,
        rejected.row_number,
        rejected.column_name,
        rejected.raw_value,
        rejected.candidates,
        rejected.reason_code,
        reasons.reason_en as reason,
        reasons.reason_zh
    from rejected
    inner join reasons on rejected.reason_code = reasons.reason_code

)

select * from final
