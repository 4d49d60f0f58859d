-- The figures that the newest version of a file leaves out; in most builds no file has several, and nothing is compared.
with loads as (

    select * from {{ ref('stg_loads') }}
    where not is_withdrawn

),

mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

observations as (

    select * from {{ ref('int_observations') }}

),

versions as (

    select
        file,
        max(load_number) as newest
    from loads
    group by file
    having count(*) > 1

),

earlier_loads as (

    select
        loads.load_id,
        loads.file
    from loads
    inner join versions on loads.file = versions.file
    where loads.load_number < versions.newest

),

restated as (

    select distinct
        mapped.file,
        mapped.indicator_id,
        mapped.region_code,
        mapped.period
    from mapped
    inner join versions on mapped.file = versions.file and mapped.load_number = versions.newest

),

final as (

    select
        observations.observation_id,
        observations.load_id,
        observations.file,
        observations.row_number,
        observations.indicator_id,
        observations.region_code,
        observations.period
    from observations
    inner join earlier_loads on observations.load_id = earlier_loads.load_id
    left join restated
        on
            earlier_loads.file = restated.file
            and observations.indicator_id = restated.indicator_id
            and observations.region_code = restated.region_code
            and observations.period = restated.period
    where restated.file is null

)

select * from final
