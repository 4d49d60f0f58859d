{#-
Fails for every combination of the columns that stands in more than one row, and for every row that leaves one of them
empty, which is no key. Written at a column, the key is that column.
-#}
{% test unique_key(model, columns=none, column_name=none, may_be_empty=[]) %}
    {%- set key = columns or [column_name] -%}
    {%- set filled = key | reject('in', may_be_empty) | list %}

    select
        {{ key | join(', ') }},
        count(*) as copies
    from {{ model }}
    group by {{ key | join(', ') }}
    having
        count(*) > 1
        {% for column in filled %}or {{ column }} is null
        {% endfor %}

{% endtest %}
