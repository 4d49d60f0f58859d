-- The figures that could speak for a year for which another speaks.
{% set may_speak = "is_preferred and (period_kind = 'year' or is_as_of)" %}
{% set key_number = number_of(['indicator_id', 'region_code', 'year']) %}

with years as (

    select {{ key_number }} as key_number
    from {{ ref('int_observations') }}
    where {{ may_speak }}

),

-- Most years have one figure, and nothing is to be decided about them.
contested as (

    select key_number
    from years
    group by key_number
    having count(*) > 1

),

deciding as (

    select
        load_id,
        line_number,
        indicator_id,
        region_code,
        year,
        scope,
        period_kind,
        period
    from {{ ref('int_observations') }}
    where {{ may_speak }} and {{ key_number }} in (select contested.key_number from contested)

),

ranked as (

    select
        load_id,
        line_number,
        row_number() over (
            partition by indicator_id, region_code, year
            order by
                case when scope is null then 1 else 2 end asc,
                case period_kind when 'year' then 1 else 2 end asc,
                period desc
        ) as preference
    from deciding

),

final as (

    select
        load_id,
        line_number
    from ranked
    where preference > 1

)

select * from final
