{#-
A table is kept where nothing that it was made of has changed. Else it is replaced within one transaction, and where that fails the one of before stays. dbt-duckdb's own
materialization does it in steps of the adapter (two renames and a drop), each of which prepares all macros of the
project anew: a twelfth of a whole build. What else it sees to (foreign keys, indexes, grants, partitions) is not used.
A Python model writes in a session of its own, which cannot see the transaction, so its table is renamed in it.
Where a row of a load follows from that load alone in what the table reads (`by_load` in its yml), only the rows of loads
that have changed are made, in the place of those that the table had.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- set language = model['language'] -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set table = this.incorporate(type='table') -%}
    {% if is_kept(compiled_code, existing is not none and existing.is_table) %}{{ return({'relations': [table]}) }}{% endif %}
    {%- set rows = rows_to_make() | trim -%}
    {%- set made = make_intermediate_relation(table) if language == 'python' else table -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% if language == 'python' %}
        {% call statement('left_over', auto_begin=False) %}drop table if exists {{ made }}{% endcall %}
        {% call statement('main', language=language, auto_begin=False) %}
            {{- create_table_as(False, made, compiled_code, language) }}
        {% endcall %}
    {% endif %}
    {#- In one call: dbt spends more on each than DuckDB does. -#}
    {% call statement('renamed' if language == 'python' else 'main') %}
        {% if rows -%}
            delete from {{ table }} where {{ rows }};
            insert into {{ table }} by name
            {%- if language == 'python' %} select * from {{ made }}; drop table {{ made }};
            {%- else %} select * from ({{ compiled_code }}) as made where {{ rows }};
            {%- endif %}
        {%- else -%}
            {{ drop_existing(existing) }}
            {% if language == 'python' -%}
                alter table {{ made }} rename to {{ table.identifier }};
            {%- else -%}
                {%- set parts = in_parts(compiled_code) -%}
                {{ create_table_as(False, table, parts[0], language) }}
                {%- for part in parts[1:] %}
                insert into {{ table }} by name select * from ({{ part }}) as made;
                {%- endfor %}
            {%- endif %}
        {%- endif %}
        {{ require_keys(table, rows) }}
    {% endcall %}
    {{ return(finish_with(table)) }}
{% endmaterialization %}


{#- What stands in the way of a table or view that is made anew. -#}
{% macro drop_existing(existing) -%}
    {% if existing is not none %}drop {{ existing.type }} if exists {{ existing }} cascade;{% endif %}
{%- endmacro %}


{#- What ends the making of a seed, view or table; what dbt is told of it. -#}
{% macro finish_with(relation) -%}
    {% do persist_docs(relation, model) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [relation]}) }}
{%- endmacro %}
