"""The sessions of XNYS from the first to the last of two days, as exchange_calendars has them: on each line a session's
day, its opening and its close, in seconds since 1970-01-01T00:00:00Z."""

import sys

import exchange_calendars

calendar = exchange_calendars.get_calendar("XNYS", start=sys.argv[1], end=sys.argv[2])
for day, hours in calendar.schedule.iterrows():
    print(day.date().isoformat(), int(hours["open"].timestamp()), int(hours["close"].timestamp()))
