# x86_64: enter.c, compiled by make-listing and GCC 12; x86_64_enter.inc has it assembled.
	.text
	.text
	.type start, %function
start:
	mov %rsp, %rdi
	lea table(%rip), %rsi
	call enter
	jmp *%rax

	.type	enter, @function
enter:
	movq	(%rdi), %rdx
	movq	%rsi, %rax
	leaq	16(%rdi,%rdx,8), %rdx
.L2:
	movq	(%rdx), %rcx
	addq	$8, %rdx
	testq	%rcx, %rcx
	jne	.L2
	movq	%rdx, %rdi
	xorl	%esi, %esi
.L3:
	movq	(%rdi), %r8
	testq	%r8, %r8
	je	.L7
	cmpq	$3, %r8
	jne	.L4
	movq	8(%rdi), %rsi
	jmp	.L5
.L4:
	cmpq	$5, %r8
	jne	.L5
	movq	8(%rdi), %rcx
.L5:
	addq	$16, %rdi
	jmp	.L3
.L9:
	cmpl	$2, (%rsi)
	jne	.L8
	movq	16(%rsi), %r8
	movq	40(%rax), %rdi
	movq	%r8, (%rax,%rdi)
.L8:
	decq	%rcx
	addq	$56, %rsi
.L7:
	testq	%rcx, %rcx
	jne	.L9
	jmp	.L10
.L15:
	cmpq	$3, %rcx
	jne	.L11
	movq	24(%rax), %rcx
	addq	%rax, %rcx
.L17:
	movq	%rcx, 8(%rdx)
.L12:
	addq	$16, %rdx
.L10:
	movq	(%rdx), %rcx
	testq	%rcx, %rcx
	jne	.L15
	jmp	.L19
.L11:
	cmpq	$5, %rcx
	jne	.L13
	movq	32(%rax), %rcx
	jmp	.L17
.L13:
	cmpq	$7, %rcx
	jne	.L14
	movq	(%rax), %rcx
	addq	%rax, %rcx
	jmp	.L17
.L14:
	cmpq	$9, %rcx
	jne	.L12
	movq	16(%rax), %rcx
	addq	%rax, %rcx
	jmp	.L17
.L19:
	addq	8(%rax), %rax
	ret
	.size	enter, .-enter
	.balign 16
table:
