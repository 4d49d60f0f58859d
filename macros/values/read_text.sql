{#-
The number that a text is, null where it is none: `nan`, `inf`, `0x10` and `1_000` are words here, whatever the database would make
of them, and so is a number that is too large to be counted with.
-#}
{% macro number_named(text) -%}
    case
        when {{ holds_pattern(text, "'^[+-]?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?$'") }}
            and abs(try_cast({{ text }} as double)) < 1e300
            then try_cast({{ text }} as double)
    end
{%- endmacro %}


{#- The year that a text names by four digits, null for anything else: a cast would round 2024.6 to 2025 and read 2e3 as 2000. -#}
{% macro year_named(text) -%}
    case when {{ holds_pattern(text, "'^[0-9]{4}$'") }} then try_cast({{ text }} as int) end
{%- endmacro %}
