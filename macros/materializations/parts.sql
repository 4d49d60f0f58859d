{#-
The SQL of a table, once for each part of what it reads. What compares figures compares those of one indicator, and says so in
its yml: `by_indicator` names the models of whose rows those of one indicator follow from those of the same. Where a build has
more rows than are compared at a time, such a table is filled indicator by indicator, so that what has to be sorted and held
does not grow with the build. Elsewhere there is one part.
-#}
{% macro in_parts(compiled_code) -%}
    {%- set read_by_indicator = model.config.meta.get('by_indicator', []) -%}
    {%- set rows_at_a_time = 30000000 -%}
    {%- set count = 1 -%}
    {%- if read_by_indicator -%}
        {%- set largest = rows_of('select coalesce(max(estimated_size), 0) from duckdb_tables()')[0][0] -%}
        {%- set count = largest // rows_at_a_time + 1 -%}
    {%- endif -%}
    {%- set parts = [] -%}
    {%- for number in range(count) if count > 1 -%}
        {%- set part = namespace(code=compiled_code) -%}
        {%- for name in read_by_indicator -%}
            {%- set relation = graph.nodes['model.' ~ model.package_name ~ '.' ~ name].relation_name -%}
            {%- set rows = '(select * from ' ~ relation ~ ' where hash(indicator_id) % ' ~ count ~ ' = ' ~ number ~ ')' -%}
            {%- set part.code = part.code | replace(relation, rows) -%}
        {%- endfor -%}
        {%- do parts.append(part.code) -%}
    {%- endfor -%}
    {{- return(parts or [compiled_code]) -}}
{%- endmacro %}
