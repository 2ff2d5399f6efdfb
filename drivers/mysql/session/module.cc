#include "engine/driver/module.h"

#include "drivers/mysql/driver.h"

STRATA_DRIVER_MODULE(strata::mysql_driver())
