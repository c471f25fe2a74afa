/* Stands for the unwinder that the C library opens, whose first initialiser is an export. */

extern int puts(const char*);
int __cpu_model;
__attribute__((constructor(101))) int __cpu_indicator_init(void) {
  return __cpu_model = puts("cpu");
}
__attribute__((constructor)) static void start(void) { __cpu_model = puts("start"); }
int _Unwind_Backtrace(int n) { return n; }
