/* The system's clock, moved by CLOCK_SHIFT seconds, or by the seconds that stand in the file CLOCK_SHIFT_FILE at the time.
   Other clocks run as they do. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long shift_in(const char *path) {
    char text[32] = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    return length > 0 ? atoll(text) : 0;
}

int clock_gettime(clockid_t which, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, which, time);
    if (result != 0 || which != CLOCK_REALTIME) return result;
    const char *shift = getenv("CLOCK_SHIFT");
    const char *path = getenv("CLOCK_SHIFT_FILE");
    if (shift) time->tv_sec += atoll(shift);
    if (path) time->tv_sec += shift_in(path);
    return result;
}
