{#-
Whether what this node made before may stay, because nothing that it was made of has changed; decided in
plan_targets/building/kept.py. `compiled` is what dbt compiled for the node, and `exists` whether there is something to
keep. Where it may, dbt is told that the node has run.
-#}
{% macro is_kept(compiled, exists=true) %}
    {%- set question -%}
        select is_kept('{{ model.unique_id }}', '{{ local_md5(compiled) }}', {{ exists | string | lower }})
    {%- endset -%}
    {%- set answer = rows_of(question)[0][0] -%}
    {%- if answer %}{% do store_raw_result('main', message='KEPT', code='KEPT', rows_affected=0) %}{% endif -%}
    {{- return(answer) -}}
{% endmacro %}


{#- Of a table that is not kept as a whole, the rows that have to be made: those of loads that are not as they were. -#}
{% macro rows_to_make() -%}
    {%- set loads = [] -%}
    {%- if model.config.meta.get('by_load') -%}
        {%- do loads.extend(fromjson(rows_of("select kept_loads('" ~ model.unique_id ~ "')")[0][0])) -%}
    {%- endif -%}
    {%- if loads -%}
        load_id not in ({% for load in loads %}'{{ load | replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor %})
    {%- endif -%}
{%- endmacro %}


{#- What DuckDB answers, row by row. Of dbt's own macro comes a table, of which the types have been guessed anew. -#}
{% macro rows_of(question) -%}
    {{- return(adapter.add_query(question, auto_begin=False)[1].fetchall()) -}}
{%- endmacro %}
