{#- A time spine begins and ends where the project's years do, and leaves out nothing between. -#}
{% test spine_is_whole(model, column, grain) %}

with ends as (

    select
        min({{ column }}) as first_date,
        max({{ column }}) as last_date,
        count(distinct {{ column }}) as date_count
    from {{ model }}

),

expected as (

    select
        cast('{{ var("first_valid_year") }}-01-01' as date) as first_date,
        cast('{{ var("last_valid_year") }}-{{ "12-31" if grain == "day" else "01-01" }}' as date) as last_date

)

select
    ends.first_date,
    ends.last_date,
    ends.date_count
from ends
cross join expected
where
    ends.first_date <> expected.first_date
    or ends.last_date <> expected.last_date
    or ends.date_count <> {{ dbt.datediff('expected.first_date', 'expected.last_date', grain) }} + 1

{% endtest %}
