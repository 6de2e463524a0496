"""When cron expressions are due, as croniter has it.

Reads lines of zone, expression and start (seconds since 1970), parted by tabs; writes for each a line with the next moments after
the start: seconds, and what there is to say of them: f for the second time that a clock shows a reading, g for the first moment
behind a gap of readings, m where the reading is one that the expression names. "never" where none is found, "bad" where the
expression is none.
"""

import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterBadCronError, CroniterBadDateError, croniter

COUNT = 12


def words(moment, expression):
    """The moment's second and its flags."""
    second = int(moment.timestamp())
    before = datetime.fromtimestamp(second - 1, moment.tzinfo)
    flags = "f" if moment.fold else ""
    flags += "g" if moment.utcoffset() > before.utcoffset() else ""
    # By the reading alone: a time without a zone has no gaps.
    flags += "m" if croniter.match(expression, moment.replace(tzinfo=None, fold=0)) else ""
    return f"{second}{flags}"


for line in sys.stdin:
    zone, expression, start = line.rstrip("\n").split("\t")
    place = ZoneInfo(zone)
    try:
        moments = croniter(
            expression, datetime.fromtimestamp(int(start), place), ret_type=datetime, implement_cron_bug=True)
        print(*[words(moments.get_next().astimezone(place), expression) for _ in range(COUNT)])
    except CroniterBadCronError:
        print("bad")
    except CroniterBadDateError:
        print("never")
