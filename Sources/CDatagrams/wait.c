#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CDatagrams.h"

int visavis_event_create(void)
{
    int event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return event < 0 ? -errno : event;
}

void visavis_event_signal(int event)
{
    uint64_t one = 1;
    /* Fails only when it is signalled already, 2^64 times. */
    ssize_t written = write(event, &one, sizeof one);
    (void)written;
}

int visavis_wait(int socket, int event, int64_t timeout_nanoseconds)
{
    struct pollfd set[2] = { { .fd = socket, .events = POLLIN }, { .fd = event, .events = POLLIN } };
    struct timespec timeout = { timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000 };
    if (ppoll(set, 2, timeout_nanoseconds < 0 ? NULL : &timeout, NULL) < 0)
        return errno == EINTR ? 0 : -errno;
    int result = set[0].revents != 0 ? 1 : 0;
    if (set[1].revents != 0) {
        uint64_t count;
        ssize_t size = read(event, &count, sizeof count);
        (void)size;
        result |= 2;
    }
    return result;
}
