-- The figures that could speak for a year for which another speaks.
with deciding as (

    select
        load_id,
        line_number,
        coalesce(indicator_id, '') as indicator_id,
        coalesce(region_code, '') as region_code,
        year,
        scope,
        period_kind,
        period
    from {{ ref('int_observations') }}
    where is_preferred and (period_kind = 'year' or is_as_of)

),

-- Most years have one figure, and nothing is to be decided about them.
contested as (

    select
        indicator_id,
        region_code,
        year
    from deciding
    group by indicator_id, region_code, year
    having count(*) > 1

),

ranked as (

    select
        deciding.load_id,
        deciding.line_number,
        row_number() over (
            partition by deciding.indicator_id, deciding.region_code, deciding.year
            order by
                case when deciding.scope is null then 1 else 2 end asc,
                case deciding.period_kind when 'year' then 1 else 2 end asc,
                deciding.period desc
        ) as preference
    from deciding
    inner join contested
        on
            deciding.indicator_id = contested.indicator_id
            and deciding.region_code = contested.region_code
            and deciding.year = contested.year

),

final as (

    select
        load_id,
        line_number
    from ranked
    where preference > 1

)

select * from final
