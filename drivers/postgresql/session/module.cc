#include "engine/driver/module.h"

#include "drivers/postgresql/driver.h"

STRATA_DRIVER_MODULE(strata::postgresql_driver())
