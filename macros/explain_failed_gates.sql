{#-
After every run: says in sentences what the gates of this run found, so that nobody has to read a query to know which
row is wrong. What that means for readers is said by `publish_or_say_why`.
-#}
{% macro explain_failed_gates() %}
    {% if execute and flags.WHICH in ('build', 'run', 'test', 'retry') %}
        {% set findings = [] %}
        {% for result in results if result.node.name.startswith('gate_') and result.node.resource_type == 'model' and result.status == 'success' %}
            {% set rows = run_query(
                "select suite, model, expectation, severity, is_raised, observed, unexpected_count, sample, title_zh, title_en, remedy_zh, remedy_en from "
                ~ result.node.relation_name
                ~ " where run_id = '" ~ invocation_id ~ "' and not success order by severity, expectation"
            ) %}
            {% for row in rows %}{% do findings.append(row) %}{% endfor %}
        {% endfor %}
        {% for row in findings %}
            {{ _explain_finding(row) }}
        {% endfor %}
    {% endif %}
{% endmacro %}

{% macro _explain_finding(row) %}
    {% set mark = 'STOPPED 已拦截' if row['severity'] == 'block' else 'WARNING 提醒' %}
    {{ log(mark ~ ' [' ~ row['suite'] ~ '.' ~ row['expectation'] ~ '] ' ~ row['title_en'] ~ ' ' ~ row['title_zh'], info=true) }}
    {% if row['is_raised'] %}
        {{ log('    The rule itself could not be evaluated: ' ~ row['observed'], info=true) }}
    {% else %}
        {% set sample = fromjson(row['sample']) %}
        {% for sample_row in sample[:10] %}
            {% set value = sample_row.get('value', sample_row.get(sample_row['column'])) %}
            {{ log(
                '    ' ~ (sample_row.get('file') or row['model']) ~ (', row ' ~ sample_row['row_number'] if sample_row.get('row_number') else '')
                ~ (', sheet ' ~ sample_row['sheet'] if sample_row.get('sheet') else '')
                ~ (', column ' ~ sample_row['column'] if sample_row.get('column') else '') ~ ': ' ~ (value if value is not none else '(empty)')
                ~ _other_columns(sample_row),
                info=true
            ) }}
        {% endfor %}
        {% if row['unexpected_count'] > 10 %}
            {{ log('    and ' ~ (row['unexpected_count'] - 10) ~ ' more; all are in fct_quality_result and in the Data Docs.', info=true) }}
        {% endif %}
        {{ log('    ' ~ row['remedy_en'] ~ ' ' ~ row['remedy_zh'], info=true) }}
    {% endif %}
{% endmacro %}

{% macro _other_columns(sample_row) %}
    {%- if sample_row.get('reason') -%}
        {{- return('. ' ~ sample_row['reason'] ~ ' ' ~ sample_row['reason_zh'] ~ '。') -}}
    {%- endif -%}
    {%- set others = [] -%}
    {%- for name, value in sample_row.items() if name not in ('file', 'sheet', 'row_number', 'column', 'value', sample_row['column']) and value is not none -%}
        {%- do others.append(name ~ ' ' ~ value) -%}
    {%- endfor -%}
    {{- return(' (' ~ others | join(', ') ~ ')' if others else '') -}}
{% endmacro %}
