{#- The day the build started, where the project is (var `time_zone`), as SQL: in Beijing it is tomorrow before it is in UTC. -#}
{% macro today() -%}
    cast('{{ run_started_at.astimezone(modules.pytz.timezone(var("time_zone"))).strftime("%Y-%m-%d") }}' as date)
{%- endmacro %}

{#- The as-of date as SQL: var `as_of`, or the day the build started. -#}
{% macro as_of() -%}
    {% if var("as_of") %}cast('{{ var("as_of") }}' as date){% else %}{{ today() }}{% endif %}
{%- endmacro %}


{#- The day of a moment that is recorded in UTC, where the project is (var `time_zone`). -#}
{% macro day_of(moment) -%}
    {{ return(adapter.dispatch('day_of')(moment)) }}
{%- endmacro %}

{% macro default__day_of(moment) -%}
    cast(from_utc_timestamp({{ moment }}, '{{ var("time_zone") }}') as date)
{%- endmacro %}

{% macro duckdb__day_of(moment) -%}
    cast(timezone('{{ var("time_zone") }}', timezone('UTC', {{ moment }})) as date)
{%- endmacro %}
