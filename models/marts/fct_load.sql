-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_observations') }}
with loads as (

    select * from {{ ref('stg_loads') }}

),

landed_rows as (

    select * from {{ ref('stg_landed_rows') }}

),

plan_rows as (

    select * from {{ ref('stg_landed_plan_rows') }}
    where record in ('statement', 'rejection')

),

collected as (

    select * from {{ ref('stg_collected_observations') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

rejected as (

    select * from {{ ref('fct_rejected_row') }}

),

-- A file may hold figures and targets.
brought as (

    select load_id from landed_rows

    union all

    select load_id from plan_rows

    union all

    select load_id from collected

),

row_counts as (

    select
        load_id,
        count(*) as row_count
    from brought
    group by load_id

),

kept as (

    select
        load_id,
        case when is_revised then 1 else 0 end as is_revised
    from observations

    union all

    select
        load_id,
        0 as is_revised
    from plan_rows
    where record = 'statement'

),

taken as (

    select
        load_id,
        count(*) as taken_count,
        sum(is_revised) as revised_count
    from kept
    group by load_id

),

refused as (

    select
        load_id,
        count(*) as rejected_count,
        sum(case when reason_code = 'repeated_figure' then 1 else 0 end) as unchanged_count
    from rejected
    group by load_id

),

listed as (

    select
        load_id,
        load_number,
        file,
        form,
        kind,
        loaded_by,
        first_seen_at,
        size_bytes,
        is_withdrawn,
        withdrawn_reason
    from loads

    union all

    select distinct
        load_id,
        0 as load_number,
        file,
        'seed' as form,
        'observations' as kind,
        cast(null as {{ dbt.type_string() }}) as loaded_by,
        cast(null as {{ dbt.type_timestamp() }}) as first_seen_at,
        cast(null as {{ dbt.type_bigint() }}) as size_bytes,
        false as is_withdrawn,
        cast(null as {{ dbt.type_string() }}) as withdrawn_reason
    from collected

),

final as (

    select
        listed.load_id,
        cast(listed.load_number as {{ dbt.type_bigint() }}) as load_number,
        listed.file,
        listed.form,
        listed.kind,
        listed.loaded_by,
        listed.first_seen_at,
        listed.size_bytes,
        coalesce(row_counts.row_count, 0) as row_count,
        coalesce(taken.taken_count, 0) as taken_count,
        cast(coalesce(taken.revised_count, 0) as {{ dbt.type_bigint() }}) as revised_count,
        coalesce(refused.rejected_count, 0) as rejected_count,
        cast(coalesce(refused.unchanged_count, 0) as {{ dbt.type_bigint() }}) as unchanged_count,
        listed.is_withdrawn,
        listed.withdrawn_reason
    from listed
    left join row_counts on listed.load_id = row_counts.load_id
    left join taken on listed.load_id = taken.load_id
    left join refused on listed.load_id = refused.load_id

)

select * from final
