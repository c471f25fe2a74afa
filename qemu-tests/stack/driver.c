// Compiles the SCSS file that the argument names in a thread of its own, as Hugo does: the CSS to
// stdout, or libsass's message to stderr and exit code 1. libsass reads no file itself: on 32-bit
// machines its struct stat, glibc's, is not musl's.
#include <pthread.h>
#include <sass/context.h>
#include <stdio.h>
#include <string.h>

static void* compile(void* data) {
  struct Sass_Context* context = sass_data_context_get_context(data);
  const int failed = sass_compile_data_context(data) != 0;
  if (failed)
    fputs(sass_context_get_error_message(context), stderr);
  else
    fputs(sass_context_get_output_string(context), stdout);
  return failed ? data : 0;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  static char scss[4096];
  FILE* file = fopen(argv[1], "r");
  if (file == 0 || fread(scss, 1, sizeof(scss) - 1, file) == 0 || fclose(file)) return 4;
  struct Sass_Data_Context* data = sass_make_data_context(strdup(scss));
  pthread_t thread;
  void* failed = 0;
  if (pthread_create(&thread, 0, compile, data) || pthread_join(thread, &failed)) return 3;
  sass_delete_data_context(data);
  return failed ? 1 : 0;
}
