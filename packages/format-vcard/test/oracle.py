# Reads vCards with vobject, an independent reader, and prints what it found as JSON. Its input is a file in UTF-8.
import json
import sys

import vobject


def joined(value):
    return ','.join(value) if isinstance(value, list) else value


def read(component):
    lines = component.contents
    first = lambda name: str(lines[name][0].value) if name in lines else None
    card = {name: first(name) for name in ('fn', 'title', 'note', 'role', 'uid')}
    if 'n' in lines:
        name = lines['n'][0].value
        card['n'] = [joined(part) for part in (name.family, name.given, name.additional, name.prefix, name.suffix)]
    card['org'] = [joined(part) for part in lines['org'][0].value] if 'org' in lines else []
    card['email'] = [line.value for line in lines.get('email', [])]
    card['tel'] = [line.value for line in lines.get('tel', [])]
    return card


with open(sys.argv[1], encoding='utf-8') as file:
    text = file.read()
print(json.dumps([read(one) for one in vobject.readComponents(text, allowQP=True, ignoreUnreadable=True)]))
