// hiredis as formatter and parser of the protocol; it never opens a connection here.
#pragma once
#include <hiredis/hiredis.h>
