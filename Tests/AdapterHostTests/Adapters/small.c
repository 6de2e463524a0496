/* A good adapter that delivers nothing; bad ones are this with a flag. */
#include "small.h"
