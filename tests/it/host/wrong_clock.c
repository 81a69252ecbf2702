/* Moves the system's clock by CLOCK_SHIFT seconds. Other clocks are not changed. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t which, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, which, time);
    const char *shift = getenv("CLOCK_SHIFT");
    if (result == 0 && which == CLOCK_REALTIME && shift)
        time->tv_sec += atoll(shift);
    return result;
}
