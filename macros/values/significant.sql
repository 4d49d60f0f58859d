{#-
A figure to its twelve significant digits: what a conversion, a sum or a path adds beyond them is noise of binary fractions, and
1.13 万件 is 11300 件. Only here a computed figure is rounded; what went through it can be compared with `=` and `>=`.
Twelve, because a conversion by 1e8 and back keeps fifteen, sums and powers lose up to two more, and nobody prints so many.
-#}
{% macro significant(expression) -%}
    {{ rounded_beside(expression, expression) }}
{%- endmacro %}


{#-
The difference of two figures, with as many decimals as the larger of them has significant digits: 100002.85 less 100000 is 2.85.
-#}
{% macro significant_difference(minuend, subtrahend) -%}
    {{ rounded_beside("(" ~ minuend ~ ") - (" ~ subtrahend ~ ")", "greatest(abs(" ~ minuend ~ "), abs(" ~ subtrahend ~ "))") }}
{%- endmacro %}


{#- `expression`, rounded at the twelfth significant digit of `measure`, a figure of the size that counts. -#}
{% macro rounded_beside(expression, measure) -%}
    coalesce(
        {{ rounded(expression, "11 - floor(log10(nullif(abs(" ~ measure ~ "), 0)))") }},
        cast({{ expression }} as double)
    )
{%- endmacro %}


{#- A double rounded to a number of decimals that differs from row to row; negative numbers are digits before the point. -#}
{% macro rounded(expression, decimals) -%}
    {{ return(adapter.dispatch('rounded')(expression, decimals)) }}
{%- endmacro %}

{#- Powers of ten below one are no binary fractions: so one multiplies, or divides, by those above it. -#}
{% macro default__rounded(expression, decimals) -%}
    case
        when {{ decimals }} >= 0
            then round(cast({{ expression }} as double) * power(10.0, {{ decimals }})) / power(10.0, {{ decimals }})
        else
            round(cast({{ expression }} as double) / power(10.0, -1 * ({{ decimals }}))) * power(10.0, -1 * ({{ decimals }}))
    end
{%- endmacro %}

{% macro duckdb__rounded(expression, decimals) -%}
    round(cast({{ expression }} as double), cast({{ decimals }} as integer))
{%- endmacro %}
