/* Loaded into a process under test (LD_PRELOAD). Counts the operations on files below STOP_DIR. At number STOP_AT it does
 * what STOP_HOW says. "kill": kills the process before the operation. "torn": kills it after half of a write (only writes
 * are counted). "full": from then on every operation that needs space on the disk fails (only these are counted).
 * "watch": nothing is stopped. If the process reports a step as done although a write is not synced, prints
 * "not synced: FILE" before. */
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

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { MAX_FILES = 64, MAX_PATH_BYTES = 4096 };
enum what { A_WRITE, A_CREATION, ANOTHER };

static atomic_long done;
static char unsynced[MAX_FILES][MAX_PATH_BYTES];

static int is_asked_to(const char *what) {
    const char *how = getenv("STOP_HOW");
    return how != NULL && strcmp(how, what) == 0;
}

static int below(const char *path) {
    const char *dir = getenv("STOP_DIR");
    return dir != NULL && path != NULL && strncmp(path, dir, strlen(dir)) == 0;
}

static int path_of(int fd, char *path) {
    char link[64];
    int saved = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, MAX_PATH_BYTES - 1);
    errno = saved;
    if (length < 0) return 0;
    path[length] = '\0';
    return 1;
}

static int fd_below(int fd) {
    char path[MAX_PATH_BYTES];
    return path_of(fd, path) && below(path);
}

/* Records that a file has a write that is not synced, or that it has none any more. Shared memory, and files that no
 * process reads after a crash, need not be synced. */
static void record(int fd, int is_synced) {
    char path[MAX_PATH_BYTES];
    int spare = -1;
    if (!is_asked_to("watch") || !path_of(fd, path) || strstr(path, "-shm") || strstr(path, ".lock")) return;
    for (int at = 0; at < MAX_FILES; at++) {
        if (strcmp(unsynced[at], path) == 0) {
            if (is_synced) unsynced[at][0] = '\0';
            return;
        }
        if (unsynced[at][0] == '\0') spare = at;
    }
    if (!is_synced && spare >= 0) strcpy(unsynced[spare], path);
}

/* Reports unsynced files when the process prints that a step is done. */
static void check_output(int fd, const void *bytes, size_t count) {
    if (fd != 1 || !is_asked_to("watch") || count < 5 || memcmp(bytes, "done:", 5) != 0) return;
    for (int at = 0; at < MAX_FILES; at++) {
        if (unsynced[at][0] != '\0') dprintf(2, "not synced: %s\n", unsynced[at]);
    }
}

/* Counts an operation. 0: continue. 1: fail, errno is set. 2: write only half. */
static int point(enum what what) {
    const char *at = getenv("STOP_AT");
    int tears = is_asked_to("torn"), fills = is_asked_to("full");
    if (at == NULL || is_asked_to("watch") || (tears && what != A_WRITE) || (fills && what == ANOTHER)) return 0;
    long number = atomic_fetch_add(&done, 1) + 1, stop = atol(at);
    if (number < stop || (number > stop && !fills)) return 0;
    if (tears) return 2;
    if (!fills) kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

#define WRITE(name, parameters, arguments, half)                              \
    ssize_t name parameters {                                                 \
        if (fd_below(fd)) {                                                   \
            int stop = point(A_WRITE);                                        \
            if (stop == 1) return -1;                                         \
            if (stop == 2) {                                                  \
                ssize_t torn = REAL(name) half;                               \
                kill(getpid(), SIGKILL);                                      \
                return torn;                                                  \
            }                                                                 \
            record(fd, 0);                                                    \
        } else {                                                              \
            check_output(fd, bytes, count);                                           \
        }                                                                     \
        return REAL(name) arguments;                                          \
    }
WRITE(write, (int fd, const void *bytes, size_t count), (fd, bytes, count), (fd, bytes, count / 2))
WRITE(pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), (fd, bytes, count / 2, at))
WRITE(pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at),
      (fd, bytes, count / 2, at))

#define ON_FD(name, parameters, arguments, is_sync)                           \
    int name parameters {                                                     \
        if (fd_below(fd)) {                                                   \
            if (point(ANOTHER)) return -1;                                    \
            if (is_sync) record(fd, 1);                                         \
        }                                                                     \
        return REAL(name) arguments;                                          \
    }
ON_FD(fsync, (int fd), (fd), 1)
ON_FD(fdatasync, (int fd), (fd), 1)
ON_FD(ftruncate, (int fd, off_t length), (fd, length), 0)
ON_FD(ftruncate64, (int fd, off64_t length), (fd, length), 0)

#define ON_PATH(name, what, parameters, arguments)                            \
    int name parameters {                                                     \
        if (below(path) && point(what)) return -1;                            \
        return REAL(name) arguments;                                          \
    }
ON_PATH(unlink, ANOTHER, (const char *path), (path))
ON_PATH(mkdir, A_CREATION, (const char *path, mode_t mode), (path, mode))
ON_PATH(rename, ANOTHER, (const char *path, const char *to), (path, to))

#define OPEN(name)                                                            \
    int name(const char *path, int flags, ...) {                              \
        va_list more;                                                         \
        va_start(more, flags);                                                \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                         \
        int creates = (flags & O_CREAT) && below(path) && access(path, F_OK) != 0; \
        if (creates && point(A_CREATION)) return -1;                          \
        return REAL(name)(path, flags, mode);                                 \
    }
OPEN(open)
OPEN(open64)
