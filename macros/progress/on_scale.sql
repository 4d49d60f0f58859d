{#-
Values of a bounded scale on a line without ends, and back: a share by its log odds, a quantity that is only bounded below by its
logarithm. A value at an end, null here, is not on that line.
-#}
{% macro on_line(value, low, high) -%}
    case
        when {{ low }} is null and {{ high }} is null then {{ value }}
        when {{ low }} >= {{ value }} or {{ high }} <= {{ value }} then null
        when {{ high }} is null then ln({{ value }} - {{ low }})
        when {{ low }} is null then -1 * ln({{ high }} - {{ value }})
        else ln(({{ value }} - {{ low }}) / ({{ high }} - {{ value }}))
    end
{%- endmacro %}


{% macro on_scale(value, low, high) -%}
    case
        when {{ low }} is null and {{ high }} is null then {{ value }}
        when {{ high }} is null then {{ low }} + exp({{ value }})
        when {{ low }} is null then {{ high }} - exp(-1 * ({{ value }}))
        else {{ low }} + ({{ high }} - {{ low }}) / (1 + exp(-1 * ({{ value }})))
    end
{%- endmacro %}
