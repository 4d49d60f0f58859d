with paths as (

    select * from {{ ref('int_target_path') }}

),

targets as (

    select * from {{ ref('fct_target') }}

),

final as (

    select
        concat_ws('', paths.target_id, '.', cast(paths.year as {{ dbt.type_string() }})) as target_path_id,
        paths.target_id,
        targets.plan_id,
        targets.indicator_id,
        targets.region_code,
        paths.year,
        paths.path_value
    from paths
    inner join targets on paths.target_id = targets.target_id
    where paths.path_value is not null

)

select * from final
