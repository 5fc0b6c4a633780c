"""Expands calendars with two implementations that know nothing of this package.

Reads a JSON list of {id, text, from, to} (milliseconds) from standard input, and writes {id: {python, libical}}: begins of
instances in milliseconds, ascending and each once, or {error}. Whole days and floating times are taken as UTC.
"""

import datetime
import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402
import icalendar  # noqa: E402
import recurring_ical_events  # noqa: E402

UTC = datetime.timezone.utc
MAX_INSTANCES = 20000


def instant(value):
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime(value.year, value.month, value.day)
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return int(value.timestamp()) * 1000


def by_python(task):
    calendar = icalendar.Calendar.from_ical(task["text"])
    begin = datetime.datetime.fromtimestamp(task["from"] / 1000, UTC)
    end = datetime.datetime.fromtimestamp(task["to"] / 1000, UTC)
    events = recurring_ical_events.of(calendar).between(begin, end)
    found = {instant(event["DTSTART"].dt) for event in events}
    return sorted(one for one in found if task["from"] <= one < task["to"])


def by_libical(task):
    calendar = ICalGLib.Component.new_from_string(task["text"])
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    utc = ICalGLib.Timezone.get_utc_timezone()
    margin = 2 * 86400
    begin = ICalGLib.Time.new_from_timet_with_zone(task["from"] // 1000 - margin, 0, utc)
    end = ICalGLib.Time.new_from_timet_with_zone(task["to"] // 1000 + margin, 0, utc)
    found = set()

    def note(_component, span, _data):
        if len(found) < MAX_INSTANCES:
            found.add(span.get_start() * 1000)

    event.foreach_recurrence(begin, end, note, None)
    return sorted(one for one in found if task["from"] <= one < task["to"])


def attempt(expand, task):
    try:
        return expand(task)
    except Exception as error:  # noqa: BLE001 - what fails is compared too
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def main():
    tasks = json.load(sys.stdin)
    answers = {}
    for task in tasks:
        answers[task["id"]] = {"python": attempt(by_python, task), "libical": attempt(by_libical, task)}
    json.dump(answers, sys.stdout)


main()
