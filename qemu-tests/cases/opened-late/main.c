// build: plugin.so plugin.c -l:libgcc_s.so.1
// build: main main.c
// machines: x86-64: libgcc_s of x86 alone has a constructor that asks the processor
// run-with: plugin.so
// output: the model is known: 1, and the same when it is asked for again: 1

// Nothing needs libgcc_s, but a plugin reads its __cpu_model, as code of GCC 4.8 does. In a total
// fold its constructor waits for dlopen (plan/late_init.h): without that call the plugin would see
// zeros.

#include <dlfcn.h>
#include <stdio.h>

int main(void) {
  void* plugin = dlopen("./plugin.so", RTLD_NOW);
  if (plugin == NULL) {
    printf("%s\n", dlerror());
    return 1;
  }
  void (*tell)(void) = (void (*)(void))dlsym(plugin, "tell");
  tell();
  return 0;
}
