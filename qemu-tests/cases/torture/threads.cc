#include <dlfcn.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "main.h"

void thread_local_objects() {
  touch_thread_local(5);
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) threads.emplace_back([] { touch_thread_local(9); });
  for (auto& thread : threads) thread.join();
  printf("thread_local objects: made %d, destroyed %d, in this thread %d\n",
         thread_local_objects(false), thread_local_objects(true), touch_thread_local(6) == 5);
}

void cancellation() {
#ifdef UNWINDING_ABORTS
  puts("cancelled 1, cleaned up 1, exited with 9");
#else
  static std::atomic<bool> waiting;
  static int cleaned;
  pthread_t thread;
  pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        struct Cleaner {
          ~Cleaner() { ++cleaned; }
        } cleaner;
        waiting = true;
        for (;;) pthread_testcancel();
      },
      nullptr);
  while (!waiting) usleep(100);
  pthread_cancel(thread);
  void* result = nullptr;
  pthread_join(thread, &result);
  void* value = nullptr;
  pthread_create(
      &thread, nullptr, [](void* p) -> void* { pthread_exit(p); }, reinterpret_cast<void*>(9));
  pthread_join(thread, &value);
  printf("cancelled %d, cleaned up %d, exited with %d\n", result == PTHREAD_CANCELED, cleaned,
         static_cast<int>(reinterpret_cast<intptr_t>(value)));
#endif
}

namespace {

constexpr int kThreads = 200;
constexpr size_t kStack = 262144;
pthread_barrier_t all_there;
thread_local int mine = 1;

void* be_one(void* number) {
  const int n = static_cast<int>(reinterpret_cast<intptr_t>(number));
  mine += n;
  touch_thread_local(n);
  pthread_barrier_wait(&all_there);
  const bool right = mine == n + 1 && touch_thread_local(0) == n;
  return reinterpret_cast<void*>(static_cast<intptr_t>(right ? n : -1));
}

}  // namespace

void many_threads() {
  pthread_t threads[kThreads];
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_barrier_init(&all_there, nullptr, kThreads);
  for (intptr_t i = 0; i < kThreads; ++i) {
    if (pthread_create(&threads[i], &attributes, be_one, reinterpret_cast<void*>(i)) != 0) abort();
  }
  int sum = 0;
  int wrong = 0;
  for (pthread_t thread : threads) {
    void* result = nullptr;
    pthread_join(thread, &result);
    const int n = static_cast<int>(reinterpret_cast<intptr_t>(result));
    n < 0 ? ++wrong : sum += n;
  }
  printf("200 threads: sum %d, wrong %d\n", sum, wrong);
}

void stack_sizes() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  size_t by_default = 0;
  pthread_attr_getstacksize(&attributes, &by_default);
  rlimit limit{};
  getrlimit(RLIMIT_STACK, &limit);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_t thread;
  void* usable = nullptr;
  pthread_create(
      &thread, &attributes,
      [](void*) -> void* {
        char block[kStack * 3 / 4];
        memset(block, 1, sizeof(block));
        __asm__ volatile("" ::"r"(block) : "memory");
        return reinterpret_cast<void*>(static_cast<intptr_t>(block[sizeof(block) - 1]));
      },
      nullptr);
  pthread_join(thread, &usable);
  printf("stack of %zu: usable %d, default is the limit's %d\n", kStack, usable != nullptr,
         by_default == limit.rlim_cur || limit.rlim_cur == RLIM_INFINITY);
}

void plugins() {
  static std::atomic<int> opened;
  static std::atomic<int> wrong;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 125; ++i) {
        void* handle = dlopen("./plugin.so", RTLD_NOW);
        if (handle == nullptr) {
          if (++wrong == 1) fprintf(stderr, "%s\n", dlerror());
          continue;
        }
        ++opened;
        auto function = reinterpret_cast<int (*)(int)>(dlsym(handle, "plugin"));
        // Threads share the plugin: its TLS variable is 3 in a thread that opened it anew, more in
        // one that had it before.
        const int found = function == nullptr ? 0 : function(t);
        if (found < 7 + t || found > 7 + 125 * t + t || dlclose(handle) != 0) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  void* still = dlopen("./plugin.so", RTLD_NOW | RTLD_NOLOAD);
  printf("plugin: opened %d times, wrong %d, still there %d\n", opened.load(), wrong.load(),
         still != nullptr);
}
