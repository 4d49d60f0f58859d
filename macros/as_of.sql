{#- The as-of date as SQL: var `as_of`, or the day the build started. -#}
{% macro as_of() -%}
    cast('{{ var("as_of") or run_started_at.strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}
