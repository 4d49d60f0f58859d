{#- A test that held is not asked again while neither it nor what it reads has changed. -#}
{% materialization test, adapter='duckdb' %}
    {% if should_store_failures() %}{{ return(dbt.materialization_test_default()) }}{% endif %}
    {#- How much it may find is not in its SQL. -#}
    {%- set bounds = [config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), config.get('limit')] -%}
    {%- set is_kept = is_kept(sql ~ bounds) -%}
    {#- It changes nothing, so that it needs no transaction. -#}
    {% call statement('main', fetch_result=True, auto_begin=False) %}
        {% if is_kept %}
            select 0 as failures, false as should_warn, false as should_error
        {% else %}
            {{ get_test_sql(
                get_limit_subquery_sql(sql, config.get('limit')),
                config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), limit=none
            ) }}
        {% endif %}
    {% endcall %}
    {{ return({'relations': []}) }}
{% endmaterialization %}
