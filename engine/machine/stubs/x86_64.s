# What a fold runs before the program's own entry point, on x86-64. The bytes of this file, assembled, are kCode in
# machine/x86_64_stub.cc (a test assembles it again and compares). Position-independent; the data table lies TABLE bytes on.
#
# Table (8-byte words; "distance" is from the table's start):
#   0  distance of the program's entry point       8  page size, or 0: AT_PAGESZ says
#  16  number of RELRO ranges                     24  number of initialiser entries     32  number of finaliser entries
#  40  the table's own link-time address          48  distance of the first alias node, or 0
#  56  the entries, two words each:  RELRO: distance, size;
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
        lea     56(%rbx), %r12                  # the entry in hand
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
# Aliases. The dynamic section is found by the program headers (AT_PHDR), since patchelf may have moved it; glibc's struct
# link_map is checked for what it must say of this very program (l_ld, l_real, l_ns) before its list of names is touched.
5:      cmpq    $0, 48(%rbx)
        je      8f
        mov     8(%rsp), %rax                   # envp, then auxv
1:      add     $8, %rax
        cmpq    $0, -8(%rax)
        jne     1b
        xor     %r8d, %r8d
        xor     %r9d, %r9d
2:      mov     (%rax), %rcx
        mov     8(%rax), %rdx
        add     $16, %rax
        cmp     $3, %rcx                        # AT_PHDR
        cmove   %rdx, %r8
        cmp     $5, %rcx                        # AT_PHNUM
        cmove   %rdx, %r9
        test    %rcx, %rcx
        jnz     2b
        test    %r8, %r8
        jz      8f
        mov     %rbx, %rsi
        sub     40(%rbx), %rsi                  # load bias
        mov     %r8, %rdi
        xor     %r10d, %r10d                    # PT_PHDR seen where it says it is
        xor     %r11d, %r11d                    # dynamic section
3:      dec     %r9
        js      4f
        mov     16(%r8), %rdx                   # p_vaddr
        add     %rsi, %rdx
        mov     (%r8), %ecx                     # p_type
        add     $56, %r8
        cmp     $2, %ecx                        # PT_DYNAMIC
        cmove   %rdx, %r11
        cmp     $6, %ecx                        # PT_PHDR
        jne     3b
        cmp     %rdi, %rdx
        jne     8f
        inc     %r10d
        jmp     3b
4:      test    %r10d, %r10d
        jz      8f
        test    %r11, %r11
        jz      8f
        mov     %r11, %rdx
1:      mov     (%rdx), %rcx
        test    %rcx, %rcx                      # DT_NULL
        jz      8f
        add     $16, %rdx
        cmp     $21, %rcx                       # DT_DEBUG
        jne     1b
        mov     -8(%rdx), %rax                  # r_debug
        test    %rax, %rax
        jz      8f
        mov     8(%rax), %rax                   # r_map
        test    %rax, %rax
        jz      8f
        cmp     %r11, 16(%rax)                  # l_ld
        jne     8f
        cmp     %rax, 40(%rax)                  # l_real: itself
        jne     8f
        cmpq    $0, 48(%rax)                    # l_ns: the base namespace
        jne     8f
        mov     56(%rax), %rax                  # l_libname
        test    %rax, %rax
        jz      8f
2:      mov     8(%rax), %rcx                   # next
        test    %rcx, %rcx
        jz      3f
        mov     %rcx, %rax
        jmp     2b
3:      mov     48(%rbx), %rcx
        add     %rbx, %rcx
        mov     %rcx, 8(%rax)
8:      mov     24(%rbx), %r13
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
        lea     56(%rbx,%r12), %r12
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
