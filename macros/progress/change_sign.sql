{#-
Whether a change against a base year counts a reduction (-1: 14 means 14 % less) or growth (1: 14 means 14 % more). A figure that
should rise and cannot exceed 100 is a reduction: nothing can fall by more than all of it, while growth has no such end.
-#}
{% macro change_sign(relation) -%}
    case when {{ relation }}.direction = 1 and {{ relation }}.valid_max <= 100 then -1 else 1 end
{%- endmacro %}


{% macro year_of(date_expression) -%}
    cast(extract(year from {{ date_expression }}) as integer)
{%- endmacro %}
