{#- Fails for every combination of the columns that stands in more than one row. -#}
{% test unique_key(model, columns) %}

    select
        {{ columns | join(', ') }},
        count(*) as copies
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1

{% endtest %}
