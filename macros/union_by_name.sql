{#- The rows of several relations as one, in these columns: by name, because tables of different ages order theirs differently. -#}
{% macro union_by_name(columns, relations) -%}
    {%- for relation in relations %}
    select {{ columns | join(', ') }} from {{ relation }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
