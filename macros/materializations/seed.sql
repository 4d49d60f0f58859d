{#- A seed's table is made anew; dbt's own macro asks the adapter to drop it, which prepares all macros once more. -#}
{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {% call statement('dropped') %}drop {{ old_relation.type }} if exists {{ old_relation }} cascade{% endcall %}
    {{ return(create_csv_table(model, agate_table)) }}
{% endmacro %}
