/* What a program writes below one folder: counted, recorded, and failed where asked. For LD_PRELOAD on Linux.
 *
 * shim_watch(folder, log) begins: each write, truncation, sync, rename and removal below the folder is counted
 * and, with a log, recorded as  kind path offset size\n data. shim_fail(nth, error, once) lets the nth from now
 * on fail with that error, alone or with all after it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static int log_fd = -1;
static long count, fail_at = -1;
static int fail_with, fail_once;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void shim_watch(const char *path, const char *log) {
    strncpy(folder, path, sizeof folder - 1);
    count = 0;
    log_fd = log ? syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600) : -1;
}

void shim_fail(long nth, int error, int once) {
    count = 0;
    fail_at = nth;
    fail_with = error;
    fail_once = once;
}

long shim_count(void) { return count; }

static int below(const char *path) {
    size_t length = strlen(folder);
    return length && strncmp(path, folder, length) == 0 && path[length] == '/';
}

static int watched(int fd, char *path) {
    char link[64];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path) && !strstr(path, "-shm");
}

static void put(const void *data, size_t size) {
    while (size) {
        ssize_t done = syscall(SYS_write, log_fd, data, size);
        if (done <= 0) abort();
        data = (const char *)data + done;
        size -= done;
    }
}

/* Whether the call may go on; records it if so. */
static int allowed(char kind, const char *path, long offset, const void *data, size_t size) {
    int fine = 1;
    pthread_mutex_lock(&lock);
    count++;
    if (fail_at > 0 && (fail_once ? count == fail_at : count >= fail_at)) fine = 0;
    if (fine && log_fd >= 0) {
        char head[PATH_MAX + 80];
        int length = snprintf(head, sizeof head, "%c\t%s\t%ld\t%zu\n", kind, path + strlen(folder) + 1, offset, size);
        put(head, length);
        if (size) put(data, size);
    }
    pthread_mutex_unlock(&lock);
    if (!fine) errno = fail_with;
    return fine;
}

static ssize_t at(int fd, const void *data, size_t size, off_t offset) {
    char path[PATH_MAX];
    if (watched(fd, path) && !allowed('w', path, offset, data, size)) return -1;
    return syscall(SYS_pwrite64, fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return at(fd, data, size, offset); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) { return at(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
    char path[PATH_MAX];
    if (watched(fd, path)) {
        int flags = syscall(SYS_fcntl, fd, F_GETFL);
        long offset = syscall(SYS_lseek, fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
        if (!allowed('w', path, offset, data, size)) return -1;
    }
    return syscall(SYS_write, fd, data, size);
}

static int synced(int fd, long number) {
    char path[PATH_MAX];
    if (watched(fd, path) && !allowed('s', path, 0, 0, 0)) return -1;
    return 0; /* a power cut is played, not had: the disk need not be waited for */
    (void)number;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int shortened(int fd, off_t size) {
    char path[PATH_MAX];
    if (watched(fd, path) && !allowed('t', path, size, 0, 0)) return -1;
    return syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size) { return shortened(fd, size); }
int ftruncate64(int fd, off_t size) { return shortened(fd, size); }

int rename(const char *from, const char *to) {
    if (below(to) && !allowed('r', to, 0, from + (below(from) ? strlen(folder) + 1 : 0),
                              strlen(from + (below(from) ? strlen(folder) + 1 : 0))))
        return -1;
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) {
    if (below(path) && !allowed('u', path, 0, 0, 0)) return -1;
    return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
