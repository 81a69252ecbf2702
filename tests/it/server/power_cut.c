/* Loaded into a server under test (LD_PRELOAD). When the server syncs a file below CUT_DIR, the file is copied into
 * CUT_COPY. So CUT_COPY has what a disk is sure to have after a power cut: of each file the state of its last sync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void copy(int fd) {
    const char *dir = getenv("CUT_DIR"), *to = getenv("CUT_COPY");
    char link[64], path[4096], target[4096], whole[4096];
    static char bytes[1 << 16];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (dir == NULL || to == NULL || length < 0) return;
    path[length] = '\0';
    if (strncmp(path, dir, strlen(dir)) != 0) return;
    snprintf(whole, sizeof whole, "%s/%s", to, strrchr(path, '/') + 1);
    snprintf(target, sizeof target, "%s.new", whole);
    int in = open(path, O_RDONLY), out = open(target, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    while (in >= 0 && out >= 0 && (length = read(in, bytes, sizeof bytes)) > 0) {
        if (write(out, bytes, (size_t)length) != length) abort();
    }
    if (in < 0 || out < 0) return; /* A file that was removed. */
    close(in);
    close(out);
    /* A server that is killed leaves the last whole copy. */
    if (rename(target, whole) != 0) abort();
}

/* A file that is removed is also removed from the copy. SQLite removes files only while it opens the database, and then
 * syncs the directory. */
int unlink(const char *path) {
    const char *dir = getenv("CUT_DIR"), *to = getenv("CUT_COPY"), *name = strrchr(path, '/');
    char target[4096];
    if (dir != NULL && to != NULL && name != NULL && strncmp(path, dir, strlen(dir)) == 0) {
        snprintf(target, sizeof target, "%s%s", to, name);
        REAL(unlink)(target);
    }
    return REAL(unlink)(path);
}

#define SYNC(name)                       \
    int name(int fd) {                   \
        int result = REAL(name)(fd);     \
        int saved = errno;               \
        if (result == 0) copy(fd);       \
        errno = saved;                   \
        return result;                   \
    }
SYNC(fsync)
SYNC(fdatasync)
