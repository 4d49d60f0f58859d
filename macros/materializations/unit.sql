{#- A unit test has its rows and its model compiled into it: one that held holds while that has not changed. -#}
{% materialization unit, adapter='duckdb' %}
    {%- set told = sql ~ config.get('expected_rows') ~ config.get('expected_sql') -%}
    {% if not is_kept(told) %}{{ return(dbt.materialization_unit_default()) }}{% endif %}
    {#- Nothing that differs from nothing. -#}
    {% call statement('main', fetch_result=True) %}select 'kept' as actual_or_expected, 0 as kept where false{% endcall %}
    {{ return({'relations': []}) }}
{% endmaterialization %}
