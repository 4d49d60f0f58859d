{#- The number that has to be met: the target's own, or of a range the end that is reached first. -#}
{% macro required_value() -%}
    case when comparator = 'between' and direction = -1 then value_high else value end
{%- endmacro %}


{#- The year that progress is counted from: a flow over a period counts from the year before the period begins. -#}
{% macro counted_from_year() -%}
    case when accumulation = 'period_flow' then coalesce(start_year, plan_period_start) - 1 else baseline_year end
{%- endmacro %}


{#- The value that progress is counted from: a flow over a period counts from nothing. -#}
{% macro counted_from_value() -%}
    case when accumulation = 'period_flow' then 0.0 else baseline_value end
{%- endmacro %}


{#- Whether a figure can be counted from: no part of a year, no bound, no other scope, nothing its own source sets aside. -#}
{% macro can_be_counted_from(observations) -%}
    {{ observations }}.comparator in ('eq', 'approx')
    and {{ observations }}.is_whole_year
    and {{ observations }}.scope is null
    and {{ observations }}.caveat is null
{%- endmacro %}


{#- Whether a figure is near enough to a plan's baseline year to be its baseline. -#}
{% macro is_near_baseline(year, baseline_year) -%}
    {{ year }} <= {{ baseline_year }} and {{ year }} >= {{ baseline_year }} - {{ var('baseline_reach_years') }}
{%- endmacro %}
