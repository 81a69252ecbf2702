/* A name server that never answers, as far as a program can tell: the C library's look-up does not come back. */
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    (void)node;
    (void)service;
    (void)hints;
    (void)found;
    const char *asked = getenv("SILENT_ASKED");
    if (asked) {
        int file = open(asked, O_WRONLY | O_CREAT, 0600);
        if (file >= 0) close(file);
    }
    for (;;) pause();
}
