// build: liba.so main.c -pthread
// build: main main.c -la -pthread
// folded: liba.so
// output: 64 threads: counted 64000, tls wrong 0, errors 0

// Many threads at once through a folded library's mutex, TLS, atomics and condition variable.

#include <pthread.h>
#include <stdio.h>

int work(int number);
int counted(void);

#if defined(PART_liba)
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int total, waiting;
static __thread int mine = 100;
static __thread char block[10000];
int counted(void) { return total; }
int work(int number) {
  int wrong = mine != 100 || block[9999] != 0;
  mine = number;
  block[9999] = (char)number;
  pthread_mutex_lock(&mutex);
  ++waiting;
  pthread_cond_broadcast(&condition);
  while (waiting < 64) pthread_cond_wait(&condition, &mutex);
  pthread_mutex_unlock(&mutex);
  for (int i = 0; i < 1000; ++i) {
    pthread_mutex_lock(&mutex);
    ++total;
    pthread_mutex_unlock(&mutex);
  }
  return wrong || mine != number || block[9999] != (char)number;
}
#else
static void* run(void* number) { return (void*)(long)work((int)(long)number); }
int main(void) {
  pthread_t threads[64];
  int wrong = 0, errors = 0;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 256 * 1024);
  for (long i = 0; i < 64; ++i) errors += pthread_create(&threads[i], &attributes, run, (void*)i);
  for (int i = 0; i < 64; ++i) {
    void* result;
    errors += pthread_join(threads[i], &result);
    wrong += result != NULL;
  }
  printf("64 threads: counted %d, tls wrong %d, errors %d\n", counted(), wrong, errors);
}
#endif
