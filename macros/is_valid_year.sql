{#- Whether a year can be one of a figure or a promise: `first_valid_year` to `last_valid_year` of dbt_project.yml. -#}
{% macro is_valid_year(year) -%}
    {{ year }} between {{ var('first_valid_year') }} and {{ var('last_valid_year') }}
{%- endmacro %}
