/* A disk that fails: loaded before the C library (LD_PRELOAD), it lets a chosen call that writes below a folder fail.
 *
 * break_disk(folder, at, error, lasting): of the calls below `folder` the one with number `at`, and all later ones if `lasting`, fail
 * with `error`; none where `at` is 0. calls() says how many there were since.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char below[PATH_MAX];
static size_t length;
static long chosen;
static int code, lasts;
static atomic_long count;

void break_disk(const char *folder, long at, int error, int lasting) {
    length = strlen(strcpy(below, folder));
    chosen = at, code = error, lasts = lasting;
    count = 0;
}

long calls(void) { return count; }

static int fails(void) {
    long number = ++count;
    if (!chosen || !(lasts ? number >= chosen : number == chosen)) return 0;
    errno = code;
    return 1;
}

static int path_fails(int folder, const char *path) {
    char whole[2 * PATH_MAX];
    if (!length) return 0;
    if (path[0] == '/') return !strncmp(path, below, length) && fails();
    if (folder == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t read = readlink(link, whole, PATH_MAX - 1);
        if (read < 0) return 0;
        whole[read] = 0;
    }
    return !strncmp(whole, below, length) && fails();
}

static int file_fails(int file) {
    char link[64], path[PATH_MAX];
    if (!length) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t read = readlink(link, path, sizeof path - 1);
    errno = before;
    if (read < 0) return 0;
    path[read] = 0;
    return !strncmp(path, below, length) && fails();
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

#define OPEN(name)                                                              \
    int name(const char *path, int flags, ...) {                                \
        REAL(int, #name, const char *, int, ...);                               \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        if ((flags & O_CREAT) && path_fails(AT_FDCWD, path)) return -1;         \
        return real(path, flags, mode);                                         \
    }
OPEN(open) OPEN(open64)

#define OPENAT(name)                                                            \
    int name(int folder, const char *path, int flags, ...) {                    \
        REAL(int, #name, int, const char *, int, ...);                          \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        if ((flags & O_CREAT) && path_fails(folder, path)) return -1;           \
        return real(folder, path, flags, mode);                                 \
    }
OPENAT(openat) OPENAT(openat64)

#define FOPEN(name)                                                             \
    FILE *name(const char *path, const char *mode) {                            \
        REAL(FILE *, #name, const char *, const char *);                        \
        if (strpbrk(mode, "wa+") && path_fails(AT_FDCWD, path)) return NULL;    \
        return real(path, mode);                                                \
    }
FOPEN(fopen) FOPEN(fopen64)

size_t fwrite(const void *data, size_t size, size_t n, FILE *file) {
    REAL(size_t, "fwrite", const void *, size_t, size_t, FILE *);
    return file_fails(fileno(file)) ? 0 : real(data, size, n, file);
}

#define ON_FILE(type, name, declared, ...)                                      \
    type name declared {                                                        \
        static type (*real) declared; if (!real) real = dlsym(RTLD_NEXT, #name); \
        return file_fails(file) ? -1 : real(__VA_ARGS__);                       \
    }
ON_FILE(ssize_t, write, (int file, const void *data, size_t size), file, data, size)
ON_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), file, data, size, at)
ON_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), file, data, size, at)
ON_FILE(ssize_t, writev, (int file, const struct iovec *parts, int n), file, parts, n)
ON_FILE(ssize_t, sendfile, (int file, int from, off_t *at, size_t size), file, from, at, size)
ON_FILE(ssize_t, sendfile64, (int file, int from, off64_t *at, size_t size), file, from, at, size)
ON_FILE(int, fsync, (int file), file)
ON_FILE(int, fdatasync, (int file), file)
ON_FILE(int, ftruncate, (int file, off_t size), file, size)
ON_FILE(int, ftruncate64, (int file, off64_t size), file, size)

#define ON_PATH(name, declared, folder, path, ...)                              \
    int name declared {                                                         \
        static int (*real) declared; if (!real) real = dlsym(RTLD_NEXT, #name); \
        return path_fails(folder, path) ? -1 : real(__VA_ARGS__);               \
    }
ON_PATH(rename, (const char *from, const char *to), AT_FDCWD, to, from, to)
ON_PATH(renameat, (int a, const char *from, int b, const char *to), b, to, a, from, b, to)
ON_PATH(link, (const char *from, const char *to), AT_FDCWD, to, from, to)
ON_PATH(linkat, (int a, const char *from, int b, const char *to, int flags), b, to, a, from, b, to, flags)
ON_PATH(mkdir, (const char *path, mode_t mode), AT_FDCWD, path, path, mode)
ON_PATH(mkdirat, (int folder, const char *path, mode_t mode), folder, path, folder, path, mode)
