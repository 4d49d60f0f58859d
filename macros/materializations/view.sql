{#- A view is made in one statement, held to its contract, and kept where neither it nor what it reads has changed. -#}
{% materialization view, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set view = this.incorporate(type='view') -%}
    {% if is_kept(sql, existing is not none and existing.is_view) %}{{ return({'relations': [view]}) }}{% endif %}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') %}
        {{ drop_existing(existing) }}
        {{ get_create_view_as_sql(view, sql) }}
        {{ require_keys(view) }}
        {{ contract_question(view) }}
    {% endcall %}
    {{ return(finish_with(view)) }}
{% endmaterialization %}
