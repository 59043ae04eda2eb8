#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CDatagrams.h"

/* As the kernel has it since 3.14; C libraries of Debian 12 know neither it nor the call. */
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime; /* ns; of an ordinary thread its slice, since 6.12 */
    uint64_t deadline;
    uint64_t period;
};

void visavis_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

int visavis_thread_urgent(uint32_t microseconds, int32_t nice)
{
    /* Whoever started the server with another policy knows better. */
    if (sched_getscheduler(0) != SCHED_OTHER) return 0;
    struct scheduling wanted = {.size = sizeof wanted, .policy = SCHED_OTHER, .runtime = (uint64_t)microseconds * 1000};
    errno = 0;
    int present = getpriority(PRIO_PROCESS, 0);
    if (errno != 0) return -errno;
    /* So does whoever asked for another nice value. */
    wanted.nice = present == 0 ? nice : present;
    if (syscall(SYS_sched_setattr, 0, &wanted, 0) == 0) return 0;
    wanted.nice = present;
    return syscall(SYS_sched_setattr, 0, &wanted, 0) == 0 ? 0 : -errno;
}
