#include "torture.h"

#include <stdio.h>

#include <atomic>

namespace {

std::atomic<int> alive;
std::atomic<int> made;
std::atomic<int> destroyed;

struct Alive {
  Alive() { ++alive; }
  ~Alive() { --alive; }
};

struct PerThread {
  PerThread() { ++made; }
  ~PerThread() { ++destroyed; }
  int value = 0;
};
thread_local PerThread per_thread;

struct AtEnd {
  ~AtEnd() { puts("throw ends"); }
} at_end;

}  // namespace

void throw_odd(int depth) {
  Alive object;
  if (depth > 100) throw_odd(depth - 1);
  throw VeryOdd("odd at " + std::to_string(depth));
}

void call_back(void (*function)(void*), void* argument) {
  Alive object;
  function(argument);
}

int objects_alive() { return alive; }

int touch_thread_local(int value) {
  const int before = per_thread.value;
  per_thread.value = value;
  return before;
}

int thread_local_objects(bool of_destroyed) { return of_destroyed ? destroyed : made; }
