// What the torture case's libraries offer.
#pragma once

#include <string>
#include <utility>

struct Odd {
  explicit Odd(std::string says) : text(std::move(says)) {}
  std::string text;
  virtual ~Odd() = default;
};
struct VeryOdd : Odd {
  using Odd::Odd;
};

// libthrow.so
void throw_odd(int depth);                                // VeryOdd
void call_back(void (*function)(void*), void* argument);  // keeps an object alive meanwhile
int objects_alive();
int touch_thread_local(int value);  // a thread_local object with a destructor; what it held before
int thread_local_objects(bool destroyed);

// libother.so, which needs libthrow.so
int catch_odd(int depth);  // 1: caught as Odd, 2: as something else
int frames_of(void (*collect)());
