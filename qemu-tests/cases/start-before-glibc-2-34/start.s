# _start of glibc 2.33's Scrt1.o: main, init and fini go to __libc_start_main, which had one version.
  .symver old_start_main, __libc_start_main@GLIBC_2.2.5
  .globl _start
_start:
  xor %ebp, %ebp
  mov %rdx, %r9
  pop %rsi
  mov %rsp, %rdx
  and $-16, %rsp
  push %rax
  push %rsp
  mov __libc_csu_fini@GOTPCREL(%rip), %r8
  mov __libc_csu_init@GOTPCREL(%rip), %rcx
  mov main@GOTPCREL(%rip), %rdi
  call *old_start_main@GOTPCREL(%rip)
  hlt
  .section .note.GNU-stack, "", @progbits
