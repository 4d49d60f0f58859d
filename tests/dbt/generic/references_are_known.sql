{#-
Fails for every value of a column that its list lacks: `references` says of each column `to` which model and `field` it
refers. One query for all columns of a model, and each failing row names the column and its value. An empty cell
refers to nothing.
-#}
{% test references_are_known(model, references) %}

    {% for reference in references %}
    select
        '{{ reference.column }}' as column_name,
        cast(referring.{{ reference.column }} as {{ dbt.type_string() }}) as unknown_value,
        count(*) as row_count
    from {{ model }} as referring
    left join {{ reference.to }} as referred on referring.{{ reference.column }} = referred.{{ reference.field }}
    where referring.{{ reference.column }} is not null and referred.{{ reference.field }} is null
    group by referring.{{ reference.column }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

{% endtest %}
