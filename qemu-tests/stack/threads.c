// A thread that uses as many bytes of its stack as the argument says. First it tells what musl
// takes for granted about it: the default size, and the size of this thread's own.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static size_t wanted;

static int use(size_t left, volatile char* caller) {
  volatile char frame[4096];
  frame[0] = caller[0];
  frame[sizeof(frame) - 1] = frame[0];
  int sum = frame[0];
  if (left > sizeof(frame)) sum += use(left - sizeof(frame), frame);
  return sum + frame[sizeof(frame) - 1];  // behind the call, so that the frame lives through it
}

// Nothing of stdio's: the thread that dies would take what is buffered with it.
static void say(const char* what, size_t number) {
  char line[64];
  if (write(1, line, snprintf(line, sizeof(line), "%s %zu\n", what, number)) < 0) abort();
}

static void* thread(void* argument) {
  pthread_attr_t mine;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &mine) || pthread_attr_getstacksize(&mine, &size)) abort();
  say("own", size);
  volatile char first = 1;
  use(wanted, &first);
  return argument;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  wanted = strtoul(argv[1], 0, 0);
  pthread_attr_t attributes;
  pthread_t started;
  size_t size = 0;
  if (pthread_attr_init(&attributes) || pthread_attr_getstacksize(&attributes, &size)) return 3;
  say("default", size);
  if (pthread_create(&started, 0, thread, 0) || pthread_join(started, 0)) return 4;
  say("used", wanted);
  return 0;
}
