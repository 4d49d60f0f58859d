{#- A Python model on Spark: the adapter runs it and keeps its rows (plan_targets/spark/adapter.py). -#}
{% materialization incremental, adapter='pyspark', supported_languages=['python'] %}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main', language='python') %}{{ compiled_code }}{% endcall %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}


{#- A seed is read by DuckDB on both engines: dbt-spark would insert its rows one by one. -#}
{% macro pyspark__create_csv_table(model, agate_table) %}
    {{ return('') }}
{% endmacro %}

{% macro pyspark__reset_csv_table(model, full_refresh, old_relation, agate_table) %}
    {{ return('') }}
{% endmacro %}

{% macro pyspark__load_csv_rows(model, agate_table) %}
    {% set types = model['config'].get('column_types', {}) %}
    {% set columns = {} %}
    {% for name in agate_table.column_names %}
        {% do columns.update({name: types.get(name, adapter.convert_type(agate_table, loop.index0))}) %}
    {% endfor %}
    {% do adapter.load_seed(this.schema, this.identifier, model['root_path'] ~ '/' ~ model['original_file_path'], columns) %}
    {{ return('') }}
{% endmacro %}


{#- What a model reads often is made once for it (plan_targets/spark/made_once.py). -#}
{% macro pyspark__create_table_as(temporary, relation, compiled_code, language='sql') %}
    {% if language == 'sql' %}{% set compiled_code = adapter.make_once(relation.identifier, compiled_code) %}{% endif %}
    {{ return(spark__create_table_as(temporary, relation, compiled_code, language)) }}
{% endmacro %}


{#-
Parquet tables hold no constraints. Once a table is full, keys are looked at by the question that DuckDB is asked, and what a
contract says of columns that are never empty and of values by one more; either ends the command as DuckDB's constraints do.
-#}
{% macro pyspark__persist_constraints(relation, model) %}
    {% do adapter.let_go(relation.identifier) %}
    {% for key in primary_keys() %}
        {% call statement('key') %}{{ key_question(relation, key) }}{% endcall %}
    {% endfor %}
    {% set question = contract_question(relation) %}
    {% if question %}{% call statement('constraints') %}{{ question }}{% endcall %}{% endif %}
{% endmacro %}
