{#- A seed's table is made anew; dbt's own macro asks the adapter to drop it, which prepares all macros once more. -#}
{% macro duckdb__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {% call statement('dropped') %}drop {{ old_relation.type }} if exists {{ old_relation }} cascade{% endcall %}
    {{ return(create_csv_table(model, agate_table)) }}
{% endmacro %}

{#- A list that has not changed is not read again. -#}
{% materialization seed, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {% if is_kept('', existing is not none and existing.is_table) %}
        {% do store_result('agate_table', response='KEPT') %}
        {{ return({'relations': [this.incorporate(type='table')]}) }}
    {% endif %}
    {{ return(dbt.materialization_seed_default()) }}
{% endmaterialization %}
