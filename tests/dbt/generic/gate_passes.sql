{#-
Fails when the gate has a blocking expectation that did not hold, or did not run; everything below the gate is skipped.
In a build only the run of this command counts, because an earlier one judged what may have changed since. `dbt test`
builds nothing, and asks the gate's last run.
-#}
{% test gate_passes(model) %}

with results as (

    select * from {{ model }}

),

run as (

    {% if flags.WHICH == 'test' -%}
    select run_id
    from results
    order by ran_at desc
    limit 1
    {%- else -%}
    select '{{ invocation_id }}' as run_id
    {%- endif %}

),

judged as (

    select results.*
    from results
    inner join run on results.run_id = run.run_id

),

broken as (

    select
        suite,
        model,
        expectation,
        observed,
        unexpected_count
    from judged
    where severity = 'block' and not success

),

not_run as (

    select
        cast(null as {{ dbt.type_string() }}) as suite,
        cast(null as {{ dbt.type_string() }}) as model,
        'the gate did not run' as expectation,
        cast(null as {{ dbt.type_string() }}) as observed,
        count(*) as unexpected_count
    from judged
    having count(*) = 0

)

select * from broken
union all
select * from not_run

{% endtest %}
