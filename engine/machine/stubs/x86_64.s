# What a fold runs before the program's own entry point, on x86-64. The bytes of this file, assembled, are kCode in
# machine/x86_64_stub.cc (a test assembles it again and compares). Position-independent; the data table lies TABLE bytes on.
#
# Table (8-byte words; "distance" is from the table's start):
#   0  distance of the program's entry point       8  page size, or 0: AT_PAGESZ says
#  16  number of RELRO ranges                     24  number of initialiser entries     32  number of finaliser entries
#  40  the entries, two words each:  RELRO: distance, size;
#      initialisers and finalisers: distance, count: 0 = a function; else an array of `count` pointers, relocated by the loader
        .text
        .globl  start, init, fini, report
        .set    TABLE, table - start

# e_entry of a program. The kernel or ld.so left argc, argv, envp and auxv on the stack and %rdx for the program's _start: all
# registers and the stack are as they were when the program's entry point gets control.
start:
        push    %rax
        push    %rcx
        push    %rdx
        push    %rbx
        push    %rbp
        push    %rsi
        push    %rdi
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        mov     %rsp, %rbp
        mov     120(%rbp), %rdi                 # argc
        lea     128(%rbp), %rsi                 # argv
        lea     8(%rsi,%rdi,8), %rdx            # envp
        and     $-16, %rsp
        call    run
        mov     %rbp, %rsp
        lea     table(%rip), %rax
        add     (%rax), %rax
        mov     %rax, -8(%rsp)                  # below the stack pointer: signal handlers run no sooner than the program
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rdi
        pop     %rsi
        pop     %rbp
        pop     %rbx
        pop     %rdx
        pop     %rcx
        pop     %rax
        jmp     *-128(%rsp)

# The single INIT_ARRAY function of a folded shared object: argc, argv and envp in registers, as ld.so passes them.
init:
        push    %rbp
        mov     %rsp, %rbp
        call    run
        pop     %rbp
        ret

# RELRO, then initialisers in their order. In: argc %edi, argv %rsi, envp %rdx; the stack aligned as at a call.
run:
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        push    %rdi                            # 8(%rsp) after the next push
        push    %rsi
        push    %rdx
        sub     $8, %rsp
        lea     table(%rip), %rbx
        mov     8(%rbx), %r15                   # page size
        test    %r15, %r15
        jnz     2f
        mov     %rdx, %rax                      # auxv follows envp's null pointer
1:      add     $8, %rax
        cmpq    $0, -8(%rax)
        jne     1b
        mov     $4096, %r15d
3:      mov     (%rax), %rcx
        test    %rcx, %rcx
        jz      2f
        add     $16, %rax
        cmp     $6, %rcx                        # AT_PAGESZ
        jne     3b
        mov     -8(%rax), %r15
2:      neg     %r15                            # mask of a page's address
        lea     40(%rbx), %r12                  # the entry in hand
        mov     16(%rbx), %r13
4:      dec     %r13
        js      5f
        mov     (%r12), %rdi
        add     %rbx, %rdi
        mov     8(%r12), %rsi
        add     %rdi, %rsi
        add     $16, %r12
        and     %r15, %rdi                      # both ends rounded down, as _dl_protect_relro does
        and     %r15, %rsi
        sub     %rdi, %rsi
        jz      4b
        mov     $1, %edx                        # PROT_READ
        mov     $10, %eax                       # mprotect
        syscall
        jmp     4b
5:      mov     24(%rbx), %r13
6:      dec     %r13
        js      9f
        mov     (%r12), %r14
        add     %rbx, %r14
        mov     8(%r12), %r15                   # count
        add     $16, %r12
        test    %r15, %r15
        jnz     7f
        mov     %r14, %rax
        mov     24(%rsp), %rdi
        mov     16(%rsp), %rsi
        mov     8(%rsp), %rdx
        call    *%rax
        jmp     6b
7:      mov     24(%rsp), %rdi
        mov     16(%rsp), %rsi
        mov     8(%rsp), %rdx
        call    *(%r14)
        add     $8, %r14
        dec     %r15
        jnz     7b
        jmp     6b
9:      add     $32, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbx
        ret

# The single FINI_ARRAY function: finalisers in their order, each array backwards.
fini:
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        lea     table(%rip), %rbx
        mov     16(%rbx), %r12
        add     24(%rbx), %r12
        shl     $4, %r12
        lea     40(%rbx,%r12), %r12
        mov     32(%rbx), %r13
1:      dec     %r13
        js      9f
        mov     (%r12), %r14
        add     %rbx, %r14
        mov     8(%r12), %r15
        add     $16, %r12
        test    %r15, %r15
        jnz     2f
        call    *%r14
        jmp     1b
2:      call    *-8(%r14,%r15,8)
        dec     %r15
        jnz     2b
        jmp     1b
9:      pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbx
        ret

# A function that the closure lacks was called: the message in %rdi, as ld.so would have said it, to stderr; exit code 127.
report:
        mov     %rdi, %rsi
        xor     %edx, %edx
1:      cmpb    $0, (%rsi,%rdx)
        je      2f
        inc     %rdx
        jmp     1b
2:      mov     $2, %edi
        mov     $1, %eax                        # write
        syscall
        mov     $127, %edi
        mov     $231, %eax                      # exit_group
        syscall
        ud2

        .balign 16
table:
