{#-
A key that a model's yml declares is looked at once its table is full, by one question. DuckDB's own keys are an index:
filling a table row by row into one takes eight times as long as filling the table, and of twenty million rows it takes
gigabytes of memory, for no reader, because snapshots have none. A data test of the key would be a node of its own, which
costs a build as much as a small model.
-#}
{% macro require_keys(relation, rows='') -%}
    {%- for key in primary_keys() -%}
        {#- Rows of unlike loads share no key that has the load in it. -#}
        {{ key_question(relation, key, rows if 'load_id' in key else '') }};
    {%- endfor -%}
{%- endmacro %}


{#-
Raises for a key that more than one row has, or that a row leaves empty in part; names the model, the key and the row. Only keys
whose number comes twice are compared as they are.
-#}
{% macro key_question(relation, key, rows='') -%}
    {%- set columns = key | join(', ') -%}
    {%- set row = "'(" ~ columns ~ ") = (', " ~ key | join(", ', ', ") ~ ", ').'" -%}
    select {{ raise_error_of(
        "case when count(*) > 1"
        ~ " then concat_ws('', '" ~ relation.identifier ~ " has more than one row for ', " ~ row ~ ")"
        ~ " else concat_ws('', '" ~ relation.identifier ~ " has a row that leaves part of its key empty: ', " ~ row ~ ") end"
    ) }}
    from {{ relation }}
    where
        {% if rows %}{{ rows }} and {% endif %}
        (
            {{ number_of(key) }} in (
                select {{ number_of(key) }}
                from {{ relation }}
                {% if rows %}where {{ rows }}{% endif %}
                group by {{ number_of(key) }}
                having count(*) > 1
            )
            {% for column in key %}or {{ column }} is null {% endfor %}
        )
    group by {{ columns }}
    having count(*) > 1 or {{ key | join(' is null or ') }} is null
{%- endmacro %}


{#-
What a contract says of columns that are never empty and of values, as one question; nothing where it says nothing. For what no
engine holds to it by itself: a view, and Spark's Parquet tables.
-#}
{% macro contract_question(relation) -%}
    {%- if not config.get('contract').enforced %}{{ return('') }}{% endif -%}
    {%- set conditions = model['constraints'] | selectattr('type', 'equalto', 'check') | map(attribute='expression') | list -%}
    {%- set broken = [] -%}
    {%- for name, column in model['columns'].items() -%}
        {%- for constraint in column.get('constraints', []) -%}
            {%- if constraint.type == 'not_null' -%}{%- do broken.append([name ~ ' is null', name ~ ' is empty']) -%}{%- endif -%}
            {%- if constraint.type == 'check' -%}{%- do conditions.append(constraint.expression) -%}{%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for expression in conditions -%}
        {%- do broken.append(['not (' ~ expression ~ ')', 'does not hold: ' ~ expression]) -%}
    {%- endfor -%}
    {%- if broken -%}
        {%- set faults -%}
            case {% for fault, sentence in broken %}when {{ fault }} then '{{ sentence | replace("'", "''") }}' {% endfor %}end
        {%- endset -%}
        select {{ raise_error_of("concat_ws('', '" ~ relation.identifier ~ ": ', " ~ faults ~ ")") }}
        from {{ relation }}
        where {{ broken | map('first') | join(' or ') }}
    {%- endif -%}
{%- endmacro %}


{#- The columns with every constraint but the key, of which it stays that none of it is empty. -#}
{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set keys = primary_keys() | sum(start=[]) -%}
    {%- set columns = {} -%}
    {%- for name, column in model['columns'].items() -%}
        {%- set others = column.get('constraints', []) | rejectattr('type', 'equalto', 'primary_key') | list -%}
        {%- if name in keys and 'not_null' not in others | map(attribute='type') | list -%}
            {%- do others.append({'type': 'not_null'}) -%}
        {%- endif -%}
        {%- do columns.update({name: dict(column, constraints=others)}) -%}
    {%- endfor -%}
    {%- set others = model['constraints'] | rejectattr('type', 'equalto', 'primary_key') | list -%}
    (
        {{
            (
                adapter.render_raw_columns_constraints(raw_columns=columns)
                + adapter.render_raw_model_constraints(raw_constraints=others)
            ) | join(', ')
        }}
    )
{%- endmacro %}


{#- The columns of each primary key that the model's yml declares, at a column or for the whole. -#}
{% macro primary_keys() -%}
    {%- set keys = [] -%}
    {%- for name, column in model['columns'].items() -%}
        {%- for constraint in column.get('constraints', []) if constraint.type == 'primary_key' -%}
            {%- do keys.append([name]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for constraint in model['constraints'] if constraint.type == 'primary_key' -%}
        {%- do keys.append(constraint.columns) -%}
    {%- endfor -%}
    {{ return(keys) }}
{%- endmacro %}
