{#- Arithmetic that gives null where the result is not a finite number: DuckDB would give inf or nan, Spark would raise. -#}

{% macro divide(numerator, denominator) -%}
    (cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0))
{%- endmacro %}


{% macro power_of_positive(base, exponent) -%}
    power(case when ({{ base }}) > 0 then cast({{ base }} as double) end, cast({{ exponent }} as double))
{%- endmacro %}


{#-
The average yearly growth from `earlier` to `later` over `years`, as a share; both have to lie on the same side of zero.
A later value of zero is a fall of 100 %, not an error.
-#}
{% macro yearly_growth(later, earlier, years) -%}
    (
        case
            when {{ later }} = 0 and {{ earlier }} <> 0 and {{ years }} > 0 then -1.0
            else {{ power_of_positive(divide(later, earlier), divide(1, "case when " ~ years ~ " > 0 then " ~ years ~ " end")) }} - 1.0
        end
    )
{%- endmacro %}


{#- Whether two values differ, absence counted as a value of its own. -#}
{% macro differs(one, other) -%}
    coalesce({{ one }} <> {{ other }}, {{ one }} is not null or {{ other }} is not null)
{%- endmacro %}
