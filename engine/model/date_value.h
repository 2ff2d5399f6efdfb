// Reads the dates of valueDate and defaultValueDate with the leniency of the reference.
// Pure but for the process' time zone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/model/value.h"

namespace strata::model {

// Absent if the text is no date, time or date with time; it is then an SQL expression.
// Parts beyond their range roll over (25:61:00 is 02:01:00), as in Java's lenient calendars.
Moment parse_date_value(std::string_view text);

// What the reference makes of YAML's unquoted dates: "Thu Jan 02 00:00:00 UTC 2020", in the
// process' zone. A day if it is midnight in UTC, as days alone are. Absent for any other text.
Moment parse_java_date(std::string_view text);

// A moment as the local date and time of the process' zone.
DateValue local_date_time(std::int64_t epoch_seconds);

}  // namespace strata::model
