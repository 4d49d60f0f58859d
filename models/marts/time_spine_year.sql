-- Every year that a figure or a due year may carry. Not `dbt.date_spine('year')`: on Spark it leaves out most years.
with numbers as (

    {{ dbt.generate_series(var('last_valid_year') - var('first_valid_year') + 1) }}

),

final as (

    select
        -- Spark's numbers are doubles.
        cast(
            concat_ws('', {{ var('first_valid_year') }} - 1 + cast(generated_number as {{ dbt.type_int() }}), '-01-01') as date
        ) as date_year
    from numbers

)

select * from final
