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
        {% set answer = run_query("select publish_or_say_why('" ~ tojson(statuses).replace("'", "''") ~ "')") %}
        {% set outcome = fromjson(answer.columns[0].values()[0]) %}
        {% for sentence in outcome['sentences'] %}{{ log(sentence, info=true) }}{% endfor %}
        {% if outcome['is_failure'] %}
            select error('{{ outcome["sentences"] | join(" ") | replace("'", "''") }}')
        {% endif %}
    {% endif %}
{% endmacro %}
