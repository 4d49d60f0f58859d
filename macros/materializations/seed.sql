{#-
A list is read by DuckDB alone, and one that has not changed is not read again. dbt's own materialization has each cell looked at in Python first, to guess
types that the ymls of our lists say.
-#}
{% materialization seed, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set table = this.incorporate(type='table') -%}
    {% do store_result('agate_table', response='OK') %}
    {% if is_kept('', existing is not none and existing.is_table) %}{{ return({'relations': [table]}) }}{% endif %}
    {%- set path = "'" ~ adapter.get_seed_file_path(model) | replace("'", "''") ~ "'" -%}
    {%- set header -%}
        describe from read_csv({{ path }}, header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
    {%- endset -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') %}
        {{ drop_existing(existing) }}
        create table {{ table }} (
            {%- for column in rows_of(header) %}
            "{{ column[0] }}" {{ config.get("column_types", {}).get(column[0], "varchar") }}{{ ',' if not loop.last }}
            {%- endfor %}
        );
        copy {{ table }} from {{ path }} (format csv, header true, delimiter ',')
    {% endcall %}
    {{ return(finish_with(table)) }}
{% endmaterialization %}
