{#- Whether two rows speak of one indicator, region, period and scope. -#}
{% macro is_of_same_key(one, other) -%}
    {%- for column in ['indicator_id', 'region_code', 'period', 'scope'] -%}
        {{ one }}.{{ column }} = {{ other }}.{{ column }}{% if not loop.last %} and {% endif %}
    {%- endfor -%}
{%- endmacro %}


{#- Whether two rows speak of one key and stand in versions of one file of one sender, under one source. -#}
{% macro is_of_same_file(one, other) -%}
    {{ is_of_same_key(one, other) }} and {{ one }}.file_of_sender = {{ other }}.file_of_sender
    and {{ one }}.source_title = {{ other }}.source_title
{%- endmacro %}
