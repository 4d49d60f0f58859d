-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

findings as (

    select * from {{ ref('int_findings') }}

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
        'value' as column_name,
        raw_value,
        cast(null as {{ dbt.type_string() }}) as candidates,
        'repeated_figure' as reason_code
    from mapped
    where not is_landed and indicator_id is not null and repetition > 1

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
        candidates,
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
