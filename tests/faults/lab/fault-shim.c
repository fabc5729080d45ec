/*
 * Loaded before libc (LD_PRELOAD) into a process under test. The folder FAULT_SWITCHES holds its switches:
 *   fsync-fails   exists: fsync and fdatasync fail with EIO
 *   clock-step    a number: the wall clock is so many seconds off; the monotonic clock is not
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int switch_path(char *path, size_t size, const char *name) {
  const char *folder = getenv("FAULT_SWITCHES");
  if (!folder) return 0;
  snprintf(path, size, "%s/%s", folder, name);
  return 1;
}

static int sync_or_fail(const char *name, int fd) {
  char path[512];
  if (switch_path(path, sizeof path, "fsync-fails") && access(path, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) { return sync_or_fail("fsync", fd); }
int fdatasync(int fd) { return sync_or_fail("fdatasync", fd); }

typedef int (*clock_function)(clockid_t, struct timespec *);

static int real_clock(clockid_t id, struct timespec *now) {
  static clock_function real;
  if (!real) real = (clock_function)dlsym(RTLD_NEXT, "clock_gettime");
  return real(id, now);
}

/* Read at most every 20 ms: the clock is asked far more often than it is stepped. */
static long step_seconds(void) {
  static volatile long step, read_at_ms = -1;
  struct timespec now;
  real_clock(CLOCK_MONOTONIC, &now);
  long now_ms = now.tv_sec * 1000 + now.tv_nsec / 1000000;
  if (read_at_ms >= 0 && now_ms - read_at_ms < 20) return step;
  read_at_ms = now_ms;
  char path[512], text[32] = {0};
  if (!switch_path(path, sizeof path, "clock-step")) return step;
  int fd = open(path, O_RDONLY);
  if (fd < 0) return step = 0;
  if (read(fd, text, sizeof text - 1) > 0) step = atol(text);
  close(fd);
  return step;
}

int clock_gettime(clockid_t id, struct timespec *now) {
  int result = real_clock(id, now);
  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += step_seconds();
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec real;
  clock_gettime(CLOCK_REALTIME, &real);
  now->tv_sec = real.tv_sec;
  now->tv_usec = real.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec real;
  clock_gettime(CLOCK_REALTIME, &real);
  if (now) *now = real.tv_sec;
  return real.tv_sec;
}
