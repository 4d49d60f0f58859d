{#-
After every run: says in sentences what outside the data stopped a model, such as a full disk; DuckDB's own message says
what the disk did. What it does to a publication is said by `publish_or_say_why`.
-#}
{% macro explain_faults() %}
    {% if execute and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test', 'retry') %}
        {% set sentences = [] %}
        {% for result in results %}
            {% set sentence = _fault_in(result.message or '') if result.status in ('error', 'fail') else none %}
            {% if sentence and sentence not in sentences %}{% do sentences.append(sentence) %}{% endif %}
        {% endfor %}
        {% for sentence in sentences %}{{ log('FAULT 故障 ' ~ sentence, info=true) }}{% endfor %}
    {% endif %}
{% endmacro %}

{#- The sentence for a message of DuckDB or Python about the machine; none for any other message. -#}
{% macro _fault_in(message) %}
    {%- if 'No space left' in message or 'File too large' in message or 'Disk quota exceeded' in message -%}
        {{- return('The disk that holds the build file is full. Free some space, then run the command again. 构建文件所在的磁盘已满，请腾出空间后重试。') -}}
    {%- elif 'Permission denied' in message or 'Read-only file system' in message -%}
        {{- return('A file may not be read or written by this user; the message above names it. Change its permissions, then run the command again. 当前用户无权读写上述文件，请修改权限后重试。') -}}
    {%- elif 'GateError: ' in message -%}
        {{- return(message[message.rfind('GateError: '):].removeprefix('GateError: ').splitlines()[0]) -}}
    {%- elif ' is in use by ' in message and '正被另一个进程使用' in message -%}
        {{- return(message[message.rfind('BusyError: '):].removeprefix('BusyError: ').splitlines()[0]) -}}
    {%- elif 'Corrupt database file' in message or 'database has been invalidated' in message -%}
        {{- return('The build file was damaged while it was in use. Run the command again: it starts from an empty one. 构建文件在使用中损坏，请重新运行，将从空文件开始。') -}}
    {%- endif -%}
    {{- return(none) -}}
{% endmacro %}
