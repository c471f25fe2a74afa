# x86_64: enter.c, compiled by make-listing and GCC 12; x86_64_enter.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	mov %rsp, %rdi
	lea table(%rip), %rsi
	call enter
	jmp *%rax

	.type	give_up, @function
give_up:
	movq	56(%rdi), %rdx
	movq	%rdi, %rsi
	xorl	%r10d, %r10d
	addq	48(%rdi), %rsi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	movl	$1, %eax
	movl	$2, %edi
# 18 "enter_cpu.h" 1
	syscall
# 0 "" 2
	xorl	%edx, %edx
	movl	$231, %eax
	movl	$127, %edi
	movq	%rdx, %rsi
# 18 "enter_cpu.h" 1
	syscall
# 0 "" 2
	ret
	.size	give_up, .-give_up
	.type	enter, @function
enter:
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbp
	pushq	%rbx
	movq	%rsi, %rbx
	subq	$16, %rsp
	movq	(%rdi), %rax
	leaq	16(%rdi,%rax,8), %rbp
.L3:
	movq	0(%rbp), %rax
	addq	$8, %rbp
	testq	%rax, %rax
	jne	.L3
	movq	%rbp, %rax
	movl	$4096, %r12d
.L4:
	movq	(%rax), %rdx
	testq	%rdx, %rdx
	je	.L45
	cmpq	$6, %rdx
	jne	.L5
	movq	8(%rax), %r12
.L5:
	addq	$16, %rax
	jmp	.L4
.L45:
	leaq	80(%rbx), %rax
	movq	%r12, %r15
	leaq	80(%rbx), %r13
	movq	%rax, 8(%rsp)
	movq	64(%rbx), %rax
	negq	%r15
	movq	%rax, (%rsp)
	movq	%rax, %r14
.L7:
	testq	%r14, %r14
	je	.L46
	movq	8(%r13), %rdx
	movq	0(%r13), %rax
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	addq	%rbx, %rax
	leaq	-1(%r12,%rdx), %rsi
	movq	16(%r13), %rdx
	addq	%rax, %rsi
	movq	%rax, %rdi
	movl	$10, %eax
	andq	%r15, %rdi
	andq	%r15, %rsi
	subq	%rdi, %rsi
# 18 "enter_cpu.h" 1
	syscall
# 0 "" 2
	testq	%rax, %rax
	je	.L8
	movq	%rbx, %rdi
	call	give_up
.L8:
	decq	%r14
	addq	$24, %r13
	jmp	.L7
.L46:
	imulq	$24, (%rsp), %r13
	movq	8(%rsp), %rax
	leaq	-1(%r12), %r15
	movq	72(%rbx), %r14
	addq	%r13, %rax
	movq	%rax, %r13
.L10:
	testq	%r14, %r14
	je	.L47
	movq	0(%r13), %rax
	movq	8(%r13), %rsi
	movq	%r12, %rdx
	negq	%rdx
	addq	%rbx, %rax
	addq	%r15, %rsi
	leaq	(%r15,%rax), %rdi
	addq	%rax, %rsi
	andq	%rdx, %rdi
	andq	%rdx, %rsi
.L11:
	testb	$7, %al
	je	.L14
	cmpq	%rax, %rdi
	je	.L41
	movb	$0, (%rax)
	incq	%rax
	jmp	.L11
.L14:
	cmpq	%rax, %rdi
	je	.L41
	xorl	%r8d, %r8d
	addq	$8, %rax
	movq	%r8, -8(%rax)
	jmp	.L14
.L41:
	cmpq	%rdi, %rsi
	je	.L17
	movq	16(%r13), %rdx
	subq	%rdi, %rsi
	movl	$50, %r10d
	xorl	%r9d, %r9d
	orq	$-1, %r8
	movl	$9, %eax
# 18 "enter_cpu.h" 1
	syscall
# 0 "" 2
	cmpq	%rdi, %rax
	je	.L17
	movq	%rbx, %rdi
	call	give_up
.L17:
	decq	%r14
	addq	$24, %r13
	jmp	.L10
.L47:
	movq	%rbp, %rdx
	xorl	%eax, %eax
.L20:
	movq	(%rdx), %rcx
	testq	%rcx, %rcx
	je	.L24
	cmpq	$3, %rcx
	jne	.L21
	movq	8(%rdx), %rax
	jmp	.L22
.L21:
	cmpq	$5, %rcx
	jne	.L22
	movq	8(%rdx), %r14
.L22:
	addq	$16, %rdx
	jmp	.L20
.L26:
	cmpl	$2, (%rax)
	jne	.L25
	movq	16(%rax), %rcx
	movq	40(%rbx), %rdx
	movq	%rcx, (%rbx,%rdx)
.L25:
	decq	%r14
	addq	$56, %rax
.L24:
	testq	%r14, %r14
	jne	.L26
	jmp	.L27
.L32:
	cmpq	$3, %rax
	jne	.L28
	movq	24(%rbx), %rax
	addq	%rbx, %rax
.L43:
	movq	%rax, 8(%rbp)
.L29:
	addq	$16, %rbp
.L27:
	movq	0(%rbp), %rax
	testq	%rax, %rax
	jne	.L32
	jmp	.L48
.L28:
	cmpq	$5, %rax
	jne	.L30
	movq	32(%rbx), %rax
	jmp	.L43
.L30:
	cmpq	$7, %rax
	jne	.L31
	movq	(%rbx), %rax
	addq	%rbx, %rax
	jmp	.L43
.L31:
	cmpq	$9, %rax
	jne	.L29
	movq	16(%rbx), %rax
	addq	%rbx, %rax
	jmp	.L43
.L48:
	movq	8(%rbx), %rax
	addq	$16, %rsp
	addq	%rbx, %rax
	popq	%rbx
	popq	%rbp
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	ret
	.size	enter, .-enter
	.balign 16
table:
