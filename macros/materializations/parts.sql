{#-
The SQL of a table, once for each part of what it reads. What compares figures compares those of one indicator, and says so in
its yml: `by_indicator` names the models of whose rows those of one indicator follow from those of the same. Where a build has
more rows than are compared at a time, such a table is filled indicator by indicator, so that what has to be sorted and held
does not grow with the build. Elsewhere there is one part. How many rows that is goes by the memory that DuckDB may hold:
twenty million at once in 2.7 GiB ran out of it, and thirty million in 11 GiB did not.
-#}
{% macro in_parts(compiled_code) -%}
    {%- set read_by_indicator = model.config.meta.get('by_indicator', []) -%}
    {%- set rows_of_a_gibibyte = 2500000 -%}
    {%- set count = 1 -%}
    {%- if read_by_indicator -%}
        {%- set parts_needed -%}
            with settings as (select current_setting('memory_limit') as limit_told)
            select cast(ceil((select max(estimated_size) from duckdb_tables()) / {{ rows_of_a_gibibyte }} / (
                cast(split_part(limit_told, ' ', 1) as double)
                * case split_part(limit_told, ' ', 2) when 'TiB' then 1024.0 when 'GiB' then 1.0 else 1 / 1024.0 end
            )) as integer)
            from settings
        {%- endset -%}
        {%- set count = rows_of(parts_needed)[0][0] or 1 -%}
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
