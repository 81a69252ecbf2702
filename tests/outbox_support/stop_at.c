/* Loaded into a process under test (LD_PRELOAD): counts what it does to files below STOP_DIR and, at number STOP_AT,
 * does what STOP_HOW says: "kill" before it is done, "torn" after half of a write (only writes are counted), or "full":
 * from then on whatever needs room on the disk fails (only that is counted). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long done;

static int below(const char *path) {
    const char *dir = getenv("STOP_DIR");
    return dir != NULL && path != NULL && strncmp(path, dir, strlen(dir)) == 0;
}

static int fd_below(int fd) {
    char link[64], path[4096];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (length < 0) return 0;
    path[length] = '\0';
    return below(path);
}

enum what { A_WRITE, A_CREATION, ANOTHER };

/* 0: go on. 1: fail, errno is set. 2: tear. */
static int point(enum what what) {
    const char *at = getenv("STOP_AT"), *how = getenv("STOP_HOW");
    if (at == NULL || how == NULL) return 0;
    int tears = strcmp(how, "torn") == 0, fills = strcmp(how, "full") == 0;
    if ((tears && what != A_WRITE) || (fills && what == ANOTHER)) return 0;
    long number = atomic_fetch_add(&done, 1) + 1, stop = atol(at);
    if (number < stop || (number > stop && !fills)) return 0;
    if (tears) return 2;
    if (!fills) kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITE(name, parameters, arguments, half)                  \
    ssize_t name parameters {                                     \
        if (fd_below(fd)) {                                       \
            int stop = point(A_WRITE);                                  \
            if (stop == 1) return -1;                             \
            if (stop == 2) { REAL(name) half; kill(getpid(), SIGKILL); } \
        }                                                         \
        return REAL(name) arguments;                              \
    }
WRITE(write, (int fd, const void *bytes, size_t count), (fd, bytes, count), (fd, bytes, count / 2))
WRITE(pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), (fd, bytes, count / 2, at))
WRITE(pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), (fd, bytes, count / 2, at))

#define ON_FD(name, parameters, arguments)                        \
    int name parameters {                                         \
        if (fd_below(fd) && point(ANOTHER)) return -1;                  \
        return REAL(name) arguments;                              \
    }
ON_FD(fsync, (int fd), (fd))
ON_FD(fdatasync, (int fd), (fd))
ON_FD(ftruncate, (int fd, off_t length), (fd, length))
ON_FD(ftruncate64, (int fd, off64_t length), (fd, length))

#define ON_PATH(name, what, parameters, arguments)                \
    int name parameters {                                         \
        if (below(path) && point(what)) return -1;                \
        return REAL(name) arguments;                              \
    }
ON_PATH(unlink, ANOTHER, (const char *path), (path))
ON_PATH(mkdir, A_CREATION, (const char *path, mode_t mode), (path, mode))
ON_PATH(rename, ANOTHER, (const char *path, const char *to), (path, to))

#define OPEN(name)                                                \
    int name(const char *path, int flags, ...) {                  \
        va_list more;                                             \
        va_start(more, flags);                                    \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                             \
        if ((flags & O_CREAT) && below(path) && access(path, F_OK) != 0 && point(A_CREATION)) return -1; \
        return REAL(name)(path, flags, mode);                     \
    }
OPEN(open)
OPEN(open64)
