// build: libfar.so main.cc -Wl,--version-script=far.map
// build: libnear.so main.cc -lfar -Wl,--version-script=near.map
// build: plugin.so main.cc -lnear
// build: main main.cc -lnear -lfar
// without-on: ppc64le lint: elfutils 0.188 knows no dynamic IRELATIVE of this machine
// folded: libnear.so libfar.so
// run-with: plugin.so
// output: one object: 1
// output: near sees 2, the plugin 2

// A unique object (STB_GNU_UNIQUE) of two libraries, each under its own version. ld.so takes for
// all references the one that it met first, whatever version the others ask for, and it relocates
// dependencies first: libfar's, for a plugin that asks for libnear's version too. A fold that binds
// each by its version has two of what must be one.

#include <dlfcn.h>
#include <cstdio>

template <typename T>
struct Counter {
  static inline int value = 0;
};
int* near_counter();
int* far_counter();

#if defined(PART_libfar)
int* far_counter() { return &Counter<int>::value; }
#elif defined(PART_libnear)
int* near_counter() { return &Counter<int>::value; }
#elif defined(PART_plugin)
extern int of_near __asm__("_ZN7CounterIiE5valueE");
extern "C" int* plugin_counter() { return &of_near; }
#else
int main() {
  *far_counter() = 2;
  std::printf("one object: %d\n", near_counter() == far_counter());
  void* handle = dlopen("./plugin.so", RTLD_NOW);
  if (!handle) {
    std::puts(dlerror());
    return 1;
  }
  auto* plugin_counter = reinterpret_cast<int* (*)()>(dlsym(handle, "plugin_counter"));
  std::printf("near sees %d, the plugin %d\n", *near_counter(), *plugin_counter());
}
#endif
