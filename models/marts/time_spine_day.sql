-- Every day of those years. MetricFlow asks for a spine of days even where figures are yearly.
with numbers as (

    {{ dbt.generate_series(366 * (var('last_valid_year') - var('first_valid_year') + 1)) }}

),

first_day as (

    select cast('{{ var("first_valid_year") }}-01-01' as date) as first_date

),

days as (

    select cast({{ dbt.dateadd('day', 'numbers.generated_number - 1', 'first_day.first_date') }} as date) as date_day
    from numbers
    cross join first_day

),

final as (

    select date_day
    from days
    where date_day <= cast('{{ var("last_valid_year") }}-12-31' as date)

)

select * from final
