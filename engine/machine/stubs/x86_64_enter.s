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
	movq	64(%rdi), %rdx
	movq	%rdi, %rsi
	xorl	%r10d, %r10d
	addq	56(%rdi), %rsi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	movl	$1, %eax
	movl	$2, %edi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	xorl	%edx, %edx
	movl	$231, %eax
	movl	$127, %edi
	movq	%rdx, %rsi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	ret
	.size	give_up, .-give_up
	.type	clear, @function
clear:
	movq	%rcx, %r9
	pushq	%rbx
	movq	%rdi, %rbx
	movq	%rdx, %rdi
	movq	%rsi, %rcx
	leaq	-1(%rsi,%rdi), %rax
	leaq	-1(%rsi,%r9), %rsi
	movq	%r8, %rdx
	negq	%rcx
	addq	%rdi, %rsi
	andq	%rcx, %rax
	andq	%rcx, %rsi
.L3:
	testb	$7, %dil
	je	.L6
	cmpq	%rax, %rdi
	je	.L15
	movb	$0, (%rdi)
	incq	%rdi
	jmp	.L3
.L6:
	cmpq	%rax, %rdi
	je	.L15
	xorl	%ecx, %ecx
	addq	$8, %rdi
	movq	%rcx, -8(%rdi)
	jmp	.L6
.L15:
	cmpq	%rsi, %rdi
	je	.L2
	subq	%rdi, %rsi
	movl	$50, %r10d
	orq	$-1, %r8
	xorl	%r9d, %r9d
	movl	$9, %eax
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	cmpq	$-4096, %rax
	jbe	.L2
	movq	%rbx, %rdi
	popq	%rbx
	jmp	give_up
.L2:
	popq	%rbx
	ret
	.size	clear, .-clear
	.type	map_loader, @function
map_loader:
	pushq	%r15
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	pushq	%r14
	movl	$257, %eax
	pushq	%r13
	movq	%rsi, %r13
	pushq	%r12
	pushq	%rbp
	movq	%rdi, %rbp
	pushq	%rbx
	subq	$2088, %rsp
	movq	(%rdi), %rsi
	movq	%rdx, 32(%rsp)
	movl	$524288, %edx
	addq	%rdi, %rsi
	movq	$-100, %rdi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	movq	%rax, (%rsp)
	leaq	40(%rsp), %r12
	cmpq	$-4096, %rax
	jbe	.L19
.L21:
	movq	%rbp, %rdi
	call	give_up
	jmp	.L20
.L19:
	movq	(%rsp), %rdi
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%eax, %eax
	movl	$2048, %edx
	movq	%r12, %rsi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	leaq	-64(%rax), %rdx
	cmpq	$-4160, %rdx
	ja	.L21
	movq	72(%rsp), %rcx
	cmpq	%rcx, %rax
	jb	.L21
	movzwl	96(%rsp), %edx
	subq	%rcx, %rax
	imulq	$56, %rdx, %rdx
	cmpq	%rdx, %rax
	jb	.L21
.L20:
	movq	%r13, %rdi
	movzwl	96(%rsp), %r8d
	addq	72(%rsp), %r12
	xorl	%esi, %esi
	xorl	%eax, %eax
	orq	$-1, %rbx
	negq	%rdi
.L22:
	cmpq	%rsi, %r8
	je	.L36
	imulq	$56, %rsi, %rcx
	addq	%r12, %rcx
	cmpl	$1, (%rcx)
	jne	.L23
	movq	16(%rcx), %rdx
	cmpq	%rbx, %rdx
	jnb	.L24
	movq	%rdx, %rbx
	andq	%rdi, %rbx
.L24:
	addq	40(%rcx), %rdx
	cmpq	%rdx, %rax
	cmovb	%rdx, %rax
.L23:
	incq	%rsi
	jmp	.L22
.L36:
	leaq	-1(%r13), %r15
	xorl	%edx, %edx
	movl	$34, %r10d
	orq	$-1, %r8
	leaq	(%rax,%r15), %rsi
	xorl	%r9d, %r9d
	movl	$9, %eax
	andq	%rdi, %rsi
	movq	%rdx, %rdi
	subq	%rbx, %rsi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	cmpq	$-4096, %rax
	jbe	.L26
	movq	%rbp, %rdi
	movq	%rax, 8(%rsp)
	call	give_up
	movq	8(%rsp), %rax
.L26:
	subq	%rbx, %rax
	xorl	%r14d, %r14d
	movq	%rax, 16(%rsp)
.L27:
	movzwl	96(%rsp), %eax
	cmpq	%r14, %rax
	je	.L37
	imulq	$56, %r14, %rbx
	addq	%r12, %rbx
	cmpl	$1, (%rbx)
	jne	.L29
	movl	4(%rbx), %edx
	movq	16(%rsp), %rax
	addq	16(%rbx), %rax
	movq	32(%rbx), %rsi
	movl	%edx, %ecx
	movq	%rax, 8(%rsp)
	leal	0(,%rdx,4), %eax
	shrl	$2, %edx
	andl	$4, %eax
	andl	$2, %ecx
	andl	$1, %edx
	orl	%ecx, %eax
	orl	%edx, %eax
	cltq
	movq	%rax, 24(%rsp)
	testq	%rsi, %rsi
	je	.L31
	movq	8(%rsp), %rax
	movq	8(%rsp), %rdi
	movl	$18, %r10d
	movq	8(%rbx), %r9
	movq	(%rsp), %r8
	andq	%r15, %rax
	movq	24(%rsp), %rdx
	addq	%rax, %rsi
	subq	%rax, %rdi
	subq	%rax, %r9
	movl	$9, %eax
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	cmpq	$-4096, %rax
	jbe	.L31
	movq	%rbp, %rdi
	call	give_up
.L31:
	movq	40(%rbx), %rcx
	movq	32(%rbx), %rdx
	cmpq	%rcx, %rdx
	jnb	.L29
	movq	8(%rsp), %rax
	movq	24(%rsp), %r8
	subq	%rdx, %rcx
	movq	%r13, %rsi
	movq	%rbp, %rdi
	addq	%rax, %rdx
	call	clear
.L29:
	incq	%r14
	jmp	.L27
.L37:
	xorl	%edx, %edx
	movq	(%rsp), %rdi
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	movl	$3, %eax
	movq	%rdx, %rsi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	movq	32(%rsp), %rbx
	movq	16(%rsp), %rax
	addq	64(%rsp), %rax
	movq	%rax, (%rbx)
	movq	16(%rsp), %rax
	addq	$2088, %rsp
	popq	%rbx
	popq	%rbp
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	ret
	.size	map_loader, .-map_loader
	.type	enter, @function
enter:
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbp
	pushq	%rbx
	movq	%rsi, %rbx
	subq	$56, %rsp
	movq	(%rdi), %rax
	leaq	16(%rdi,%rax,8), %rbp
.L39:
	movq	0(%rbp), %rax
	addq	$8, %rbp
	testq	%rax, %rax
	jne	.L39
	movq	%rbp, %rax
	movl	$4096, %r15d
.L40:
	movq	(%rax), %rdx
	testq	%rdx, %rdx
	je	.L79
	cmpq	$6, %rdx
	jne	.L41
	movq	8(%rax), %r15
.L41:
	addq	$16, %rax
	jmp	.L40
.L79:
	leaq	112(%rbx), %rax
	movq	96(%rbx), %r13
	movq	%rax, 8(%rsp)
	movq	%rax, %r12
	movq	%r15, %rax
	negq	%rax
	movq	%r13, %r14
	movq	%rax, (%rsp)
.L43:
	testq	%r14, %r14
	je	.L80
	movq	8(%r12), %rdx
	movq	(%r12), %rax
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	movq	(%rsp), %rdi
	xorl	%r9d, %r9d
	addq	%rbx, %rax
	leaq	-1(%r15,%rdx), %rsi
	movq	16(%r12), %rdx
	andq	%rax, %rdi
	addq	%rax, %rsi
	andq	(%rsp), %rsi
	movl	$10, %eax
	subq	%rdi, %rsi
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
	cmpq	$-4096, %rax
	jbe	.L44
	movq	%rbx, %rdi
	call	give_up
.L44:
	decq	%r14
	addq	$24, %r12
	jmp	.L43
.L80:
	imulq	$24, %r13, %r13
	movq	8(%rsp), %rax
	movq	104(%rbx), %r12
	addq	%r13, %rax
	movq	%rax, %r13
.L46:
	testq	%r12, %r12
	je	.L81
	movq	0(%r13), %rdx
	movq	8(%r13), %rcx
	movq	%r15, %rsi
	movq	%rbx, %rdi
	movq	16(%r13), %r8
	decq	%r12
	addq	$24, %r13
	addq	%rbx, %rdx
	call	clear
	jmp	.L46
.L81:
	movq	80(%rbx), %r13
	movq	88(%rbx), %rax
	movq	%rbx, %r14
	xorl	%edx, %edx
	subq	72(%rbx), %r14
	addq	%rbx, %r13
	leaq	0(%r13,%rax,8), %rax
	movq	%rax, 16(%rsp)
	leaq	(%r15,%r15), %rax
	movq	%rax, 32(%rsp)
	xorl	%eax, %eax
	movq	%rax, (%rsp)
	movq	%r15, %rax
	negq	%rax
	movq	%rax, 8(%rsp)
.L48:
	cmpq	%r13, 16(%rsp)
	je	.L82
	movq	0(%r13), %rax
	testb	$1, %al
	jne	.L49
	movq	(%rsp), %rcx
	addq	%r14, %rax
	movq	%rax, 24(%rsp)
	cmpq	%rcx, %rax
	jb	.L50
	movq	8(%rsp), %rdi
	movq	%r13, %rcx
	andq	%rax, %rdi
.L51:
	addq	$8, %rcx
	cmpq	%rcx, 16(%rsp)
	je	.L54
	movq	(%rcx), %rdx
	testb	$1, %dl
	je	.L52
	leaq	504(%rax), %rdx
	jmp	.L53
.L52:
	movq	32(%rsp), %rsi
	addq	%r14, %rdx
	addq	%rax, %rsi
	andq	8(%rsp), %rsi
	cmpq	%rsi, %rdx
	jnb	.L54
.L53:
	movq	%rdx, %rax
	jmp	.L51
.L54:
	addq	%r15, %rax
	andq	8(%rsp), %rax
	movq	%rax, %rsi
	movq	%rax, (%rsp)
	subq	%rdi, %rsi
	cmpq	%rsi, %r15
	jnb	.L50
	xorl	%r10d, %r10d
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	movl	$28, %eax
	movl	$23, %edx
# 40 "enter_cpu.h" 1
	syscall
# 0 "" 2
.L50:
	movq	24(%rsp), %rax
	addq	%r14, (%rax)
	leaq	8(%rax), %rdx
	jmp	.L57
.L49:
	shrq	%rax
.L58:
	testq	%rax, %rax
	je	.L83
# 50 "enter_cpu.h" 1
	rep bsf %rax, %rcx
# 0 "" 2
	addq	%r14, (%rdx,%rcx,8)
	leaq	-1(%rax), %rcx
	andq	%rcx, %rax
	jmp	.L58
.L83:
	addq	$504, %rdx
.L57:
	addq	$8, %r13
	jmp	.L48
.L82:
	movq	%rbp, %rdx
	xorl	%eax, %eax
.L61:
	movq	(%rdx), %rcx
	testq	%rcx, %rcx
	je	.L65
	cmpq	$3, %rcx
	jne	.L62
	movq	8(%rdx), %rax
	jmp	.L63
.L62:
	cmpq	$5, %rcx
	jne	.L63
	movq	8(%rdx), %r12
.L63:
	addq	$16, %rdx
	jmp	.L61
.L67:
	cmpl	$2, (%rax)
	jne	.L66
	movq	16(%rax), %rcx
	movq	48(%rbx), %rdx
	movq	%rcx, (%rbx,%rdx)
.L66:
	decq	%r12
	addq	$56, %rax
.L65:
	testq	%r12, %r12
	jne	.L67
	movq	8(%rbx), %rax
	movq	16(%rbx), %rdx
	addq	%rbx, %rax
	addq	%rbx, %rdx
	cmpq	$0, (%rbx)
	movq	%rdx, 48(%rsp)
	je	.L70
	leaq	48(%rsp), %rdx
	movq	%r15, %rsi
	movq	%rbx, %rdi
	call	map_loader
	jmp	.L70
.L73:
	cmpq	$7, %rdx
	jne	.L74
	movq	%rax, 8(%rbp)
.L72:
	addq	$16, %rbp
.L70:
	movq	0(%rbp), %rdx
	testq	%rdx, %rdx
	je	.L84
	cmpq	$3, %rdx
	jne	.L71
	movq	32(%rbx), %rdx
	addq	%rbx, %rdx
	jmp	.L78
.L71:
	cmpq	$5, %rdx
	jne	.L73
	movq	40(%rbx), %rdx
	jmp	.L78
.L74:
	cmpq	$9, %rdx
	jne	.L72
	movq	24(%rbx), %rdx
	addq	%rbx, %rdx
.L78:
	movq	%rdx, 8(%rbp)
	jmp	.L72
.L84:
	movq	48(%rsp), %rax
	addq	$56, %rsp
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
