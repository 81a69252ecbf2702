/* A file system without file locks: the call that LOCKS_FAIL names ("flock" or "fcntl") fails with LOCKS_ERRNO, or
   succeeds without a lock if that is 0. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_replaced(const char *call) {
    const char *failing = getenv("LOCKS_FAIL");
    if (!failing || strcmp(failing, call) != 0)
        return 0;
    return 1;
}

static int result(void) {
    errno = atoi(getenv("LOCKS_ERRNO"));
    return errno ? -1 : 0;
}

int flock(int file, int operation) {
    return is_replaced("flock") ? result() : (int)syscall(SYS_flock, file, operation);
}

static int control(int file, int command, void *argument) {
    int locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
    return locks && is_replaced("fcntl") ? result() : (int)syscall(SYS_fcntl, file, command, argument);
}

int fcntl(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control(file, command, argument);
}

int fcntl64(int file, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control(file, command, argument);
}
