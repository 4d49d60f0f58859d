{#- Whether an indicator counts per head (每万人口…, 人均…), by its Chinese name: such a figure is a ratio, whatever its unit is. -#}
{% macro is_per_head(name_zh) -%}
    ({{ name_zh }} like '每%' or {{ name_zh }} like '%人均%')
{%- endmacro %}
