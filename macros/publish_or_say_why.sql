{#-
The last thing a command does: publishes what it built, or says why not. Everything is decided in
plan_targets/building/finish.py, which needs what only dbt knows and only here: how each node of the command ended.
A publication that was asked for and refused ends the command as failed, which dbt does when this SQL raises.
-#}
{% macro publish_or_say_why() %}
    {% if execute and results is defined %}
        {% set statuses = {} %}
        {% for result in results if result.node %}
            {% do statuses.update({result.node.unique_id: result.status | string}) %}
        {% endfor %}
        {% set outcome = fromjson(finish_command(tojson(statuses))) %}
        {% for sentence in outcome['sentences'] %}{{ log(sentence, info=true) }}{% endfor %}
        {% if outcome['is_failure'] %}
            select {{ raise_error(outcome['sentences'] | join(' ')) }}
        {% endif %}
    {% endif %}
{% endmacro %}


{#- What becomes of a command, from how each of its nodes ended; both as JSON. -#}
{% macro finish_command(statuses) %}
    {{ return(adapter.dispatch('finish_command')(statuses)) }}
{% endmacro %}

{% macro duckdb__finish_command(statuses) %}
    {#- What one of DuckDB's own threads runs, dbt's waits for by asking without a pause, which takes one processor of two. -#}
    {% do run_query("set threads = 1") %}
    {% set answer = run_query("select publish_or_say_why('" ~ statuses.replace("'", "''") ~ "')") %}
    {{ return(answer.columns[0].values()[0]) }}
{% endmacro %}

{% macro pyspark__finish_command(statuses) %}
    {{ return(adapter.finish_command(statuses)) }}
{% endmacro %}


{#- SQL that raises with this sentence. -#}
{% macro raise_error(sentence) -%}
    {{ return(raise_error_of("'" ~ sentence.replace("'", "''") ~ "'")) }}
{%- endmacro %}


{#- SQL that raises with the sentence that an expression gives. -#}
{% macro raise_error_of(expression) -%}
    {{ return(adapter.dispatch('raise_error_of')(expression)) }}
{%- endmacro %}

{% macro default__raise_error_of(expression) -%}
    raise_error({{ expression }})
{%- endmacro %}

{% macro duckdb__raise_error_of(expression) -%}
    error({{ expression }})
{%- endmacro %}
