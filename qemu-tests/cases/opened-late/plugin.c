#include <stdio.h>
#include <string.h>

// The linker gives both to who asks for the version alone.
extern unsigned model[4];
extern int ask(void);
__asm__(".symver model, __cpu_model@GCC_4.8.0");
__asm__(".symver ask, __cpu_indicator_init@GCC_4.8.0");

void tell(void) {
  unsigned before[4];
  memcpy(before, model, sizeof(before));
  memset(model, 0, sizeof(before));
  ask();
  printf("the model is known: %d, and the same when it is asked for again: %d\n", before[0] != 0,
         memcmp(before, model, sizeof(before)) == 0);
}
